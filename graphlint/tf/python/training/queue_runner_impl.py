"""Runners of queues (training/queue_runner_impl.py): the ops that close a queue. Their threads are never started."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.client.session import BaseSession, get_default_session
from graphlint.tf.python.framework import errors_impl, ops
from graphlint.tf.python.framework.ops import GraphKeys


@exposed
class QueueRunnerThread:
    """A thread that never runs."""

    def __init__(self, name: str, daemon: bool) -> None:
        self.name = name
        self.daemon = daemon

    def start(self) -> None:
        """It isn't."""

    def join(self, timeout: Any = None) -> None:
        """Nothing to wait for."""

    def is_alive(self) -> bool:
        return False

    isAlive = is_alive  # noqa: N815 - Python 2's name


@exposed
class QueueRunner:
    """A queue, what fills it, and what closes it. ValueError without a queue or ops that fill it."""

    exceptions_raised: list[Any]

    def __init__(self, queue: Any = None, enqueue_ops: Any = None, close_op: Any = None, cancel_op: Any = None,
                 queue_closed_exception_types: Any = None, queue_runner_def: Any = None, import_scope: Any = None) -> None:
        if queue_runner_def:
            raise NotImplementedError("a QueueRunner made of a QueueRunnerDef is not modelled")
        if not queue or not enqueue_ops:
            raise ValueError("Must provide queue and enqueue_ops.")
        kinds = queue_closed_exception_types
        if kinds is not None and (not isinstance(kinds, tuple) or not kinds
                                  or not all(issubclass(kind, errors_impl.OpError) for kind in kinds)):
            text = "queue_closed_exception_types, when provided, must be a tuple of tf.error types, but saw: %s"
            raise TypeError(text % kinds)  # a tuple of one is shown as what it holds
        self._queue, self._enqueue_ops = queue, enqueue_ops
        self._close_op = queue.close() if close_op is None else close_op
        self._cancel_op = queue.close(cancel_pending_enqueues=True) if cancel_op is None else cancel_op
        self._queue_closed_exception_types = kinds or (getattr(errors_impl, "OutOfRangeError"),)  # noqa: B009 - made from a table
        self.exceptions_raised = []

    @property
    def queue(self) -> Any:
        return self._queue

    @property
    def enqueue_ops(self) -> Any:
        return self._enqueue_ops

    @property
    def close_op(self) -> Any:
        return self._close_op

    @property
    def cancel_op(self) -> Any:
        return self._cancel_op

    @property
    def queue_closed_exception_types(self) -> Any:
        return self._queue_closed_exception_types

    @property
    def name(self) -> Any:
        return self._queue.name

    def create_threads(self, sess: Any, coord: Any = None, daemon: bool = False, start: bool = False) -> list[Any]:
        endings = [op.name for op in self._enqueue_ops] + (["close_on_stop"] if coord else [])
        threads = [QueueRunnerThread(f"QueueRunnerThread-{self.name}-{ending}", daemon) for ending in endings]
        if coord:
            for thread in threads:
                coord.register_thread(thread)
        return threads


def add_queue_runner(qr: Any, collection: Any = GraphKeys.QUEUE_RUNNERS) -> None:
    ops.add_to_collection(collection, qr)


def start_queue_runners(sess: Any = None, coord: Any = None, daemon: bool = True, start: bool = True,
                        collection: Any = GraphKeys.QUEUE_RUNNERS) -> list[Any]:
    """The threads that would run. ValueError where there is no session."""
    if sess is None:
        sess = get_default_session()
        if not sess:
            raise ValueError("Cannot start queue runners: No default session is registered. Use `with sess.as_default()` "
                             "or pass an explicit session to tf.start_queue_runners(sess=sess)")
    if isinstance(sess, Unknown):
        return []
    session: Any = sess
    if not isinstance(session, BaseSession):
        if type(session).__name__ in ("MonitoredSession", "SingularMonitoredSession"):
            return []
        raise TypeError(f"sess must be a `tf.Session` object. Given class: {type(session)}")
    graph: Any = session.graph
    with graph.as_default():
        found: list[Any] = []
        for runner in ops.get_collection(collection):
            found.extend(runner.create_threads(session, coord=coord, daemon=daemon, start=start))
    return found
