"""Runs a function in a thread with a big stack, room for deep recursion, and a time limit from outside.

The guards watch the time themselves; the limit here is for what escapes them (a long native operation).
"""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

_STACK = 512 * 1024 * 1024
RECURSION = 6_000
_INTERRUPTIONS = 10
_MOST_WAITING = 10


class OutOfTime(BaseException):
    """Raised inside the thread when the limit has passed."""

    def __str__(self) -> str:
        return "the trace didn't come back in time"


def call_in_thread(function: Callable[[], T], seconds: float) -> T:
    """The function's result, or its exception; OutOfTime where it worked for longer than `seconds`."""
    worker = _Worker(function)
    try:
        worker.wait(seconds)
    except BaseException:
        worker.interrupt()
        raise
    if worker.errors:
        raise worker.errors[0]
    if not worker.results:
        raise OutOfTime
    return worker.results[0]


class _Worker(Generic[T]):
    """The thread, and what came of it."""

    def __init__(self, function: Callable[[], T]) -> None:
        self.function = function
        self.results: list[T] = []
        self.errors: list[BaseException] = []
        self.finished = False
        self.clock: int | None = None
        before = threading.stack_size(_STACK)
        self.thread = threading.Thread(target=self.run, name="graphlint-trace", daemon=True)
        try:
            self.thread.start()
        finally:
            threading.stack_size(before)

    def run(self) -> None:
        limit, threshold = sys.getrecursionlimit(), gc.get_threshold()
        if hasattr(time, "pthread_getcpuclockid"):
            self.clock = time.pthread_getcpuclockid(threading.get_ident())
        sys.setrecursionlimit(max(RECURSION, limit))
        gc.set_threshold(700_000, 50, 100)
        try:
            self.results.append(self.function())
        except BaseException as error:  # it's raised again in the caller's thread
            self.errors.append(error)
        finally:
            with contextlib.suppress(OutOfTime):  # one that comes after the end
                self.finished = True
            sys.setrecursionlimit(limit)
            gc.set_threshold(*threshold)

    def wait(self, seconds: float) -> None:
        """Until the thread has ended, or has worked for that long and doesn't react."""
        started = time.monotonic()
        self.thread.join(seconds)
        while self.thread.is_alive() and self.worked(started) < seconds:
            self.thread.join(0.5)
        for _ in range(_INTERRUPTIONS):
            if not self.thread.is_alive():
                return
            self.interrupt()
            self.thread.join(1)

    def worked(self, started: float) -> float:
        """For how long the thread has worked; a thread that waits counts, too, in the end."""
        passed = time.monotonic() - started
        try:
            return passed if self.clock is None else max(time.clock_gettime(self.clock), passed / _MOST_WAITING)
        except OSError:  # it has ended
            return passed

    def interrupt(self) -> None:
        import ctypes

        if self.thread.ident is not None and not self.finished:
            error = ctypes.py_object(OutOfTime)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.thread.ident), error)
