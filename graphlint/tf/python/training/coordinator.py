"""Coordinators of threads, none of which is ever started (training/coordinator.py)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown


@exposed
class Coordinator:
    """`tf.train.Coordinator`: whether it should stop isn't known until it is asked to."""

    def __init__(self, clean_stop_exception_types: Any = None) -> None:
        self._stopped = False
        self.joined = False

    def should_stop(self) -> Any:
        return True if self._stopped else Unknown("when threads are done", text="coord.should_stop()")

    def request_stop(self, ex: Any = None) -> None:
        self._stopped = True

    def clear_stop(self) -> None:
        self._stopped = False

    @contextmanager
    def stop_on_exception(self) -> Iterator[None]:
        yield

    def wait_for_stop(self, timeout: Any = None) -> bool:
        return self._stopped

    def register_thread(self, thread: Any) -> None:
        """Nothing waits for it."""

    def join(self, threads: Any = None, stop_grace_period_secs: Any = 120,
             ignore_live_threads: bool = False) -> None:
        self.joined = True

    def raise_requested_exception(self) -> None:
        """No thread ever failed."""


@exposed
class LooperThread:
    """A thread that is never started. Scripts subclass it."""

    def __init__(self, coord: Any, timer_interval_secs: Any, target: Any = None, args: Any = None,
                 kwargs: Any = None) -> None:
        self._coord = coord

    @staticmethod
    def loop(coord: Any, timer_interval_secs: Any, target: Any, args: Any = None, kwargs: Any = None) -> LooperThread:
        return LooperThread(coord, timer_interval_secs, target, args, kwargs)

    def start(self) -> None:
        """It isn't."""

    def join(self, timeout: Any = None) -> None:
        """Nothing to wait for."""
