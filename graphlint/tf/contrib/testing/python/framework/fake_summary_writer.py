"""A summary writer for tests (contrib/testing/python/framework/fake_summary_writer.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed


@exposed
class FakeSummaryWriter:
    """Keeps what it is given."""

    def __init__(self, logdir: Any, graph: Any = None) -> None:
        self._logdir = logdir
        self._graph = graph
        self.summaries: dict[Any, list[Any]] = {}

    @classmethod
    def install(cls) -> None:
        """Nothing is written anyway."""

    @classmethod
    def uninstall(cls) -> None:
        """See `install`."""

    def add_summary(self, summ: Any, current_global_step: Any) -> None:
        self.summaries.setdefault(current_global_step, []).append(summ)

    def add_graph(self, graph: Any, global_step: Any = None, graph_def: Any = None) -> None:
        """Not looked at."""

    def add_session_log(self, session_log: Any, global_step: Any = None) -> None:
        """Not looked at."""

    def add_run_metadata(self, run_metadata: Any, tag: Any, global_step: Any = None) -> None:
        """Not looked at."""

    def flush(self) -> None:
        """Nothing to write."""

    reopen = close = flush
