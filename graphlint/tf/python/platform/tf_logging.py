"""tf.logging (platform/tf_logging.py): nothing is written."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.libs.quiet import getLogger

_LEVELS = {"DEBUG": 10, "INFO": 20, "WARN": 30, "WARNING": 30, "ERROR": 40, "FATAL": 50, "CRITICAL": 50}


def _silent(label: str) -> Any:
    def write(*args: Any, **kwargs: Any) -> None:
        """Nobody reads the log of a script that isn't run."""

    write.__name__ = write.__qualname__ = label
    return write


debug, info, warn, warning = _silent("debug"), _silent("info"), _silent("warn"), _silent("warning")
error, fatal, exception = _silent("error"), _silent("fatal"), _silent("exception")
log, log_every_n, log_first_n, log_if = _silent("log"), _silent("log_every_n"), _silent("log_first_n"), _silent("log_if")
vlog, TaskLevelStatusMessage = _silent("vlog"), _silent("TaskLevelStatusMessage")


def get_logger() -> Any:
    return getLogger("tensorflow")


def flush() -> None:
    raise NotImplementedError


def set_verbosity(v: Any) -> None:
    stack.world.notes["verbosity"] = _LEVELS.get(v, v) if isinstance(v, str) else v


def get_verbosity() -> Any:
    return stack.world.notes.get("verbosity", 30)
