"""Profiles under their first names (contrib/tfprof/model_analyzer.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.profiler import model_analyzer

_SHARED = {"max_depth": 10000, "min_bytes": 0, "min_micros": 0, "min_params": 0, "min_float_ops": 0, "order_by": "name",
           "account_type_regexes": [".*"], "start_name_regexes": [".*"], "trim_name_regexes": [], "show_name_regexes": [".*"],
           "hide_name_regexes": [], "account_displayed_op_only": True, "output": "stdout", "dump_to_file": ""}  # fmt: skip
TRAINABLE_VARS_PARAMS_STAT_OPTIONS = {**_SHARED, "account_type_regexes": ["_trainable_variables"], "select": ["params"]}
FLOAT_OPS_OPTIONS = {**_SHARED, "min_float_ops": 1, "order_by": "float_ops", "select": ["float_ops"]}
PRINT_ALL_TIMING_MEMORY = {**_SHARED, "min_bytes": 1, "min_micros": 1, "select": ["micros", "bytes"]}


def advise(graph: Any, run_meta: Any = None, tfprof_options: Any = 0) -> Any:
    return model_analyzer.advise(graph, run_meta, tfprof_options)


def print_model_analysis(graph: Any, run_meta: Any = None, op_log: Any = None, tfprof_cmd: Any = "scope",
                         tfprof_options: Any = 0) -> Any:
    return model_analyzer.profile(graph, run_meta, op_log, tfprof_cmd, tfprof_options)
