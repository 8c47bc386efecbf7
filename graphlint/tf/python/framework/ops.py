"""Name scopes, control dependencies, devices, colocation, graph elements, collections (framework/ops.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import ControlDependencies, Graph, Operation, Tensor
from graphlint.sandbox.budget import TraceStopped
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import building, patterns
from graphlint.tf.convert import convert, convert_n, optional_dtype
from graphlint.tf.made_names import name_for, spelled

from .indexed_slices import IndexedSlices
from .indexed_slices import convert_to_tensor_or_indexed_slices as convert_to_tensor_or_indexed_slices
from .registrations import RegisterGradient as RegisterGradient
from .registrations import RegisterShape as RegisterShape
from .registrations import RegisterStatistics as RegisterStatistics
from .registrations import no_gradient as no_gradient
from .registrations import register_tensor_conversion_function as register_tensor_conversion_function

__all__ = ["Graph", "GraphKeys", "IndexedSlices", "Operation", "Tensor"]

# in `Graph.extra`: what the graph holds was read from a file
UNKNOWN_CONTENT = "unknown_content"

get_default_graph = stack.default_graph


@exposed
class name_scope:  # noqa: N801 - TensorFlow's name
    """`tf.name_scope(name, default_name=None, values=None)`."""

    __slots__ = ("_first", "_graph", "_last", "_name", "_old", "_opened", "_pushed", "_values", "_wanted")

    def __init__(self, name: Any, default_name: Any = None, values: Any = None) -> None:
        if stack.default_graph().release.name_scope_checks_default:
            _checked_default(default_name)
        self._wanted = name, default_name
        self._name = default_name if name is None else name
        self._values = values
        self._pushed = False

    @property
    def name(self) -> Any:
        return self._name

    def entered(self) -> tuple[Graph, str, int, int] | None:
        """For rules: the graph, the scope that was opened, and the range of ops made inside; None before the end."""
        if not hasattr(self, "_last"):
            return None
        return self._graph, self._opened, self._first, self._last

    def __enter__(self) -> str:
        if self._name is None and self._values is not None:
            raise ValueError("At least one of name ({}) and default_name ({}) must be provided.".format(*self._wanted))
        graph = stack.default_graph()
        if self._values:
            found = building.graph_of({"values": list(self._values)})
            if found is not None and found is not graph:
                graph = found
                stack.world.stack.append(graph)
                self._pushed = True
        self._name = name_for(self._name)
        if self._name is not None and not isinstance(self._name, str):
            raise TypeError("expected string or bytes-like object")
        self._graph, self._old = graph, graph.names.scope
        self._first = len(graph.ops)
        self._opened = graph.names.enter(self._name)
        return self._opened

    def __exit__(self, *exc: object) -> None:
        self._graph.names.scope = self._old
        self._last = len(self._graph.ops)
        if self._pushed:
            stack.world.stack.remove(self._graph)


def _checked_default(default_name: Any) -> None:
    """TypeError for `name_scope("a", [x])`, where the values stand in the default name's place."""
    if default_name is not None and not isinstance(default_name, str | Unknown):
        raise TypeError(
            f"`default_name` type ({type(default_name)}) is not a string type. You likely meant to pass this into the "
            "`values` kwarg."
        )


def convert_to_tensor(value: Any, dtype: Any = None, name: Any = None, as_ref: bool = False, preferred_dtype: Any = None,
                      dtype_hint: Any = None, **kwargs: Any) -> Tensor:
    """`tf.convert_to_tensor` in both of its signatures."""
    return convert(value, optional_dtype(dtype), name, as_ref, optional_dtype(preferred_dtype or dtype_hint))


def convert_to_tensor_v2(value: Any, dtype: Any = None, dtype_hint: Any = None, name: Any = None) -> Tensor:
    return convert(value, optional_dtype(dtype), name, False, optional_dtype(dtype_hint))


internal_convert_to_tensor = convert_to_tensor


def convert_n_to_tensor(values: Any, dtype: Any = None, name: Any = None, preferred_dtype: Any = None) -> list[Tensor]:
    return convert_n(values, optional_dtype(dtype), name, False, optional_dtype(preferred_dtype))


convert_to_tensor_or_composite = convert_to_tensor_or_indexed_slices
internal_convert_to_tensor_or_composite = convert_to_tensor_or_indexed_slices
internal_convert_to_tensor_or_indexed_slices = convert_to_tensor_or_indexed_slices


def is_composite(value: Any) -> bool:
    """SparseTensor, RaggedTensor, IndexedSlices."""
    return bool(getattr(type(value), "is_composite_tensor", False))


def is_dense_tensor_like(value: Any) -> bool:
    return isinstance(value, Tensor) or bool(getattr(type(value), "is_tensor_like", False))


def element_of(value: Any) -> Tensor | Operation | None:
    """The Tensor or Operation that stands for a graph element (a variable's, a collective's), else None."""
    if isinstance(value, (Tensor, Operation)):
        return value
    convert_element = getattr(value, "as_graph_element", None)
    return convert_element() if convert_element is not None else None


def op_of(value: Any) -> Operation:
    """The op that a control dependency on `value` waits for. TypeError where it isn't one."""
    if isinstance(value, Operation):
        return value
    if isinstance(value, Tensor):
        return value.op
    direct = getattr(value, "control_op", None)
    if direct is not None:
        return direct  # type: ignore[no-any-return]
    found = graph_element(stack.default_graph(), value)
    return found.op if isinstance(found, Tensor) else found


def graph_element(graph: Graph, obj: Any, allow_tensor: bool = True, allow_operation: bool = True) -> Any:
    """`Graph.as_graph_element`: a tensor or operation by object or by name; TypeError, ValueError, KeyError as TensorFlow."""
    kinds = " or ".join(kind for kind, allowed in (("Tensor", allow_tensor), ("Operation", allow_operation)) if allowed)
    found = element_of(obj)
    if found is not None:
        obj = found
    if isinstance(obj, bytes):
        obj = obj.decode("utf8")
    if isinstance(obj, str):
        return _named_element(graph, obj, allow_tensor, allow_operation)
    if (isinstance(obj, Tensor) and allow_tensor) or (isinstance(obj, Operation) and allow_operation):
        if obj.graph is not graph:
            raise ValueError(f"{'Tensor' if isinstance(obj, Tensor) else 'Operation'} {obj} is not an element of this graph.")
        return obj
    raise TypeError(f"Can not convert a {type(obj).__name__} into a {kinds}.")


def _named_element(graph: Graph, name: str, allow_tensor: bool, allow_operation: bool) -> Any:
    if ":" in name and allow_tensor:
        try:
            op_name, index_text = name.split(":")
            index = int(index_text)
        except ValueError:
            raise ValueError(f"The name {name!r} looks a like a Tensor name, but is not a valid one. Tensor names must be "
                             "of the form \"<op_name>:<output_index>\".") from None
        op = graph.by_name.get(op_name)
        if op is None and "unknown_content" in graph.extra:
            return Unknown("an element of an imported graph whose file isn't read", text=f"imported {name}")
        if op is None:
            raise KeyError(f"The name {name!r} refers to a Tensor which does not exist. The operation, {op_name!r}, does "
                           "not exist in the graph.")
        if index >= len(op.outputs):
            raise KeyError(f"The name {name!r} refers to a Tensor which does not exist. The operation, {op_name!r}, "
                           f"exists but only has {len(op.outputs)} outputs.")
        return op.outputs[index]
    if ":" in name:
        raise ValueError(f"Name {name!r} appears to refer to a Tensor, not a Operation.")
    if allow_operation:
        if name not in graph.by_name and "unknown_content" in graph.extra:
            return Unknown("an element of an imported graph whose file isn't read", text=f"imported {name}")
        if name not in graph.by_name:
            raise KeyError(f"The name {name!r} refers to an Operation not in the graph.")
        return graph.by_name[name]
    if name in graph.by_name:
        raise ValueError(f"The name {name!r} refers to an Operation, not a Tensor. Tensor names must be of the form "
                         "\"<op_name>:<output_index>\".")
    raise ValueError(f"The name {name!r} looks like an (invalid) Operation name, not a Tensor. Tensor names must be of the "
                     "form \"<op_name>:<output_index>\".")


def control_dependencies(control_inputs: Any) -> Any:
    """`tf.control_dependencies`; None clears those in force."""
    return graph_control_dependencies(stack.default_graph(), control_inputs)


@exposed
class graph_control_dependencies:  # noqa: N801 - used as a function
    """`Graph.control_dependencies`: a block whose ops wait for others; None lifts out of all blocks and loops."""

    __slots__ = ("_context", "_graph", "_new", "_stack")

    def __init__(self, graph: Graph, control_inputs: Any) -> None:
        self._graph = graph
        self._new: ControlDependencies | None = None
        if control_inputs is None:
            return
        waiting = {op for block in graph.control_stack for op in block.ops}
        found: list[Operation] = []
        for item in _listed(control_inputs):
            op = op_of(item)
            if op not in waiting and (graph.function is None or op.graph is graph):
                waiting.add(op)
                found.append(op)
        self._new = ControlDependencies(found)

    def __enter__(self) -> None:
        graph = self._graph
        self._stack, self._context = graph.control_stack, graph.control_flow_context
        if self._new is None:
            graph.control_stack, graph.control_flow_context = [], None
        else:
            graph.control_stack = [*graph.control_stack, self._new]

    def __exit__(self, *exc: object) -> None:
        self._graph.control_stack, self._graph.control_flow_context = self._stack, self._context


def _listed(values: Any) -> Iterable[Any]:
    if isinstance(values, (Tensor, Operation)):
        raise TypeError(f"'{type(values).__name__}' object is not iterable" if isinstance(values, Operation) else
                        "Tensor objects are only iterable when eager execution is enabled. To iterate over this tensor "
                        "use tf.map_fn.")
    return values  # type: ignore[no-any-return]


def device(device_name_or_function: Any) -> Any:
    return graph_device(stack.default_graph(), device_name_or_function)


device_v2 = device


def get_default_session() -> Any:
    """The innermost session that is a default one, None outside of any."""
    sessions: Any = stack.world.notes.get("sessions")
    return sessions[-1] if sessions else None


@exposed
class graph_device:  # noqa: N801 - used as a function
    """`Graph.device`: ops made inside get a device, or go through a device function."""

    __slots__ = ("_entry", "_graph", "_old")

    def __init__(self, graph: Graph, device_name_or_function: Any) -> None:
        # ops under a device that isn't known are shown without one
        spec = "" if isinstance(device_name_or_function, Unknown) else device_name_or_function
        to_string = None if spec is None or isinstance(spec, str) else getattr(spec, "to_string", None)
        self._entry = to_string() if to_string is not None and not callable(spec) else spec
        self._graph = graph

    def __enter__(self) -> None:
        self._old = self._graph.device_stack
        self._graph.device_stack = [*self._old, self._entry]

    def __exit__(self, *exc: object) -> None:
        self._graph.device_stack = self._old


def colocate_with(op: Any, ignore_existing: bool = False) -> Any:
    return graph_colocate_with(stack.default_graph(), op, ignore_existing)


_colocate_with = colocate_with


@contextmanager
def op_scope(values: Any, name: Any, default_name: Any = None) -> Iterator[str]:
    """The older order of name_scope's arguments."""
    with name_scope(name, default_name=default_name, values=values) as scope:
        yield scope


@exposed
class graph_colocate_with:  # noqa: N801 - used as a function
    """Ops inside carry `loc:@<op>`; devices in force outside are suspended. ValueError for None without ignoring."""

    __slots__ = ("_devices", "_graph", "_groups", "_ignore", "_target")

    def __init__(self, graph: Graph, op: Any, ignore_existing: bool = False) -> None:
        if op is None and not ignore_existing:
            raise ValueError("Trying to reset colocation (op is None) but ignore_existing is not True")
        self._graph = graph
        self._ignore = ignore_existing
        self._target = None if op is None else colocation_target(op)

    def __enter__(self) -> None:
        graph = self._graph
        self._groups, self._devices = graph.colocation_stack, graph.device_stack
        kept = [] if self._ignore else self._groups
        graph.colocation_stack = [*kept, self._target] if self._target is not None else list(kept)
        graph.device_stack = []

    def __exit__(self, *exc: object) -> None:
        self._graph.colocation_stack, self._graph.device_stack = self._groups, self._devices


def colocation_target(value: Any) -> Operation:
    handle = getattr(value, "handle", None)
    if isinstance(handle, Tensor):
        return handle.op
    return value.op if hasattr(value, "op") and not isinstance(value, Operation) else op_of(value)


@exposed
class init_scope:  # noqa: N801 - TensorFlow's name
    """Lift out of functions, control flow and control dependencies, keeping the name scope (graph mode)."""

    __slots__ = ("_context", "_graph", "_lifted", "_scope", "_stack")

    def __enter__(self) -> None:
        inner = graph = stack.default_graph()
        while graph.function is not None:
            graph = graph.function.outer_graph
        self._graph, self._lifted = graph, graph is not inner
        self._stack, self._context, self._scope = graph.control_stack, graph.control_flow_context, graph.names.scope
        graph.control_stack, graph.control_flow_context = [], None
        if self._lifted:
            graph.names.scope = inner.names.scope
            stack.world.stack.append(graph)

    def __exit__(self, *exc: object) -> None:
        graph = self._graph
        graph.control_stack, graph.control_flow_context, graph.names.scope = self._stack, self._context, self._scope
        if self._lifted:
            stack.world.stack.pop()


def get_name_scope() -> str:
    return stack.default_graph().names.scope


def name_from_scope_name(name: str) -> str:
    return name[:-1] if name and name[-1] == "/" else name


def strip_name_scope(name: str, export_scope: str | None) -> str:
    return name[len(export_scope) + 1 :] if export_scope and name.startswith(export_scope + "/") else name


def prepend_name_scope(name: str, import_scope: str | None) -> str:
    return f"{import_scope.rstrip('/')}/{name}" if import_scope else name


def disable_eager_execution() -> None:
    """Graph mode is what is predicted."""


def enable_eager_execution(config: Any = None, device_policy: Any = None, execution_mode: Any = None) -> None:
    """There is no graph to predict from here on, and what graph mode would refuse is no error."""
    raise TraceStopped("incomplete", "eager execution is not modelled")


def reset_default_graph() -> None:
    stack.reset_default()


def disable_tensor_equality() -> None:
    """Tensors are equal to themselves alone, as in 1.x."""


def executing_eagerly_outside_functions() -> bool:
    return False


def get_uid(prefix: str = "") -> int:
    counters: dict[str, int] = stack.default_graph().extra.setdefault("uids", {})
    counters[prefix] = counters.get(prefix, 0) + 1
    return counters[prefix]


def container(container_name: str) -> Any:
    return graph_container(stack.default_graph(), container_name)


@contextmanager
def graph_container(graph: Graph, container_name: str) -> Iterator[str]:
    old, graph.container = graph.container, container_name
    try:
        yield container_name
    finally:
        graph.container = old


@exposed
class GraphKeys:
    """The standard names of collections."""

    GLOBAL_VARIABLES = "variables"
    LOCAL_VARIABLES = "local_variables"
    METRIC_VARIABLES = "metric_variables"
    MODEL_VARIABLES = "model_variables"
    TRAINABLE_VARIABLES = "trainable_variables"
    SUMMARIES = "summaries"
    QUEUE_RUNNERS = "queue_runners"
    TABLE_INITIALIZERS = "table_initializer"
    ASSET_FILEPATHS = "asset_filepaths"
    MOVING_AVERAGE_VARIABLES = "moving_average_variables"
    REGULARIZATION_LOSSES = "regularization_losses"
    CONCATENATED_VARIABLES = "concatenated_variables"
    SAVERS = "savers"
    WEIGHTS = "weights"
    BIASES = "biases"
    ACTIVATIONS = "activations"
    UPDATE_OPS = "update_ops"
    LOSSES = "losses"
    SAVEABLE_OBJECTS = "saveable_objects"
    RESOURCES = "resources"
    LOCAL_RESOURCES = "local_resources"
    INIT_OP = "init_op"
    LOCAL_INIT_OP = "local_init_op"
    READY_OP = "ready_op"
    READY_FOR_LOCAL_INIT_OP = "ready_for_local_init_op"
    SUMMARY_OP = "summary_op"
    GLOBAL_STEP = "global_step"
    EVAL_STEP = "eval_step"
    TRAIN_OP = "train_op"
    COND_CONTEXT = "cond_context"
    WHILE_CONTEXT = "while_context"
    VARIABLES = "variables"
    _SUMMARY_COLLECTION = "_SUMMARY_V2"
    _STREAMING_MODEL_PORTS = "streaming_model_ports"


def add_to_collection(name: Any, value: Any) -> None:
    stack.default_graph().add_to_collection(name, value)


def add_to_collections(names: Any, value: Any) -> None:
    stack.default_graph().add_to_collections(names, value)


def get_collection_ref(key: Any) -> list[Any]:
    return stack.default_graph().get_collection_ref(key)


def get_collection(key: Any, scope: Any = None) -> list[Any]:
    return graph_collection(stack.default_graph(), key, scope)


def graph_collection(graph: Graph, key: Any, scope: Any = None) -> list[Any]:
    """A copy of a collection; `scope` is a regular expression that names must match from their start."""
    items = graph.collections.get(key, [])
    if not items and UNKNOWN_CONTENT in graph.extra and key not in vars(GraphKeys).values():
        return Unknown("the graph was read from a file", text=f"get_collection({key!r})")  # type: ignore[return-value]
    if scope is None:
        return list(items)
    matches = patterns.matcher(spelled(scope) if isinstance(scope, Unknown) else scope)
    return [item for item in items if hasattr(item, "name") and matches(item.name)]


def get_all_collection_keys() -> list[Any]:
    return [key for key in stack.default_graph().collections if isinstance(key, str)]
