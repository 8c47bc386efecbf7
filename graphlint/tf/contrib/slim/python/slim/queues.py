"""slim.queues (contrib/slim/python/slim/queues.py): a block in which queue runners would run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class NestedQueueRunnerError(Exception):
    """Two blocks of queue runners, one in the other."""


@contextmanager
def QueueRunners(session: Any) -> Iterator[None]:  # noqa: N802 - TensorFlow's name
    yield
