"""What a trace may spend, and the exceptions that end it. Scripts can't catch them: no `except` of theirs matches."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass

# how long a reading of the thread's time counts: it takes far longer to read than the time of day
_READING = 0.005


class _Clock:
    """What the seconds of a budget are read off: the time that this thread works, so a busy machine changes no result."""

    def __init__(self) -> None:
        self.thread = self.worked = self.until = 0.0

    def __call__(self) -> float:
        now, thread = time.monotonic(), threading.get_ident()
        if now > self.until or thread != self.thread:
            self.thread, self.worked, self.until = thread, time.thread_time(), now + _READING
        return self.worked

    def forget(self) -> None:
        """Read anew: another thread may have the number of one that has ended."""
        self.until = 0.0


clock = _Clock()


def peak_memory() -> int:
    """The most memory that this process has had so far, in bytes; 0 where the system doesn't say."""
    if sys.platform == "win32":
        return 0
    import resource  # not everywhere

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


@dataclass(frozen=True)
class Limits:
    """The budgets of one trace. `loop_seconds` is what the first loop that is too long gets; later ones get less.

    `memory` is in bytes, on top of what the process has had when the trace begins.
    """

    steps: int = 3_000_000
    loop_steps: int = 300_000
    seconds: float = 10.0
    loop_seconds: float = 0.6
    memory: int = 2_000_000_000
    depth: int = 1_000
    characters: int = 20_000_000
    items: int = 5_000_000
    bits: int = 200_000
    width: int = 10_000
    paths: int = 8
    events: int = 2_000
    failures: int = 5_000
    session_loop: int = 4
    grown_ops: int = 4_000
    entry_doubts: int = 4


class TraceStopped(BaseException):
    """Ends the trace at once: a budget is spent, or an error that isn't recovered from.

    model: it is a model that knows nothing of what comes after its call.
    """

    def __init__(self, status: str, reason: str, model: bool = False) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.model = model


class EntryLeft(BaseException):
    """Ends an entry that was inferred: its arguments turned out not to fit."""


class TooLarge(Exception):
    """A value would be larger than the budget; the guard turns it into an Unknown and an event."""


class Refused(Exception):
    """Something that the sandbox doesn't allow; the guard turns it into an Unknown and an event."""
