"""Runs of ops that come again under another name: what a variable brings with it, the update of a moving average.

The first run of a key is made op by op. What of it doesn't depend on its name is kept as a `Motif`, and later runs of the
same key are copies of that, many times faster. A run is copied only where nothing around it can change what it is: no
control dependencies, `cond`, `while` or function, none of its names taken before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from . import provenance
from .graph import Graph, Operation, Tensor
from .names import VALID_OP_NAME

Made = tuple[Tensor | Operation, ...]

_NUMBERED = re.compile(r"_\d+$")


class _Row(NamedTuple):
    """One op: what it is named below the run's scope ('' is the scope's own name), and all that copies share."""

    op_type: str
    name: str
    inputs: tuple[int, ...]  # numbers among the run's inputs and all outputs so far
    attrs: dict[str, Any]
    beside: tuple[str, ...] | None  # names below the scope that it is colocated with; None where it has no `_class`
    beside_outer: bool  # colocated with what the run as a whole is
    shared: bool  # has the scope's name as `shared_name`
    control_inputs: tuple[int, ...]
    device: str
    dtypes: tuple[Any, ...]
    shapes: tuple[Any, ...]


class Motif:
    """A run of ops without its name.

    `names` are those that it uses up, with how often; `results` says for each result whether it is an op, and its number.
    """

    __slots__ = ("names", "results", "rows")

    def __init__(self, names: dict[str, int], rows: list[_Row], results: list[tuple[bool, int]]) -> None:
        self.names = names
        self.rows = rows
        self.results = results

    def copied(self, graph: Graph, scope: str, inputs: Sequence[Tensor]) -> Made | None:
        """The run under `scope` (which ends with a slash) over other inputs; None where one of its names is taken."""
        used, by_name = graph.names.used, graph.by_name
        below = scope.lower() if graph.names.fold_case else scope
        own = scope[:-1]
        new = {below + name: count for name, count in self.names.items()}
        names = [scope + row.name if row.name else own for row in self.rows]
        if not used.keys().isdisjoint(new) or not by_name.keys().isdisjoint(names):
            return None
        used.update(new)
        outer = _groups(graph) if graph.colocation_stack else []
        chain = provenance.capture()
        # every output in its place: those of the run's inputs first, then those of its ops
        tensors = list(inputs)
        ops: list[Operation] = []
        for name, row in zip(names, self.rows, strict=True):
            attrs = row.attrs.copy()
            if row.beside is not None:
                groups = [f"loc:@{scope}{other}" if other else f"loc:@{own}" for other in row.beside]
                attrs["_class"] = sorted({*groups, *outer}) if row.beside_outer else groups
            if row.shared:
                attrs["shared_name"] = own
            control = [ops[i] for i in row.control_inputs] if row.control_inputs else []
            taken = row.inputs and [tensors[i] for i in row.inputs]
            op = Operation(graph, row.op_type, name, taken or [], attrs, control, row.dtypes, row.shapes, chain)
            op.device = row.device
            ops.append(op)
            tensors += op.outputs
        by_name.update(zip(names, ops, strict=True))
        graph.ops += ops
        return tuple([ops[number] if is_op else tensors[number] for is_op, number in self.results])


def repeated(graph: Graph, key: Hashable, scope: str, inputs: Sequence[Tensor], make: Callable[[], Made]) -> Made:
    """What `make` gives: ops made by it in the name scope `scope`, or copies of those that it made for the same key before.

    `make` may add ops below `scope` that read `inputs`, and nothing else; `key` tells all that decides what they are apart
    from their names and the dtypes and shapes of the inputs. None: don't copy.
    """
    if key is None or not scope or not _plain(graph, inputs):
        return make()
    key = (key, graph.seed, tuple([(tensor.dtype, tensor.dims, tensor.op.device) for tensor in inputs]),
           tuple(graph.device_stack), tuple([op.device for op in graph.colocation_stack]))
    found: Motif | None = graph.motifs.get(key)
    if found is not None and VALID_OP_NAME.match(scope):
        copied = found.copied(graph, scope, inputs)
        if copied is not None:
            return copied
    first, known, state = len(graph.ops), len(graph.names.used), _state(graph)
    made = make()
    if found is None and state == _state(graph):
        motif = _motif(graph, scope, inputs, first, known, made)
        if motif is not None:
            graph.motifs[key] = motif
    return made


def _plain(graph: Graph, inputs: Sequence[Tensor]) -> bool:
    """Whether nothing around a run of ops has a say in what they become."""
    if (graph.control_stack or graph.attr_scopes or graph.kernel_labels or graph.gradient_overrides or graph.container
            or graph.finalized or graph.function is not None or graph.control_flow_context is not None):
        return False
    for device in graph.device_stack:
        if device is not None and type(device) is not str:
            return False
    return all([tensor.dims is not None and tensor.op.control_flow_context is None and tensor.op.graph is graph  # noqa: C419 - no generator for so few
                for tensor in inputs])


def _state(graph: Graph) -> tuple[Any, ...]:
    """What a run must leave as it is."""
    return graph.burnt_ids, {key: len(items) for key, items in graph.collections.items()}, {
        key: len(value) if isinstance(value, (set, dict, list)) else id(value) for key, value in graph.extra.items()}


def _groups(graph: Graph) -> list[str]:
    return [group for op in graph.colocation_stack for group in op.colocation_groups()]


def _motif(graph: Graph, scope: str, inputs: Sequence[Tensor], first: int, known: int, made: Made) -> Motif | None:
    """What is to be kept of the ops from number `first` on; None where they can't be copied."""
    names = _names(graph, scope, known)
    ops = graph.ops[first:]
    if names is None or not all(_copyable(op, scope) for op in ops):
        return None
    if graph.seed is not None and any("seed2" in op.attrs for op in ops):  # made of the number of ops so far
        return None
    places: dict[Tensor | Operation, int] = {op: number for number, op in enumerate(ops)}
    places.update({tensor: number for number, tensor in enumerate([*inputs, *[out for op in ops for out in op.outputs]])})
    outer = _groups(graph)
    below = {f"loc:@{scope[:-1]}": "", **{f"loc:@{op.name}": op.name[len(scope):] for op in ops}}
    try:
        rows = [_row(op, scope, places, outer, below) for op in ops]
        return Motif(names, rows, [(isinstance(item, Operation), places[item]) for item in made])
    except KeyError:  # something from outside that isn't an input
        return None


def _names(graph: Graph, scope: str, known: int) -> dict[str, int] | None:
    """The names used since there were `known`, without the scope; None where one was not free before."""
    below = scope.lower() if graph.names.fold_case else scope
    used = graph.names.used
    new = {name: used[name] for name in [*islice(reversed(used), len(used) - known)][::-1]}
    for name in new:
        plain = _NUMBERED.sub("", name)
        if not name.startswith(below) or (plain != name and plain in used and plain not in new):
            return None
    return {name[len(below):]: count for name, count in new.items()}


def _copyable(op: Operation, scope: str) -> bool:
    if not (op.name.startswith(scope) or op.name == scope[:-1]) or op.control_flow_context is not None:
        return False
    return all(
        tensor._extra is None and not tensor.__dict__
        and (tensor.dims is None or all(type(dim) is int for dim in tensor.dims))
        for tensor in op.outputs)


def _row(op: Operation, scope: str, places: dict[Tensor | Operation, int], outer: list[str],
         below: dict[str, str]) -> _Row:
    """KeyError where the op depends on what is neither an input nor part of the run.

    `outer` and `below` are the colocation groups from around the run, and those of its own ops with their names in it.
    """
    groups = op.attrs.get("_class", ())
    own = [group for group in groups if group not in outer]
    beside_outer = len(own) < len(groups)
    if beside_outer and not set(outer) <= set(groups):
        raise KeyError(groups)
    return _Row(
        op.type, op.name[len(scope):], tuple(places[tensor] for tensor in op.inputs), dict(op.attrs),
        tuple(below[group] for group in own) if groups else None, beside_outer, op.attrs.get("shared_name") == scope[:-1],
        tuple(places[other] for other in op.control_inputs), op.device,
        tuple(tensor.dtype for tensor in op.outputs), tuple(tensor.dims for tensor in op.outputs))
