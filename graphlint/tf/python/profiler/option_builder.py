"""Options of profiles (profiler/option_builder.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed

_EVERYTHING = {"max_depth": 100, "min_bytes": 0, "min_micros": 0, "min_params": 0, "min_float_ops": 0, "min_occurrence": 0,
               "order_by": "name", "account_type_regexes": [".*"], "start_name_regexes": [".*"], "trim_name_regexes": [],
               "show_name_regexes": [".*"], "hide_name_regexes": [], "account_displayed_op_only": False,
               "select": ["micros"], "step": -1, "output": "stdout"}  # fmt: skip


@exposed
class ProfileOptionBuilder:
    """A dict of options, filled in by methods that return the builder."""

    def __init__(self, options: Any = None) -> None:
        self._options = dict(_EVERYTHING if options is None else options)

    @staticmethod
    def trainable_variables_parameter() -> dict[str, Any]:
        return {**_EVERYTHING, "max_depth": 10000, "account_type_regexes": ["_trainable_variables"],
                "account_displayed_op_only": True, "select": ["params"]}

    @staticmethod
    def float_operation() -> dict[str, Any]:
        return {**_EVERYTHING, "max_depth": 10000, "min_float_ops": 1, "order_by": "float_ops",
                "account_displayed_op_only": True, "select": ["float_ops"]}

    @staticmethod
    def time_and_memory(min_micros: int = 1, min_bytes: int = 1, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**_EVERYTHING, "max_depth": 10000, "min_micros": min_micros, "min_bytes": min_bytes,
                "account_displayed_op_only": True, "select": ["micros", "bytes"]}

    def build(self) -> dict[str, Any]:
        return dict(self._options)

    def _set(self, *args: Any, **kwargs: Any) -> ProfileOptionBuilder:
        """What is shown changes; no graph does."""
        return self

    with_max_depth = with_min_memory = with_min_execution_time = with_min_parameters = with_min_occurrence = _set
    with_min_float_operations = with_accounted_types = with_node_names = account_displayed_op_only = with_empty_output = _set
    with_stdout_output = with_file_output = with_timeline_output = with_pprof_output = order_by = select = with_step = _set
