"""What the `run` command shows: each fetch with shape, dtype, statistics, and its values where they are few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphlint.graph.graph import Graph, Operation, Tensor

from .feeds import prepare
from .session import Session

FEW = 16


@dataclass(frozen=True)
class FetchReport:
    """One fetched value. `statistics` has min, mean, max and std of numbers; `values` is None where they are many."""

    name: str
    op: str
    dtype: str | None
    shape: tuple[int, ...] | None
    statistics: dict[str, float] | None
    values: Any

    def as_json(self) -> dict[str, Any]:
        """Plain data; a fetched op without a value has null for all but its name and type."""
        return {"name": self.name, "op": self.op, "dtype": self.dtype,
                "shape": None if self.shape is None else list(self.shape),
                "statistics": self.statistics, "values": self.values}


@dataclass(frozen=True)
class RunReport:
    """What was fetched, and the shapes of what was fed."""

    fetches: list[FetchReport]
    feeds: dict[str, tuple[int, ...]]
    seed: int

    def as_json(self) -> dict[str, Any]:
        return {"seed": self.seed, "feeds": {name: list(shape) for name, shape in self.feeds.items()},
                "fetches": [fetch.as_json() for fetch in self.fetches]}


def run_command(graph: Graph, fetches: Sequence[str], feeds: Mapping[str, Any] | None = None, seed: int = 0,
                draw_missing: bool = False) -> RunReport:
    """Initialise the variables and run the fetches. Feeds: name -> array, `random`, `zeros` or `FILE.npy`. RunError."""
    session = Session(graph, seed)
    wanted = [session.find(fetch) for fetch in fetches]
    arrays = prepare(session, feeds or {}, [*wanted, *session.uninitialized(wanted)], draw_missing)
    session.initialize(wanted, arrays)
    found = session.run(wanted, arrays)
    return RunReport([_report(fetch, value) for fetch, value in zip(wanted, found, strict=True)],
                     {tensor.name: array.shape for tensor, array in arrays.items()}, seed)


def _report(fetch: Tensor | Operation, value: Any) -> FetchReport:
    if isinstance(fetch, Operation):
        return FetchReport(fetch.name, fetch.type, None, None, None, None)
    array = np.asarray(value)
    few = _plain(array) if array.size <= FEW else None
    return FetchReport(fetch.name, fetch.op.type, fetch.dtype.base_dtype.name, array.shape, statistics(array), few)


def statistics(array: Any) -> dict[str, float] | None:
    """min, mean, max, std of real numbers (and how many are not finite, where any are); None for all else."""
    if array.size == 0 or array.dtype.kind not in "fiub":
        return None
    numbers = array.astype(np.float64)
    finite = numbers[np.isfinite(numbers)]
    found = {"min": float(numbers.min()), "mean": float(numbers.mean()), "max": float(numbers.max()),
             "std": float(numbers.std())}
    if finite.size < numbers.size:
        found = {key: float(getattr(finite, key)()) for key in found} if finite.size else {}
        found["not_finite"] = float(numbers.size - finite.size)
    return found


def _plain(array: Any) -> Any:
    if array.dtype == object:
        return [item.decode("utf8", "replace") if isinstance(item, bytes) else str(item) for item in array.ravel()]
    return array.tolist()
