"""Queue runners: their ops, and their place in the collections (training/queue_runner_impl.py). No thread is started."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Operation
from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import errors_impl, ops


@exposed
class QueueRunner:
    """The enqueue ops of a queue, with the two ops that close it."""

    def __init__(self, queue: Any = None, enqueue_ops: Any = None, close_op: Any = None, cancel_op: Any = None,
                 queue_closed_exception_types: Any = None, queue_runner_def: Any = None, import_scope: Any = None) -> None:
        if queue is None or not enqueue_ops:
            raise ValueError("Must provide queue and enqueue_ops.")
        if queue_closed_exception_types is not None and (
                not isinstance(queue_closed_exception_types, tuple) or not queue_closed_exception_types or
                not all(issubclass(kind, errors_impl.OpError) for kind in queue_closed_exception_types)):
            raise TypeError("queue_closed_exception_types, when provided, must be a tuple of tf.error types, but saw: "
                            f"{queue_closed_exception_types}")
        self._queue, self._enqueue_ops = queue, enqueue_ops
        self._close_op = queue.close() if close_op is None else close_op
        self._cancel_op = queue.close(cancel_pending_enqueues=True) if cancel_op is None else cancel_op
        self._exception_types = queue_closed_exception_types

    @property
    def queue(self) -> Any:
        return self._queue

    @property
    def enqueue_ops(self) -> Any:
        return self._enqueue_ops

    @property
    def close_op(self) -> Operation:
        return self._close_op  # type: ignore[no-any-return]

    @property
    def cancel_op(self) -> Operation:
        return self._cancel_op  # type: ignore[no-any-return]

    @property
    def queue_closed_exception_types(self) -> Any:
        return self._exception_types or (errors_impl.OutOfRangeError,)  # type: ignore[attr-defined]

    @property
    def exceptions_raised(self) -> list[Any]:
        return []

    @property
    def name(self) -> str:
        return self._queue.name  # type: ignore[no-any-return]

    def create_threads(self, sess: Any, coord: Any = None, daemon: bool = False, start: bool = False) -> list[Any]:
        return []


def add_queue_runner(qr: Any, collection: Any = ops.GraphKeys.QUEUE_RUNNERS) -> None:
    ops.add_to_collection(collection, qr)


def start_queue_runners(sess: Any = None, coord: Any = None, daemon: bool = True, start: bool = True,
                        collection: Any = ops.GraphKeys.QUEUE_RUNNERS) -> list[Any]:
    return []
