"""Profiles of graphs (profiler/model_analyzer.py): what they would say isn't known, no op is made for them."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown

ALL_ADVICE: dict[str, dict[str, str]] = {
    "ExpensiveOperationChecker": {}, "AcceleratorUtilizationChecker": {}, "JobChecker": {}, "OperationChecker": {},
}  # fmt: skip


def profile(graph: Any = None, run_meta: Any = None, op_log: Any = None, cmd: Any = "scope", options: Any = 0) -> Any:
    return Unknown("what a profile of the graph says", text="profile(...)")


def advise(graph: Any = None, run_meta: Any = None, options: Any = 0) -> Any:
    return Unknown("what a profile of the graph says", text="advise(...)")


@exposed
class Profiler:
    """A profile over several steps."""

    def __init__(self, graph: Any = None, op_log: Any = None) -> None:
        self._graph = graph

    def add_step(self, step: Any, run_meta: Any) -> None:
        """Nothing is measured."""

    def _profile(self, options: Any) -> Any:
        return profile(self._graph, options=options)

    profile_python = profile_operations = profile_name_scope = profile_graph = _profile

    def advise(self, options: Any = None) -> Any:
        return advise(self._graph)

    def serialize_to_string(self) -> Any:
        return profile(self._graph)
