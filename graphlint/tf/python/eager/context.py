"""What graph-mode scripts ask of eager execution (eager/context.py). Eager execution itself is not modelled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

GRAPH_MODE = 0
EAGER_MODE = 1


def executing_eagerly() -> bool:
    return False


in_eager_mode = executing_eagerly


def in_graph_mode() -> bool:
    return True


def num_gpus() -> int:
    """The graph is that of a machine without GPUs."""
    return 0


@contextmanager
def graph_mode() -> Iterator[None]:
    yield
