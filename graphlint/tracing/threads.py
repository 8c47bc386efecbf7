"""Runs a function in a thread with a big stack, room for deep recursion, and a time limit from outside.

The guards watch the time themselves; the limit here is for what escapes them (a long native operation).
"""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_STACK = 512 * 1024 * 1024
RECURSION = 6_000


class OutOfTime(BaseException):
    """Raised inside the thread when the limit has passed."""


def call_in_thread(function: Callable[[], T], seconds: float) -> T:
    """The function's result, or its exception; OutOfTime where it didn't come back in time."""
    results: list[T] = []
    errors: list[BaseException] = []

    def body() -> None:
        try:
            results.append(function())
        except BaseException as error:  # it's raised again in the caller's thread
            errors.append(error)

    thread = _started(body)
    try:
        _wait(thread, seconds)
    except BaseException:
        _interrupt(thread)
        raise
    if results:
        return results[0]
    raise errors[0] if errors else OutOfTime("the trace didn't come back in time")


def _started(body: Callable[[], None]) -> threading.Thread:
    before, limit = threading.stack_size(_STACK), sys.getrecursionlimit()
    threshold = gc.get_threshold()

    def with_limits() -> None:
        sys.setrecursionlimit(max(RECURSION, limit))
        gc.set_threshold(700_000, 50, 100)
        try:
            with contextlib.suppress(OutOfTime):  # one that came after the body had ended
                body()
        finally:
            sys.setrecursionlimit(limit)
            gc.set_threshold(*threshold)

    thread = threading.Thread(target=with_limits, name="graphlint-trace", daemon=True)
    try:
        thread.start()
    finally:
        threading.stack_size(before)
    return thread


def _wait(thread: threading.Thread, seconds: float) -> None:
    thread.join(seconds)
    for _ in range(50):
        if not thread.is_alive():
            return
        _interrupt(thread)
        thread.join(0.2)


def _interrupt(thread: threading.Thread) -> None:
    import ctypes

    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(OutOfTime))
