"""Script in, `Trace` out: the graphs that a script builds, and all that was noted on the way.

`trace(path)` runs the script under guards along its main path, then along others where its course hangs on something
unknown. Not here: the guards (`sandbox`), what TensorFlow does (`tf`), rules and reports.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphlint.graph import provenance
from graphlint.sandbox.budget import Limits, TraceStopped
from graphlint.sandbox.events import Call, Decision, Event
from graphlint.sandbox.places import Place
from graphlint.sandbox.unknown import Decider, Unknown
from graphlint.source.parse import Source
from graphlint.source.reading import SourceError

__all__ = ["Call", "Decision", "Event", "Limits", "Place", "SourceError", "Trace", "Unknown", "trace"]


@dataclass
class Trace:
    """One symbolic execution of a script.

    status: "complete"; "stopped" (the script ended itself, or a training loop was cut short); "error" (TensorFlow or
    Python would raise: `at` says where first); "incomplete" (something isn't modelled, allowed, or within the budget).
    """

    path: str
    release: str
    status: str = "complete"
    reason: str | None = None
    at: Place | None = None
    graphs: list[Any] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    assumptions: list[Decision] = field(default_factory=list)
    unmodelled: dict[str, int] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    entries: list[str] = field(default_factory=list)
    inferred: list[str] = field(default_factory=list)
    alternatives: list[Trace] = field(default_factory=list)
    namespace: dict[str, Any] = field(default_factory=dict)
    world: Any = None
    steps: int = 0
    seconds: float = 0.0

    @property
    def errors(self) -> list[Event]:
        """What Python or TensorFlow would raise."""
        return [event for event in self.events if event.kind in ("error", "raised")]

    @property
    def unknowns(self) -> list[Unknown]:
        """The Unknowns whose truth was asked."""
        return [decision.unknown for decision in self.assumptions if isinstance(decision.unknown, Unknown)]

    @property
    def condition(self) -> str | None:
        """Under which condition this path is taken: the decisions that went the other way than on the main one."""
        flipped = [decision.condition.removeprefix("when ") for decision in self.assumptions if decision.flipped]
        return f"when {' and '.join(flipped)}" if flipped else None

    def source(self, file: str) -> Source | None:
        """The source of a file of this trace."""
        for source in self.sources.values():
            if source.path == file:
                return source
        return None


def trace(
    path: str | Path,
    source: str | None = None,
    *,
    argv: Sequence[str] = (),
    entries: Sequence[str] = (),
    release: str = "1.15",
    recover: bool = True,
    search: Sequence[str | Path] = (),
    python: str = "auto",
    paths: int | None = None,
    infer: bool = True,
    limits: Limits | None = None,
) -> Trace:
    """Trace a script. `source` is its text where it isn't to be read from `path`.

    entries: expressions or statements to run in its namespace afterwards (its own `# graphlint: entry` comments are
    run too). recover: go on after errors. search: further folders for imports. paths: how many ways of unknown truths
    are followed (1: the main one only). SourceError where the file can't be read or parsed.
    """
    from graphlint.tracing.paths import Request, follow
    from graphlint.tracing.threads import OutOfTime, call_in_thread

    limits = limits or Limits()
    started = time.monotonic()
    request = Request(
        Path(path).absolute(), str(path), source, tuple(argv), tuple(entries), release, recover,
        tuple(Path(item) for item in search), python, limits.paths if paths is None else paths, infer, limits,
    )  # fmt: skip
    try:
        result = call_in_thread(lambda: follow(request), limits.seconds * 1.5 + 5)
    except (OutOfTime, TraceStopped) as stopped:
        result = Trace(str(path), release, "incomplete", str(stopped))
        result.events.append(Event("budget", str(stopped)))
    finally:
        Decider.reset()
        provenance.forget()
    result.seconds = time.monotonic() - started
    return result
