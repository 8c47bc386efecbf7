"""Supervisor (training/supervisor.py): the ops it adds to the graph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.client.session import Session
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import control_flow_ops, lookup_ops, variables
from graphlint.tf.python.summary import summary

from . import coordinator, training_util
from . import saver as saver_module


@exposed
class Supervisor:
    """`tf.train.Supervisor`; what it is not given it takes from collections or makes."""

    USE_DEFAULT = 0

    def __init__(self, graph: Any = None, ready_op: Any = USE_DEFAULT, ready_for_local_init_op: Any = USE_DEFAULT,
                 is_chief: bool = True, init_op: Any = USE_DEFAULT, init_feed_dict: Any = None,
                 local_init_op: Any = USE_DEFAULT, logdir: Any = None, summary_op: Any = USE_DEFAULT,
                 saver: Any = USE_DEFAULT, global_step: Any = USE_DEFAULT, save_summaries_secs: Any = 120,
                 save_model_secs: Any = 600, recovery_wait_secs: Any = 30, stop_grace_secs: Any = 120,
                 checkpoint_basename: str = "model.ckpt", session_manager: Any = None, summary_writer: Any = USE_DEFAULT,
                 init_fn: Any = None, local_init_run_options: Any = None) -> None:
        self._graph: Any = graph or ops.get_default_graph()
        self._coord = coordinator.Coordinator()
        self._logdir = logdir
        self._init_fn = init_fn
        self._init_feed_dict = init_feed_dict
        with self._graph.as_default():  # type: ignore[union-attr]
            self._ready_op = self._part(ready_op, GraphKeys.READY_OP, variables.report_uninitialized_variables)
            self._ready_for_local_init_op = self._part(ready_for_local_init_op, GraphKeys.READY_FOR_LOCAL_INIT_OP, None)
            self._init_op = self._part(init_op, GraphKeys.INIT_OP, variables.global_variables_initializer)
            self._local_init_op = self._part(local_init_op, GraphKeys.LOCAL_INIT_OP, _local_init)
            self._saver = self._part(saver, GraphKeys.SAVERS, _saver)
            self._summary_op = self._part(summary_op, GraphKeys.SUMMARY_OP, summary.merge_all)
            self._global_step = self._part(global_step, None, lambda: training_util.get_global_step(self._graph))
        self._graph.finalize()  # type: ignore[union-attr]

    def _part(self, given: Any, key: str | None, make: Any) -> Any:
        if given is not Supervisor.USE_DEFAULT:
            return given
        found = ops.get_collection(key) if key is not None else []
        if found:
            return found[0]
        made = make() if make is not None else None
        if made is not None and key is not None:
            ops.add_to_collection(key, made)
        return made

    coord = property(lambda self: self._coord)
    init_op = property(lambda self: self._init_op)
    init_feed_dict = property(lambda self: self._init_feed_dict)
    ready_op = property(lambda self: self._ready_op)
    saver = property(lambda self: self._saver)
    global_step = property(lambda self: self._global_step)
    summary_op = property(lambda self: self._summary_op)
    is_chief = property(lambda self: True)

    @property
    def summary_writer(self) -> Any:
        return Unknown("the summary writer of a Supervisor", text="sv.summary_writer")

    @property
    def save_path(self) -> Any:
        return Unknown("where a Supervisor saves", text="sv.save_path")

    @contextmanager
    def managed_session(self, master: Any = "", config: Any = None, start_standard_services: bool = True,
                        close_summary_writer: bool = True) -> Iterator[Any]:
        session = Session(graph=self._graph)
        if self._init_fn is not None:
            self._init_fn(session)
        with session:
            yield session

    def prepare_or_wait_for_session(self, *args: Any, **kwargs: Any) -> Any:
        return Session(graph=self._graph)

    def should_stop(self) -> Any:
        return self._coord.should_stop()

    def _quiet(self, *args: Any, **kwargs: Any) -> Any:
        """Threads and files of a Supervisor: none here."""
        return []

    start_standard_services = start_queue_runners = stop = request_stop = loop = summary_computed = _quiet
    StartStandardServices = StartQueueRunners = Stop = RequestStop = Loop = SummaryComputed = _quiet
    ManagedSession = managed_session
    PrepareSession = prepare_or_wait_for_session
    ShouldStop = should_stop


def _local_init() -> Any:
    parts = [variables.local_variables_initializer(), lookup_ops.tables_initializer()]
    return control_flow_ops.group(*parts)


def _saver() -> Any:
    return saver_module.Saver() if variables.global_variables() else None
