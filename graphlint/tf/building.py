"""Building one op from Python arguments: TensorFlow's generated wrappers and `_apply_op_helper`.

A `Builder` is made once for an op type from its recorded definition. A call opens the op's name scope, converts the
inputs inside it, infers the type attrs, runs the shape function and adds the op to the graph
(framework/op_def_library.py; order and error texts of release 1.15).
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Dims, Graph, Operation, Tensor
from graphlint.graph.releases import NEWEST, Version
from graphlint.ops import opdef, registry, symbols
from graphlint.ops.inference import InferenceContext, infer
from graphlint.ops.opdef import REQUIRED, Arg, OpDef
from graphlint.sandbox.exposed import exposed
from graphlint.tf.made_names import name_for
from shapecalc import ShapeError

from . import attrs as attr_values
from . import unseen
from .convert import convert, convert_n


class Builder:
    """Creates ops of one type. Arguments: the inputs in definition order, then the attrs that can't be inferred."""

    __slots__ = (
        "attr_by_name",
        "counted",
        "defaults",
        "definition",
        "elsewhere",
        "explicit",
        "function",
        "inferred",
        "name",
        "outputs_type",
        "parameters",
        "ref_inputs",
        "shape_function",
        "single",
        "type_defaults",
    )

    def __init__(self, definition: OpDef) -> None:
        self.definition = definition
        self.name = definition.name
        self.function = attr_values.wrapper_name(definition.name)
        self.attr_by_name = {attr.name: attr for attr in definition.attrs}
        self.counted = [arg for arg in definition.inputs if arg.number_attr is not None]
        newest = opdef.of_release(definition.name, NEWEST)
        self.elsewhere = {
            attr.name: attr.default for attr in (newest.attrs if newest is not None else ())
            if attr.name not in self.attr_by_name and attr.default is not REQUIRED
        }
        self.inferred = _inferred(definition.inputs)
        self.ref_inputs = any(arg.is_ref for arg in definition.inputs)
        required = [a.name for a in definition.attrs if a.name not in self.inferred and a.default is REQUIRED]
        optional = [a.name for a in definition.attrs if a.name not in self.inferred and a.default is not REQUIRED]
        self.parameters = [arg.name for arg in definition.inputs] + required + optional
        self.explicit = required + optional
        self.defaults = {a.name: a.default for a in definition.attrs if a.default is not REQUIRED}
        self.type_defaults = {a.name: a.default for a in definition.attrs if a.kind == "type" and a.default is not REQUIRED}
        self.shape_function = registry.shape_function(definition.name)
        self.outputs_type = _outputs_type(definition)
        self.single = len(definition.outputs) == 1 and not (
            definition.outputs[0].number_attr or definition.outputs[0].type_list_attr
        )

    def __call__(self, *args: Any, name: str | None = None, **kwargs: Any) -> Any:
        """The output tensor, the list of outputs, or the Operation where there are none."""
        op = self.build(args, kwargs, name)
        if self.single:
            return op.outputs[0]
        return self.grouped(op) if op.outputs else op

    def grouped(self, op: Operation) -> Any:
        """Outputs as TensorFlow's wrappers return them: a tuple with a name an output argument, lists where it is a list."""
        definition = self.definition
        if len(definition.outputs) == 1:
            return list(op.outputs)
        grouped: list[Any] = []
        at = 0
        for arg in definition.outputs:
            if arg.number_attr or arg.type_list_attr:
                count = op.attrs[arg.number_attr] if arg.number_attr else len(op.attrs[arg.type_list_attr or ""])
                grouped.append(list(op.outputs[at : at + count]))
                at += count
            else:
                grouped.append(op.outputs[at])
                at += 1
        return self.outputs_type(*grouped)

    def build(self, args: tuple[Any, ...], given: dict[str, Any], name: str | None) -> Operation:
        """Create the op; TypeError and ValueError as TensorFlow raises them."""
        if args:
            given = {**dict(zip(self.parameters, args, strict=False)), **given}
        graph = graph_of(given)
        if graph is not None and graph is not stack.default_graph():
            with stack.as_default(graph):
                return self._build(graph, given, name)
        return self._build(graph or stack.default_graph(), given, name)

    def _build(self, graph: Graph, given: dict[str, Any], name: str | None) -> Operation:
        names = graph.names
        outer = names.scope
        attrs: dict[str, Any] = {}
        inputs: list[Tensor] = []
        if self.counted:
            attr_values.check_counts(self.counted, given, self.function)
        made = self._made_attrs(given)  # wrong ones use up no name
        try:
            scope = names.enter(self.name if name is None else name_for(name))
            self._convert_inputs(given, attrs, inputs)
            self._set_attrs(made, attrs)
            return create(graph, self.name, scope, inputs, attrs, self)
        finally:
            names.scope = outer

    def _convert_inputs(self, given: dict[str, Any], attrs: dict[str, Any], inputs: list[Tensor]) -> None:
        sources: dict[str, str] = {}
        for arg in self.definition.inputs:
            try:
                value = given[arg.name]
            except KeyError:
                raise TypeError(f"No argument for input {arg.name}") from None
            if arg.number_attr is not None or arg.type_list_attr is not None:
                self._list_input(arg, value, given, attrs, inputs, sources)
                continue
            tensor = value if type(value) is Tensor and arg.dtype is None and not arg.is_ref else (
                self._single_input(arg, value, given, attrs, sources)
            )
            dtype = tensor.dtype.base_dtype
            if arg.type_attr is not None:
                known = attrs.get(arg.type_attr)
                if known is None:
                    attr_values.check_type(dtype, self.attr_by_name[arg.type_attr], arg.name)
                    attrs[arg.type_attr] = dtype
                    sources[arg.type_attr] = arg.name
                elif known is not dtype:
                    raise TypeError(f"{self._has_type(arg, tensor)} type {known.name} of argument "
                                    f"'{sources.get(arg.type_attr, arg.type_attr)}'.")
            if arg.is_ref and not tensor.dtype._is_ref_dtype:
                raise TypeError(f"'{self.name}' Op requires that input '{arg.name}' be a mutable tensor "
                                "(e.g.: a tf.Variable)")
            inputs.append(tensor)

    def _has_type(self, arg: Arg, tensor: Tensor) -> str:
        return f"Input '{arg.name}' of '{self.name}' Op has type {tensor.dtype.base_dtype.name} that does not match"

    def _single_input(self, arg: Arg, value: Any, given: dict[str, Any], attrs: dict[str, Any],
                      sources: dict[str, str]) -> Tensor:
        dtype, preferred = arg.dtype, None
        if dtype is None and arg.type_attr is not None:
            dtype = attrs.get(arg.type_attr)
            if dtype is None:
                preferred = self.type_defaults.get(arg.type_attr)
        if type(value) is Tensor and dtype is not None and not dtype.is_compatible_with(value.dtype):
            raise self._mismatch(arg, value.dtype, attrs, sources)
        try:
            return convert(value, dtype, arg.name, arg.is_ref, preferred)
        except TypeError as error:
            if dtype is None:
                raise
            told = f"{value!r} of type '{type(value).__name__}' instead. Error: {error}"
            raise TypeError(f"Expected {dtype.name} passed to parameter '{arg.name}' of op '{self.name}', got "
                            + told.replace("<graphlint.tf.", "<tensorflow.")) from None
        except ValueError:
            raise self._conversion_error(arg, value, attrs, sources) from None

    def _conversion_error(self, arg: Arg, value: Any, attrs: dict[str, Any], sources: dict[str, str]) -> Exception:
        try:
            observed = convert(value, as_ref=arg.is_ref).dtype
        except ValueError as inner:
            return ValueError(f"Tried to convert '{arg.name}' to a tensor and failed. Error: {inner}")
        return self._mismatch(arg, observed, attrs, sources)

    def _mismatch(self, arg: Arg, observed: DType, attrs: dict[str, Any], sources: dict[str, str]) -> TypeError:
        prefix = f"Input '{arg.name}' of '{self.name}' Op has type {observed.name} that does not match"
        if arg.dtype is not None:
            return TypeError(f"{prefix} expected type of {arg.dtype.name}.")
        attr = arg.type_attr or ""
        return TypeError(f"{prefix} type {attrs[attr].name} of argument '{sources.get(attr, attr)}'.")

    def _list_input(self, arg: Arg, values: Any, given: dict[str, Any], attrs: dict[str, Any], inputs: list[Tensor],
                    sources: dict[str, str]) -> None:
        if not isinstance(values, (list, tuple)):
            raise TypeError(f"Expected list for '{arg.name}' argument to '{self.name}' Op, not {values}.")
        dtype, preferred = arg.dtype, None
        if dtype is None and arg.type_attr is not None:
            dtype = attrs.get(arg.type_attr) or next((v.dtype for v in values if isinstance(v, Tensor)), None)
            if dtype is None:
                preferred = self.type_defaults.get(arg.type_attr)
        if dtype is not None and not arg.is_ref:
            dtype = dtype.base_dtype
        tensors = self._convert_list(arg, values, dtype, preferred)
        if arg.number_attr is not None:
            self._number(arg, len(tensors), attrs)
        kinds = [tensor.dtype.base_dtype for tensor in tensors]
        if arg.type_attr is not None:
            self._one_type(arg, kinds, attrs, sources)
        elif arg.type_list_attr is not None:
            attrs[arg.type_list_attr] = kinds
            attr = self.attr_by_name[arg.type_list_attr]
            for kind in kinds:
                attr_values.check_type(kind, attr, arg.name)
            if attr.minimum is not None and len(kinds) < attr.minimum:
                raise ValueError(f"Attr '{attr.name}' of '{self.name}' Op passed list of length {len(kinds)} less than "
                                 f"minimum {attr.minimum}.")
        if arg.is_ref and not all(tensor.dtype._is_ref_dtype for tensor in tensors):
            raise TypeError(f"'{self.name}' Op requires that input '{arg.name}' be a mutable tensor (e.g.: a tf.Variable)")
        inputs.extend(tensors)

    def _convert_list(self, arg: Arg, values: Any, dtype: DType | None, preferred: DType | None) -> list[Tensor]:
        try:
            tensors = convert_n(values, dtype, arg.name, arg.is_ref, preferred)
            kinds = {tensor.dtype.base_dtype for tensor in tensors}
        except (TypeError, ValueError):
            kinds = set()
            tensors = []
        if tensors and (len(kinds) <= 1 or arg.type_list_attr is not None):
            return tensors
        if not values:
            return []
        raise self._list_error(arg, values, dtype)

    def _list_error(self, arg: Arg, values: Any, dtype: DType | None) -> TypeError:
        observed = [getattr(convert_or_none(v, arg.is_ref), "dtype", None) for v in values]
        names = [kind.base_dtype.name if kind is not None else "<NOT CONVERTIBLE TO TENSOR>" for kind in observed]
        prefix = f"Tensors in list passed to '{arg.name}' of '{self.name}' Op have types [{', '.join(names)}]"
        if arg.number_attr is not None:
            if dtype is not None and arg.dtype is not None:
                return TypeError(f"{prefix} that do not match expected type {dtype.name}.")
            return TypeError(f"{prefix} that don't all match.")
        return TypeError(f"{prefix} that are invalid. Tensors: {values}")

    def _number(self, arg: Arg, count: int, attrs: dict[str, Any]) -> None:
        name = arg.number_attr or ""
        if name not in attrs:
            attrs[name] = count
            minimum = self.attr_by_name[name].minimum
            if minimum is not None and count < minimum:
                raise ValueError(f"List argument '{arg.name}' to '{self.name}' Op with length {count} shorter than "
                                 f"minimum length {minimum}.")

    def _one_type(self, arg: Arg, kinds: list[DType], attrs: dict[str, Any], sources: dict[str, str]) -> None:
        attr = self.attr_by_name[arg.type_attr or ""]
        if not kinds:
            default = attrs.get(attr.name) or self.type_defaults.get(attr.name)
            if default is None:
                raise TypeError(f"Don't know how to infer type variable from empty input list passed to input "
                                f"'{arg.name}' of '{self.name}' Op.")
            attrs[attr.name] = default
            return
        if attr.name not in attrs:
            attr_values.check_type(kinds[0], attr, arg.name)
            attrs[attr.name] = kinds[0]
            sources[attr.name] = arg.name
        elif attrs[attr.name] is not kinds[0]:
            names = ", ".join(kind.name for kind in kinds)
            raise TypeError(f"Tensors in list passed to '{arg.name}' of '{self.name}' Op have types [{names}] that don't "
                            f"match type {attrs[attr.name].name} of argument '{sources[attr.name]}'.")

    def _made_attrs(self, given: dict[str, Any]) -> dict[str, Any]:
        """The explicit attrs, and those that are given though the inputs have them."""
        found: dict[str, Any] = {}
        for key in self.explicit:
            attr = self.attr_by_name[key]
            value = given.get(key)
            if key not in given and attr.default is REQUIRED:
                if attr.kind != "shape":
                    raise TypeError(f"No argument for attr {key}")
                found[key] = None
            elif key not in given or (value is None and attr.kind != "shape" and attr.default is not REQUIRED):
                found[key] = attr.default
            else:
                found[key] = attr_values.made(value, attr, self.function)
        for key in self.inferred:
            if key in given:
                found[key] = attr_values.made(given[key], self.attr_by_name[key], self.function)
        for key in given:
            if key not in self.attr_by_name and key not in self.parameters and key not in self.elsewhere:
                raise TypeError(f"apply_op() got unexpected keyword arguments: {key}")
        return found

    def _set_attrs(self, made: dict[str, Any], attrs: dict[str, Any]) -> None:
        for key, value in made.items():
            if key in attrs:
                continue
            attr = self.attr_by_name[key]
            if (attr.allowed is not None or attr.minimum is not None) and value is not attr.default:
                attr_values.check(value, attr, self.name)
            attrs[key] = value


def convert_or_none(value: Any, as_ref: bool) -> Tensor | None:
    try:
        return convert(value, as_ref=as_ref)
    except (TypeError, ValueError):
        return None


def _outputs_type(definition: OpDef) -> Any:
    """The named tuple that a wrapper of several outputs returns."""
    if len(definition.outputs) < 2:
        return None
    return exposed(namedtuple(definition.name, [arg.name for arg in definition.outputs]))  # type: ignore[misc]


def _inferred(inputs: tuple[Arg, ...]) -> dict[str, None]:
    found: dict[str, None] = {}
    for arg in inputs:
        for name in (arg.number_attr, arg.type_attr, arg.type_list_attr):
            if name is not None:
                found[name] = None
    return found


def graph_of(given: dict[str, Any]) -> Graph | None:
    """The graph of the tensors among the arguments; ValueError where they are of several.

    In the body of a function it is the body, which brings other tensors in.
    """
    current = stack.default_graph()
    if current.function is not None:
        return current
    graph: Graph | None = None
    first: Any = None
    for value in given.values():
        for item in value if type(value) in (list, tuple) else (value,):
            element = _graph_element(item)
            if element is None:
                continue
            if graph is None:
                graph, first = element.graph, element
            elif element.graph is not graph:
                raise ValueError(f"{element} must be from the same graph as {first}.")
    return graph


_WITHOUT_GRAPH: set[type] = {int, float, bool, str, type(None), DType}


def _graph_element(item: Any) -> Tensor | Operation | None:
    """The tensor or op that a value is or stands for; None where it has no graph."""
    kind = type(item)
    if kind is Tensor:
        return item  # type: ignore[no-any-return]
    if kind in _WITHOUT_GRAPH:
        return None
    stands_for = getattr(item, "as_graph_element_tensor", None)
    item = item if stands_for is None else stands_for
    return item if isinstance(item, (Tensor, Operation)) else None


def output_types(definition: OpDef, attrs: dict[str, Any]) -> list[DType]:
    """The dtypes of an op's outputs, from its attrs."""
    found: list[DType] = []
    for arg in definition.outputs:
        if arg.type_list_attr is not None:
            found.extend(attrs[arg.type_list_attr])
            continue
        dtype = arg.dtype or attrs[arg.type_attr or ""]
        if arg.is_ref:
            dtype = dtype._ref
        found.extend([dtype] * (attrs[arg.number_attr] if arg.number_attr is not None else 1))
    return found


def create(graph: Graph, op_type: str, name: str, inputs: list[Tensor], attrs: dict[str, Any],
           builder: Builder | None = None) -> Operation:
    """Add an op with inferred shapes; `name` with a trailing slash is verbatim. ValueError for a shape error."""
    if graph.finalized:
        raise RuntimeError("Graph is finalized and cannot be modified.")
    builder = builder or builder_of(op_type)
    if graph.function is not None:
        inputs = [tensor if tensor.graph is graph else graph.function.capture(tensor) for tensor in inputs]
    dtypes = output_types(builder.definition, attrs)
    if graph.container and attrs.get("container") == "" and builder.definition.stateful:
        attrs["container"] = graph.container
    final = graph.op_name(name)
    shapes = infer_shapes(builder, graph, final, inputs, attrs, len(dtypes))
    if builder.ref_inputs:
        op = _beside_refs(graph, builder, op_type, final, inputs, attrs, dtypes, shapes)
    else:
        op = graph.add(op_type, final, inputs, attrs, dtypes, shapes)
    if unseen.KEY in graph.extra:
        unseen.hand_on(op)
    return op


def _beside_refs(graph: Graph, builder: Builder, op_type: str, name: str, inputs: list[Tensor], attrs: dict[str, Any],
                 dtypes: list[DType], shapes: list[Dims]) -> Operation:
    """Ops with reference inputs are colocated with them (op_def_library.py, _MaybeColocateWith)."""
    old, devices = graph.colocation_stack, graph.device_stack
    # as TensorFlow pairs them: a list of inputs counts as its first
    arguments = zip(builder.definition.inputs, inputs, strict=False)
    graph.colocation_stack = [*old, *(tensor.op for arg, tensor in arguments if arg.is_ref)]
    graph.device_stack = []
    try:
        return graph.add(op_type, name, inputs, attrs, dtypes, shapes)
    finally:
        graph.colocation_stack, graph.device_stack = old, devices


def infer_shapes(builder: Builder, graph: Graph, name: str, inputs: list[Tensor], attrs: dict[str, Any],
                 outputs: int) -> list[Dims]:
    """The shapes of an op's outputs; ValueError with TensorFlow's text where they clash."""
    if builder.shape_function is None:
        return [None] * outputs
    known = {**builder.elsewhere, **attrs} if builder.elsewhere else attrs
    context = InferenceContext(builder.name, inputs, known, outputs, graph.release)
    try:
        shapes = infer(builder.shape_function, context)
    except ShapeError as error:
        unnamed = isinstance(error, symbols.UnnamedShapeError)
        failure = ValueError(str(error) if unnamed else context.error_text(str(error), name))
        failure.shape_error = error  # type: ignore[attr-defined]
        failure.operation = (builder.name, inputs, attrs)  # type: ignore[attr-defined]
        raise failure from None
    if context.silent is not None:
        graph.extra.setdefault("silent_clashes", {})[name] = context.silent
    return shapes


def builder_of(op_type: str) -> Builder:
    """The builder of an op type in the release of the trace. KeyError where no release has it."""
    return _builder(op_type, stack.world.release.version)


@cache
def _builder(op_type: str, version: Version) -> Builder:
    definition = opdef.of_release(op_type, version)
    if definition is None:
        raise KeyError(op_type)
    return Builder(definition)
