"""Graph, Operation and Tensor: what a trace builds.

Knows names, control dependencies, colocation, devices, collections and provenance. Knows no op types, no shape rules and
no Python API; the operators and methods that need those are installed by `graphlint.tf`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from shapecalc import Dim

from . import devices, provenance
from .dtypes import DType
from .names import VALID_OP_NAME, Names
from .releases import NEWEST, Release

Dims = tuple[Dim, ...] | None


class ControlFlowContext(Protocol):
    """What a graph asks of a `cond` or `while` context."""

    def add_op(self, op: Operation) -> None:
        """Take in a new op: lead its inputs into the context, mend its control inputs."""

    def check_use(self, op: Operation, producer: Operation) -> None:
        """ValueError where `op` may not read an output of `producer`, an op of this context."""


class Tensor:
    """One output of an op. `dims` is its shape: a tuple of int (known to TensorFlow) or Expr (shown as `?`), or None."""

    # __dict__: scripts put attributes of their own on tensors
    __slots__ = ("__dict__", "__weakref__", "_extra", "consuming", "dims", "dtype", "op", "value_index")

    def __init__(self, op: Operation, value_index: int, dtype: DType, dims: Dims) -> None:
        self.op = op
        self.value_index = value_index
        self.dtype = dtype
        self.dims = dims
        self.consuming: list[Operation] = []
        self._extra: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        return f"{self.op.name}:{self.value_index}"

    @property
    def graph(self) -> Graph:
        return self.op.graph

    @property
    def device(self) -> str:
        return self.op.device

    def consumers(self) -> list[Operation]:
        return list(self.consuming)

    if TYPE_CHECKING:
        # what graphlint.tf installs
        shape: Any

        def get_shape(self) -> Any: ...
        def set_shape(self, shape: Any) -> None: ...
        def _operator(self, other: Any = None) -> Any: ...

        __getitem__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _operator
        __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _operator
        __pow__ = __rpow__ = __matmul__ = __rmatmul__ = __neg__ = __abs__ = __invert__ = _operator
        __and__ = __or__ = __xor__ = __lt__ = __le__ = __gt__ = __ge__ = _operator


class Operation:
    """A node of a graph. `attrs` holds plain Python and numpy values under TensorFlow's attr names."""

    __slots__ = (
        "__weakref__",
        "attrs",
        "chain",
        "control_flow_context",
        "control_inputs",
        "device",
        "folded",
        "graph",
        "inputs",
        "name",
        "outputs",
        "type",
    )

    def __init__(
        self,
        graph: Graph,
        op_type: str,
        name: str,
        inputs: list[Tensor],
        attrs: dict[str, Any],
        control_inputs: list[Operation],
        dtypes: Iterable[DType],
        shapes: Iterable[Dims],
        chain: provenance.Chain | None = None,
    ) -> None:
        self.graph = graph
        self.type = op_type
        self.name = name
        self.inputs = inputs
        self.attrs = attrs
        self.control_inputs = control_inputs
        self.device = ""
        self.chain = provenance.capture() if chain is None else chain
        self.control_flow_context: Any = None
        self.folded: Any = None
        self.outputs: list[Tensor] = []
        for dtype, dims in zip(dtypes, shapes, strict=True):
            self.outputs.append(Tensor(self, len(self.outputs), dtype, dims))
        for tensor in inputs:
            tensor.consuming.append(self)

    def colocation_groups(self) -> list[str]:
        """The `loc:@name` entries of this op, or its own where it has none."""
        groups = self.attrs.get("_class")
        if groups is None:
            return [f"loc:@{self.name}"]
        return [group for group in groups if group.startswith("loc:@")] or [f"loc:@{self.name}"]

    def update_input(self, index: int, tensor: Tensor) -> None:
        """Replace one input (control flow contexts do)."""
        old = self.inputs[index]
        self.inputs[index] = tensor
        if self in old.consuming:
            old.consuming.remove(self)
        tensor.consuming.append(self)

    def add_control_inputs(self, ops: Iterable[Operation]) -> None:
        for op in ops:
            if op not in self.control_inputs:
                self.control_inputs.append(op)


class ControlDependencies:
    """One `control_dependencies` block: its ops, and the ops made inside it (which need no second edge)."""

    __slots__ = ("ops", "seen")

    def __init__(self, ops: list[Operation]) -> None:
        self.ops = ops
        self.seen: set[Operation] = set()


class FunctionBody(Protocol):
    """What a graph asks of the function whose body it is."""

    outer_graph: Graph
    # ops of other graphs that ops of the body should wait for
    control_captures: dict[Operation, None]

    def capture(self, tensor: Tensor) -> Tensor:
        """What stands inside for a tensor of another graph."""

    def outside(self, captured: Tensor) -> Tensor | None:
        """The other graph's tensor that a placeholder inside stands for."""


class Creation:
    """What a new graph asks of the trace: which release it is of, and who keeps the list of graphs (set by `stack`)."""

    release: Callable[[], Release] = staticmethod(lambda: Release(NEWEST))
    created: Callable[[Graph], None] = staticmethod(lambda graph: None)


class Graph:
    """The ops of one `tf.Graph`, in creation order, with all the state that decides their names.

    The body of a function is a graph too: `function` says whose, and brings tensors of other graphs in.
    """

    def __init__(self, release: Release | None = None, function: FunctionBody | None = None) -> None:
        self.release = release or Creation.release()
        self.function = function
        if function is None:
            Creation.created(self)
        self.ops: list[Operation] = []
        self.by_name: dict[str, Operation] = {}
        self.names = Names(self.release.case_insensitive_names)
        self.collections: dict[Any, list[Any]] = {}
        self.control_stack: list[ControlDependencies] = []
        self.colocation_stack: list[Operation] = []
        self.device_stack: list[Any] = []
        # the devices of each block around a `colocate_with` in force, and how many such blocks there were each time that
        # an init_scope or variable scope made the graph the default one
        self.suspended_devices: list[list[Any]] = []
        self.default_entries: list[int] = []
        self.control_flow_context: Any = None
        self.extra: dict[str, Any] = {}
        self.seed: int | None = None
        self.finalized = False
        self.container = ""
        self.attr_scopes: dict[str, Any] = {}
        self.kernel_labels: dict[str, str] = {}
        self.gradient_overrides: dict[str, str] = {}
        self.functions: dict[str, Any] = {}
        self.burnt_ids = 0
        self.motifs: dict[Any, Any] = {}

    @contextmanager
    def name_scope(self, name: str | None) -> Iterator[str]:
        """Open a name scope for a `with` block; yields its string (`a/b/`)."""
        old = self.names.scope
        try:
            yield self.names.enter(name)
        finally:
            self.names.scope = old

    def add(
        self,
        op_type: str,
        name: str,
        inputs: list[Tensor],
        attrs: dict[str, Any],
        dtypes: Iterable[DType],
        shapes: Iterable[Dims],
    ) -> Operation:
        """Create an op under its final `name`, with the control inputs, colocation and device of the current scopes."""
        if name in self.by_name:
            text = "Duplicate node name in graph: '{}'" if self.release.duplicate_node_text else (
                "cannot add op with name {} as that name is already used"
            )
            raise ValueError(text.format(name))
        control = self.control_inputs_for(inputs) if self.control_stack else []
        op = Operation(self, op_type, name, inputs, attrs, control, dtypes, shapes)
        context = op.control_flow_context = self.control_flow_context
        early = context is None or self.release.function_ops_before_inputs
        if early:
            self.ops.append(op)
            self.by_name[name] = op
        for tensor in inputs:
            producer = tensor.op.control_flow_context
            if producer is not None and producer is not context:
                producer.check_use(op, tensor.op)
        if context is not None:
            context.add_op(op)
        if not early:
            self.ops.append(op)
            self.by_name[name] = op
        self._place(op)
        self.mark_seen(op)
        return op

    def mark_seen(self, op: Operation) -> None:
        """Note for each block of control dependencies that `op` waits for it."""
        for block in self.control_stack:
            block.seen.add(op)

    def _place(self, op: Operation) -> None:
        if self.device_stack:
            devices.apply(self.device_stack, op)
        if self.attr_scopes:
            for key, value in self.attr_scopes.items():
                op.attrs.setdefault(key, value(op) if callable(value) else value)
        if op.type in self.kernel_labels:
            op.attrs["_kernel"] = self.kernel_labels[op.type]
        if op.type in self.gradient_overrides:
            op.attrs["_gradient_op_type"] = self.gradient_overrides[op.type]
        if self.colocation_stack:
            groups: list[str] = []
            for target in self.colocation_stack:
                groups += target.colocation_groups()
                if target.device:
                    op.device = target.device
            op.attrs["_class"] = sorted(set(groups)) if len(groups) > 1 else groups

    def control_inputs_for(self, inputs: list[Tensor]) -> list[Operation]:
        """Control inputs of a new op: those of each block, unless a data input was made inside that block."""
        input_ops = {tensor.op for tensor in inputs}
        found: list[Operation] = []
        for block in self.control_stack:
            if not block.seen.isdisjoint(input_ops):
                continue
            for op in block.ops:
                if op not in input_ops and op not in found:
                    found.append(op)
        return found

    def op_name(self, name: str) -> str:
        """The final, unique name of an op asked for as `name`; ValueError where it is not valid."""
        final = self.names.op_name(name)
        if not VALID_OP_NAME.match(final):
            raise ValueError(f"'{final}' is not a valid node name")
        return final

    def unique_name(self, name: str, mark_as_used: bool = True) -> str:
        return self.names.unique(name, mark_as_used)

    # --- collections ------------------------------------------------------------------------------------------------

    def add_to_collection(self, name: Any, value: Any) -> None:
        self.collections.setdefault(name, []).append(value)

    def add_to_collections(self, names: Any, value: Any) -> None:
        """As TensorFlow: a string is one name, other iterables are several, each taken once."""
        keys = (names,) if isinstance(names, str) else dict.fromkeys(names)
        for key in keys:
            self.add_to_collection(key, value)

    def get_collection_ref(self, name: Any) -> list[Any]:
        return self.collections.setdefault(name, [])
