"""tf.summary.FileWriter (summary/writer/writer.py) without effect: nothing is ever written."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed


@exposed
class SummaryToEventTransformer:
    """What takes summaries, graphs and sessions' logs."""

    def __init__(self, event_writer: Any = None, graph: Any = None, graph_def: Any = None) -> None:
        self.event_writer = event_writer

    def add_summary(self, summary: Any, global_step: Any = None) -> None: ...

    def add_session_log(self, session_log: Any, global_step: Any = None) -> None: ...

    def add_graph(self, graph: Any, global_step: Any = None, graph_def: Any = None) -> None: ...

    def add_meta_graph(self, meta_graph_def: Any, global_step: Any = None) -> None: ...

    def add_run_metadata(self, run_metadata: Any, tag: Any, global_step: Any = None) -> None: ...


@exposed
class FileWriter(SummaryToEventTransformer):
    """A writer that keeps only its folder."""

    def __init__(self, logdir: Any, graph: Any = None, max_queue: int = 10, flush_secs: int = 120, graph_def: Any = None,
                 filename_suffix: Any = None, session: Any = None) -> None:
        super().__init__(self)
        self._logdir = logdir

    def __enter__(self) -> FileWriter:
        return self

    def __exit__(self, *exc: object) -> None: ...

    def get_logdir(self) -> Any:
        return self._logdir

    def add_event(self, event: Any) -> None: ...

    def flush(self) -> None: ...

    def close(self) -> None: ...

    def reopen(self) -> None: ...
