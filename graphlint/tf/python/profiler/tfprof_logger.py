"""Logs of ops for profiles (profiler/tfprof_logger.py): nothing is written."""

from __future__ import annotations

from typing import Any

TRAINABLE_VARIABLES = "_trainable_variables"


def write_op_log(graph: Any, log_dir: Any, op_log: Any = None, run_meta: Any = None, add_trace: bool = True) -> None:
    """It would be written to a file."""
