"""The control edges that keep the stateful ops of a function in their order (framework/auto_control_deps.py).

Not here: Switches of resources, which the version 1 control flow of a function would make: functions have none.
"""

from __future__ import annotations

from types import TracebackType

from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.ops import opdef
from graphlint.tf import gen

# ops that may run at any time, though they have a state: collective ones, and random ones with an op seed
_FREE = frozenset({
    "CollectiveGather", "CollectiveReduce", "CollectiveBcastSend", "CollectiveBcastRecv", "NcclAllReduce", "RandomUniform",
    "RandomUniformInt", "RandomStandardNormal", "ParameterizedTruncatedNormal", "TruncatedNormal", "RandomShuffle",
    "Multinomial", "RandomGamma", "RandomGammaGrad", "RandomPoisson", "RandomPoissonV2",
})  # fmt: skip


def is_ordered(op: Operation) -> bool:
    """`op_is_stateful`: whether an op must run, after those before it."""
    definition = opdef.find(op.type)
    return definition is None or (definition.stateful and op.type not in _FREE)


class AutomaticControlDependencies:
    """A block around the tracing of a function; at its end, what has a state waits for what it must come after."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._first = len(graph.ops)
        self._returned: list[Tensor] = []

    def mark_as_return(self, tensor: Tensor) -> Tensor:
        """A copy of a tensor that the function returns: it will wait for all that must run."""
        found: Tensor = gen.Identity(tensor)
        self._returned.append(found)
        return found

    def __enter__(self) -> AutomaticControlDependencies:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            return
        must_run: dict[Operation, None] = {}
        last: dict[Tensor | None, Operation] = {}
        for op in self._graph.ops[self._first :]:
            if is_ordered(op):
                must_run[op] = None
            self._wait(op, last)
        for tensor in self._returned:
            tensor.op.add_control_inputs(must_run)

    @staticmethod
    def _wait(op: Operation, last: dict[Tensor | None, Operation]) -> None:
        """After the last op that used the same resource; without a resource, after the last such op."""
        resources = list(dict.fromkeys(tensor for tensor in op.inputs if tensor.dtype.name == "resource"))
        before = [last[tensor] for tensor in resources if tensor in last]
        last.update(dict.fromkeys(resources, op))
        if is_ordered(op) and not resources:
            if None in last:
                before.insert(0, last[None])
            last[None] = op
        op.add_control_inputs(before)
