"""The ready-made hooks (training/basic_session_run_hooks.py): they keep their settings and add no ops by themselves."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed

from .session_run_hook import SessionRunHook


@exposed
class NanLossDuringTrainingError(RuntimeError):
    """The loss was not a number."""


def _hook(name: str) -> type[SessionRunHook]:
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        self.settings = args, kwargs

    return type(name, (SessionRunHook,), {"__init__": init, "__module__": __name__, "__doc__": f"`{name}`."})


LoggingTensorHook = _hook("LoggingTensorHook")
StopAtStepHook = _hook("StopAtStepHook")
CheckpointSaverHook = _hook("CheckpointSaverHook")
StepCounterHook = _hook("StepCounterHook")
NanTensorHook = _hook("NanTensorHook")
SummarySaverHook = _hook("SummarySaverHook")
GlobalStepWaiterHook = _hook("GlobalStepWaiterHook")
FinalOpsHook = _hook("FinalOpsHook")
FeedFnHook = _hook("FeedFnHook")
ProfilerHook = _hook("ProfilerHook")


@exposed
class SecondOrStepTimer:
    """Fires every so many steps or seconds."""

    def __init__(self, every_secs: Any = None, every_steps: Any = None) -> None:
        self._last: Any = None

    def reset(self) -> None:
        self._last = None

    def should_trigger_for_step(self, step: Any) -> bool:
        return True

    def update_last_triggered_step(self, step: Any) -> tuple[Any, Any]:
        before, self._last = self._last, step
        return None, before

    def last_triggered_step(self) -> Any:
        return self._last


@exposed
class CheckpointSaverListener:
    """Told of checkpoints. Scripts subclass it."""

    def begin(self) -> None:
        """Before the session."""

    def before_save(self, session: Any, global_step_value: Any) -> None:
        """Before a checkpoint."""

    def after_save(self, session: Any, global_step_value: Any) -> None:
        """After a checkpoint."""

    def end(self, session: Any, global_step_value: Any) -> None:
        """After the session."""
