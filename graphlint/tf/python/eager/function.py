"""Functions called by PartitionedCall: `tf.contrib.eager.defun` (eager/function.py), in graph mode.

Each combination of argument dtypes, shapes and Python values is traced once. Not here: AutoGraph, and the functions of
gradients.
"""

from __future__ import annotations

import functools
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import building
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.func_graph import FuncGraph, func_graph_from_py_func, uid
from graphlint.tf.python.framework.graph_scopes import outermost
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.framework.tensor_spec import TensorSpec
from graphlint.tf.python.ops.resource_variable_ops import BaseResourceVariable
from graphlint.tf.python.util import nest

from .function_spec import FunctionSpec

# what TensorFlow writes on a machine without GPU: devices, and rewriters off
_CONFIG_PROTO = "\n\x07\n\x03GPU\x10\x00\n\x07\n\x03CPU\x10\x012\x02J\x008\x01"
_DISABLED_REWRITER = "R\x05R\x03\x98\x01\x01"


@exposed
class ConcreteFunction:
    """One trace of a function, which can be called."""

    def __init__(self, body: FuncGraph) -> None:
        self._body = body

    @property
    def name(self) -> str:
        return self._body.name

    @property
    def inputs(self) -> list[Tensor]:
        return [*self._body.inputs, *self._body.captures.values()]

    @property
    def outputs(self) -> list[Tensor]:
        return list(self._body.outputs)

    @property
    def captured_inputs(self) -> list[Tensor]:
        return self._body.captured

    @property
    def structured_outputs(self) -> Any:
        return self._body.structured_outputs

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        names = [tensor.op.attrs.get("_user_specified_name") for tensor in self._body.inputs]
        values = [*args, *(kwargs[name] for name in names[len(args) :] if name in kwargs)]
        if len(values) != len(names):
            raise TypeError(f"Expected {len(names)} arguments, got {len(values)}")
        return self.called(values)

    def called(self, values: Any) -> Any:
        """The op that calls the function with what is a tensor or variable of these values."""
        body = self._body
        body.gradient_name = body.gradient_name or f"PartitionedCall-{uid()}"
        flat = [value.handle if isinstance(value, BaseResourceVariable) else value for value in values if is_passed(value)]
        with ops.control_dependencies(list(body.control_captures)):
            op = _call_op(body, list(dict.fromkeys(flat)) if any(t.dtype.name == "resource" for t in flat) else flat)
        outputs = iter(op.outputs)
        if body.structured_outputs is None:
            return op
        return nest.map_structure(lambda value: None if value is None else _result(value, next(outputs)),
                                  body.structured_outputs, expand_composites=True)


def _result(value: Any, output: Tensor) -> Any:
    from graphlint.tf.python.ops.tensor_array_ops import with_flows  # noqa: PLC0415 - arrays ask functions

    return with_flows([value], [output])[0]


def _call_op(body: FuncGraph, values: list[Tensor]) -> Operation:
    op_type = "StatefulPartitionedCall" if body.is_stateful() else "PartitionedCall"
    arguments = {"args": [*values, *body.captured], "Tout": [tensor.dtype for tensor in body.outputs], "f": body,
                 "config": "", "config_proto": _CONFIG_PROTO if body.outputs else _DISABLED_REWRITER, "executor_type": ""}
    op = building.builder_of(op_type).build((), arguments, None if body.outputs else "PartitionedFunctionCall")
    op.attrs["_gradient_op_type"] = body.gradient_name
    for tensor, inner in zip(op.outputs, body.outputs, strict=True):
        tensor.dims = inner.dims
    return op


def is_passed(value: Any) -> bool:
    return isinstance(value, (Tensor, BaseResourceVariable))


@exposed
class Function:
    """A Python function as functions of the graph."""

    def __init__(self, python_function: Any, name: Any = None, input_signature: Any = None) -> None:
        if not callable(python_function):
            raise TypeError(f"{python_function!r} is not a callable object")
        self._python_function = python_function
        self._name = name or getattr(python_function, "__name__", type(python_function).__name__)
        self._spec = FunctionSpec(python_function, input_signature)
        self._traced: dict[Any, ConcreteFunction] = {}
        self._bound: dict[int, tuple[Any, Function]] = {}

    @property
    def python_function(self) -> Any:
        return self._python_function

    @property
    def input_signature(self) -> Any:
        return self._spec.input_signature

    @property
    def function_spec(self) -> FunctionSpec:
        return self._spec

    def __get__(self, instance: Any, owner: Any) -> Any:
        """A method has traces of its own for each object."""
        if instance is None:
            return self
        if id(instance) not in self._bound:
            self._bound[id(instance)] = instance, self._of(instance)
        return self._bound[id(instance)][1]

    def _of(self, instance: Any) -> Function:
        function = self._python_function
        method = function.__get__(instance) if hasattr(function, "__get__") else functools.partial(function, instance)
        return type(self)(method, self._name, self._spec.input_signature)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        args, kwargs = self._spec.canonicalize_function_inputs(*args, **kwargs)
        flat = nest.flatten((args, kwargs), expand_composites=True)
        return self.concrete(args, kwargs).called(flat)

    def get_concrete_function(self, *args: Any, **kwargs: Any) -> ConcreteFunction:
        """A trace for arguments, or for specs of them."""
        if self._spec.input_signature is not None:
            return self.concrete(self._spec.input_signature, {})
        return self.concrete(*self._spec.canonicalize_function_inputs(*args, **kwargs))

    _get_concrete_function_internal = get_concrete_function

    def concrete(self, args: Any, kwargs: Any) -> ConcreteFunction:
        """The trace for these arguments, made where there is none."""
        args = self._spec.input_signature or args
        flat = nest.flatten((args, kwargs), expand_composites=True)
        graph = stack.default_graph()
        key = (outermost(graph), tuple(graph.colocation_stack), *map(_key, flat), *sorted(kwargs))
        if key not in self._traced:
            body = func_graph_from_py_func(self._name, *self._over_placeholders(args, kwargs, flat))
            self._traced[key] = ConcreteFunction(body)
        return self._traced[key]

    def _over_placeholders(self, args: Any, kwargs: Any, flat: list[Any]) -> tuple[Any, list[tuple[Any, ...]]]:
        """The function of the tensors among its arguments, and what these are like."""
        named = [*zip(args, self._spec.names(len(args)), strict=True), *((kwargs[name], name) for name in sorted(kwargs))]
        names = [name for value, name in named for _ in nest.flatten(value, expand_composites=True)]
        specs = [_argument(value, name) for value, name in zip(flat, names, strict=True) if _is_argument(value)]

        def run(*placeholders: Any) -> Any:
            left = iter(placeholders)
            filled = [next(left) if _is_argument(value) else value for value in flat]
            inner_args, inner_kwargs = nest.pack_sequence_as((args, kwargs), filled, expand_composites=True)
            return self._python_function(*inner_args, **inner_kwargs)

        return run, specs


def _is_argument(value: Any) -> bool:
    return isinstance(value, (Tensor, TensorSpec, BaseResourceVariable))


def _argument(value: Any, name: str) -> tuple[Any, ...]:
    if isinstance(value, BaseResourceVariable):
        return value, None, name
    if isinstance(value, TensorSpec):
        return value.dtype, value.shape, value.name or name
    return value.dtype.base_dtype, from_dims(value.dims), name


def _key(value: Any) -> Any:
    """What tells traces apart: dtype and shape of tensors, the identity of anything else."""
    if isinstance(value, Tensor):
        return value.dtype, str(from_dims(value.dims))
    if isinstance(value, TensorSpec):
        return value.dtype, str(value.shape)
    return value if isinstance(value, (int, float, str, bool, type(None))) else id(value)


def defun(func: Any = None, input_signature: Any = None, autograph: bool = True,
          experimental_autograph_options: Any = None, experimental_relax_shapes: bool = False) -> Any:
    """A decorator."""
    if func is None:
        return functools.partial(defun, input_signature=input_signature)
    return Function(func, input_signature=input_signature)


def defun_with_attributes(func: Any = None, input_signature: Any = None, attributes: Any = None, autograph: bool = True,
                          experimental_autograph_options: Any = None, experimental_relax_shapes: bool = False) -> Any:
    """`defun`, with a name for the function among the attributes."""
    name = (attributes or {}).get("func_name")

    def decorated(function: Any) -> Function:
        return Function(function, name, input_signature)

    return decorated if func is None else decorated(func)
