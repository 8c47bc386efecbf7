"""Running a whole graph to compare what comes out with what was predicted: shape rules and kernels check each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphlint.graph.graph import Graph, Operation, Tensor
from shapecalc import dims_text

from .errors import RunError
from .feeds import PLACEHOLDERS, is_source, prepare
from .session import Session
from .sizes import Sizes
from .values import DEAD, Variable


@dataclass(frozen=True)
class Mismatch:
    """An output that is not what was predicted."""

    op: Operation
    output: int
    predicted: str
    found: str

    def __str__(self) -> str:
        return f"{self.op.name}:{self.output} ({self.op.type}) is {self.found}, predicted {self.predicted}"


@dataclass
class Verification:
    """What came of a run of all ops; `skipped` are those that could not be run."""

    checked: int = 0
    mismatches: list[Mismatch] = field(default_factory=list)
    skipped: list[tuple[Operation, RunError]] = field(default_factory=list)


def verify_shapes(graph: Graph, feeds: Mapping[Any, Any] | None = None, seed: int = 0) -> Verification:
    """Run every op (variables initialised, placeholders drawn) and compare shapes and dtypes."""
    session, sizes, found = Session(graph, seed), Sizes(), Verification()
    arrays = prepare(session, feeds or {}, sizes=sizes)
    _draw_all(session, arrays, sizes, found)
    seen = {tensor.op for tensor in arrays}

    def observe(op: Operation, outputs: list[Any]) -> None:
        if op not in seen or op.control_flow_context is not None:
            seen.add(op)
            _compare(op, outputs, sizes, found)

    session.observer = observe
    with session.tolerating(found.skipped):
        session.initialize(feeds=arrays)
        session.run([op for op in graph.ops if op not in seen], arrays)
    return found


def _draw_all(session: Session, arrays: dict[Tensor, Any], sizes: Sizes, found: Verification) -> None:
    for op in session.graph.ops:
        if op.type in PLACEHOLDERS or is_source(op):
            try:
                wanted = {out: "random" for out in op.outputs if out not in arrays}
                arrays.update(prepare(session, wanted, sizes=sizes))
            except RunError as error:
                found.skipped.append((op, error))


def _compare(op: Operation, outputs: list[Any], sizes: Sizes, found: Verification) -> None:
    for index, (tensor, given) in enumerate(zip(op.outputs, outputs, strict=True)):
        value = given.value if type(given) is Variable else given
        if value is DEAD or not isinstance(value, (np.ndarray, np.generic)):
            continue
        found.checked += 1
        shape, kind = np.shape(value), tensor.dtype.base_dtype.numpy_type
        wrong = kind not in (None, np.object_) and value.dtype != kind
        if wrong or not _fits(tensor, shape, sizes):
            predicted = "?" if tensor.dims is None else dims_text(tensor.dims)
            found.mismatches.append(Mismatch(op, index, f"{tensor.dtype.base_dtype.name}{predicted}",
                                             f"{value.dtype}{list(shape)}"))


def _fits(tensor: Tensor, shape: tuple[int, ...], sizes: Sizes) -> bool:
    """Whether a concrete shape is an instance of the predicted one. In loops a `?` may change from turn to turn."""
    if tensor.dims is None:
        return True
    if len(tensor.dims) != len(shape):
        return False
    if tensor.op.control_flow_context is not None:
        return all(dim == size for dim, size in zip(tensor.dims, shape, strict=True) if isinstance(dim, int))
    return all(sizes.bind(dim, size) for dim, size in zip(tensor.dims, shape, strict=True))
