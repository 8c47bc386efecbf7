"""tf.logging (platform/tf_logging.py): nothing is written."""

from __future__ import annotations

from typing import Any


def _silent(label: str) -> Any:
    def write(*args: Any, **kwargs: Any) -> None:
        """Nobody reads the log of a script that isn't run."""

    write.__name__ = write.__qualname__ = label
    return write


debug, info, warn, warning = _silent("debug"), _silent("info"), _silent("warn"), _silent("warning")
error, fatal, exception = _silent("error"), _silent("fatal"), _silent("exception")
log, log_every_n, log_first_n, log_if = _silent("log"), _silent("log_every_n"), _silent("log_first_n"), _silent("log_if")
flush, set_verbosity, vlog, TaskLevelStatusMessage = (
    _silent("flush"), _silent("set_verbosity"), _silent("vlog"), _silent("TaskLevelStatusMessage"))


def get_verbosity() -> int:
    return 30
