"""How many shards of a TPU computation are being built (tpu/tpu_function.py): none, for there is no TPU."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.exposed import exposed


@exposed
class TpuContext:
    """What `tpu_shard_context` says of the computation inside."""

    def __init__(self) -> None:
        self._number_of_shards: int | None = None

    @property
    def number_of_shards(self) -> int | None:
        return self._number_of_shards

    def set_number_of_shards(self, number_of_shards: int | None) -> None:
        self._number_of_shards = number_of_shards


def get_tpu_context() -> TpuContext:
    found: Any = stack.world.notes.setdefault("tpu_context", TpuContext())
    return found  # type: ignore[no-any-return]


@contextmanager
def tpu_shard_context(number_of_shards: int) -> Iterator[None]:
    """NotImplementedError inside another one."""
    context = get_tpu_context()
    if context.number_of_shards is not None:
        raise NotImplementedError("tpu_shard_context cannot be nested.")
    context.set_number_of_shards(number_of_shards)
    try:
        yield
    finally:
        context.set_number_of_shards(None)
