"""A session over a predicted graph: state, initialisation, fetches and feeds.

`Session(graph).initialize()`, then `.run(fetches, feeds)`. Numbers that TensorFlow draws at random come from a numpy
generator per op, made from the session's seed and the op's name; so they do not depend on what else is run.
"""

from __future__ import annotations

import difflib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any

import numpy as np

from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.ops.inference import show
from shapecalc import Expr

from .errors import RunError
from .execute import Execution
from .plan import Block, Planner, needed
from .values import DEAD, Failed, Handle, Variable, plain

Fetch = str | Tensor | Operation | Any
Observer = Callable[[Operation, list[Any]], None]


class Session:
    """Runs ops of one graph; keeps the variables between runs. A run of more than `seconds` ends in a RunError."""

    def __init__(self, graph: Graph, seed: int = 0, seconds: float | None = None) -> None:
        self.graph = graph
        self.seed = seed
        self.seconds = seconds
        self.ends: float | None = None
        self.variables: dict[str, Variable] = {}
        self.resources: dict[Any, Any] = {}
        self.failures: list[tuple[Operation, RunError]] | None = None
        self.observer: Observer | None = None
        self._generators: dict[str, np.random.Generator] = {}
        self._plans: dict[Any, Block] = {}

    # --- what ops ask of it -----------------------------------------------------------------------------------------

    def generator(self, op: Operation) -> np.random.Generator:
        """The op's own random generator."""
        found = self._generators.get(op.name)
        if found is None:
            found = np.random.default_rng([self.seed, zlib.crc32(op.name.encode())])
            self._generators[op.name] = found
        return found

    def variable(self, op: Operation) -> Variable:
        """The variable that a variable op or handle op stands for; handles of one shared name share it."""
        key = op.attrs.get("shared_name") or op.name
        found = self.variables.get(key)
        if found is None:
            found = self.variables[key] = Handle(op) if op.type == "VarHandleOp" else Variable(op)
        return found

    # --- names ------------------------------------------------------------------------------------------------------

    def find(self, fetch: Fetch) -> Tensor | Operation:
        """The tensor or op of a fetch. A name without `:0` is the op's first output, or the op where it has none."""
        if not isinstance(fetch, (Tensor, Operation, str)) and hasattr(type(fetch), "as_graph_element"):
            fetch = fetch.as_graph_element()
        if isinstance(fetch, (Tensor, Operation)):
            if fetch.graph is not self.graph:
                raise RunError("fetch", f"{fetch.name!r} belongs to another graph")
            return fetch
        if not isinstance(fetch, str):
            name = getattr(fetch, "name", None)
            if not isinstance(name, str):
                raise RunError("fetch", f"{fetch!r} is neither a tensor, an op nor a name")
            fetch = name
        name, _, number = fetch.lstrip("^").partition(":")
        op = self.graph.by_name.get(name)
        if op is None:
            raise RunError("fetch", f"there is no op {name!r} in the graph{self._nearest(name)}")
        if not number:
            return op.outputs[0] if op.outputs and not fetch.startswith("^") else op
        if not number.isdigit() or int(number) >= len(op.outputs):
            raise RunError("fetch", f"{name!r} ({op.type}) has {len(op.outputs)} outputs, so there is no {fetch!r}", op)
        return op.outputs[int(number)]

    def _nearest(self, name: str) -> str:
        """A hint: names that are alike, or else the last op of scopes that are."""
        names = list(self.graph.by_name)
        near = difflib.get_close_matches(name, names, 3, 0.6)
        if not near:
            last = {part: full for full in names for part in full.split("/")}
            near = [last[part] for part in difflib.get_close_matches(name.rsplit("/", 1)[-1], last, 3, 0.6)]
        return f"; did you mean {' or '.join(map(repr, near))}?" if near else ": `graphlint graph` lists what there is"

    # --- running ----------------------------------------------------------------------------------------------------

    @contextmanager
    def tolerating(self, failures: list[tuple[Operation, RunError]]) -> Iterator[None]:
        """Go on past ops that cannot run; they are put on the list, and what depends on them does not run."""
        self.failures = failures
        try:
            yield
        finally:
            self.failures = None

    def initialize(self, fetches: Sequence[Tensor | Operation] | None = None,
                   feeds: Mapping[Any, Any] | None = None) -> None:
        """Give every variable (or those that fetches need) its initial value, by the op that assigns it first."""
        waiting = self.uninitialized(fetches)
        while waiting:
            later, trouble = [], None
            for op in waiting:
                try:
                    self.run(op, feeds)
                except RunError as error:
                    if error.kind != "uninitialized":
                        raise
                    later.append(op)
                    trouble = error
            if trouble is not None and len(later) == len(waiting):
                raise trouble
            waiting = later

    def uninitialized(self, fetches: Sequence[Tensor | Operation] | None = None) -> list[Operation]:
        """The first assignments of variables without a value; of those that fetches, or such assignments, depend on."""
        first = {op.inputs[0].op: op for op in initializers(self.graph) if not self._is_initialized(op)}
        if fetches is None:
            return list(first.values())
        found: dict[Operation, None] = {}
        todo = [fetch.op if isinstance(fetch, Tensor) else fetch for fetch in fetches]
        while todo:
            fresh = [first[op] for op in needed(todo, frozenset()) if op in first and first[op] not in found]
            found.update(dict.fromkeys(fresh))
            todo = fresh
        return sorted(found, key=self.graph.ops.index)

    def _is_initialized(self, op: Operation) -> bool:
        return op.type in ("Assign", "AssignVariableOp") and self.variable(op.inputs[0].op).value is not None

    def run(self, fetches: Any, feeds: Mapping[Any, Any] | None = None) -> Any:
        """The values of fetches (one, a list or tuple, or a dict of them), with feeds of tensors by name or tensor."""
        if isinstance(fetches, dict):
            return dict(zip(fetches, self.run(list(fetches.values()), feeds), strict=True))
        if not isinstance(fetches, (list, tuple)):
            return self.run([fetches], feeds)[0]
        wanted = [self.find(fetch) for fetch in fetches]
        found = self._execute(wanted, self.fed(feeds or {}))
        return type(fetches)(found) if isinstance(fetches, (list, tuple)) else found

    def fed(self, feeds: Mapping[Any, Any]) -> dict[Tensor, Any]:
        """Feeds as arrays that fit their tensors; RunError where one does not."""
        found = {}
        for key, value in feeds.items():
            tensor = self.find(key)
            if isinstance(tensor, Operation):
                raise RunError("feed", f"{tensor.name!r} has no output that could be fed", tensor)
            found[tensor] = fitting(tensor, value)
        return found

    def _execute(self, wanted: Sequence[Tensor | Operation], fed: dict[Tensor, Any]) -> list[Any]:
        block = self.plan(wanted, frozenset(fed))
        values: dict[Tensor, Any] = dict(fed)
        self.ends = None if self.seconds is None else monotonic() + self.seconds
        with np.errstate(all="ignore"):
            gone = Execution(self, fed).block(block, values)
        return [self._fetched(fetch, values, gone) for fetch in wanted]

    def plan(self, wanted: Sequence[Tensor | Operation], fed: frozenset[Tensor]) -> Block:
        """The steps for these fetches, worked out once."""
        key = (tuple(wanted), fed, len(self.graph.ops))
        found = self._plans.get(key)
        if found is None:
            roots = [fetch.op if isinstance(fetch, Tensor) else fetch for fetch in wanted if fetch not in fed]
            keep = {fetch for fetch in wanted if isinstance(fetch, Tensor)}
            found = self._plans[key] = Planner(needed(roots, fed), fed, keep).block
        return found

    def _fetched(self, fetch: Tensor | Operation, values: dict[Tensor, Any], gone: set[Operation]) -> Any:
        if isinstance(fetch, Operation):
            return None
        value = values.get(fetch, DEAD)
        if value is DEAD:
            inside = fetch not in values and fetch.op not in gone
            why = "is inside a while loop" if inside else "is in a branch that was not taken"
            raise RunError("fetch", f"{fetch.name!r} {why}, so it has no value to fetch", fetch.op)
        if isinstance(value, Failed):
            raise value.reason
        return _copied(plain(value))


def _copied(value: Any) -> Any:
    """What a later run does not overwrite: variables are updated in place."""
    return np.array(value) if isinstance(value, (np.ndarray, np.generic)) else value


def initializers(graph: Graph) -> list[Operation]:
    """For every variable the op that assigns it first."""
    found: dict[Operation, Operation] = {}
    for op in graph.ops:
        if op.type in ("Assign", "AssignVariableOp"):
            found.setdefault(op.inputs[0].op, op)
    return [assign for variable, assign in found.items()
            if variable.type in ("VariableV2", "Variable", "VarHandleOp")]


def fitting(tensor: Tensor, value: Any) -> Any:
    """A fed value as an array of the tensor's dtype; RunError where its shape does not fit."""
    kind = tensor.dtype.base_dtype.numpy_type
    if kind is None:
        raise RunError("feed", f"{tensor.name!r} is {tensor.dtype.name}, which cannot be fed", tensor.op)
    try:
        array = np.asarray(value, kind)
    except (TypeError, ValueError) as error:
        message = f"{value!r:.60} is no {tensor.dtype.name} for {tensor.name!r}: {error}"
        raise RunError("feed", message, tensor.op) from None
    dims = tensor.dims
    fits = dims is None or (len(dims) == array.ndim and all(
        isinstance(dim, Expr) or dim == size for dim, size in zip(dims, array.shape, strict=True)))
    if not fits:
        raise RunError("feed", f"cannot feed a value of shape {list(array.shape)} for {tensor.name!r}, which has shape "
                               f"{show(dims)}", tensor.op)
    return array
