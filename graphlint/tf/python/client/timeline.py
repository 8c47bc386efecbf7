"""Timelines of runs (client/timeline.py): nothing is measured."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown


@exposed
class Timeline:
    """The steps of a run."""

    def __init__(self, step_stats: Any, graph: Any = None) -> None:
        self._step_stats = step_stats

    def generate_chrome_trace_format(self, show_dataflow: bool = True, show_memory: bool = False) -> Any:
        return Unknown("how long ops take", text="timeline")

    analyze_step_stats = generate_chrome_trace_format
