"""What a rule says: a Finding with its place, evidence and fix."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from graphlint.sandbox.events import Event
from graphlint.sandbox.places import Chain, Place, resolve_chain

_BREAK = re.compile(r"\s*\n\s*")
# callers of a place that are told, and how many of them from the outer end
_MOST_CALLERS, _OUTER = 40, 10
Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True)
class Related:
    """Another place that belongs to a finding: the call chain, the other scope entry."""

    message: str
    place: Place


@dataclass(frozen=True)
class Evidence:
    """How a finding was confirmed: `how` names the means (names, run, shapes, ...), `detail` says what was seen.

    status "refuted" means that running showed it to be false: such a finding is not reported.
    """

    status: Literal["confirmed", "not run", "refuted"]
    how: str
    detail: str


@dataclass(frozen=True)
class Edit:
    """Replace the text of a range."""

    place: Place
    text: str


@dataclass(frozen=True)
class Fix:
    """Edits that mend a finding; unsafe ones rename variables or change values."""

    safe: bool
    edits: tuple[Edit, ...]


@dataclass
class Finding:
    """One finding of one rule. `code`, `name` and `severity` are filled in from the rule where it doesn't set them.

    subject: the name that a rule would tell of again and again at one place: such findings are told as one.
    once: what needs to be mended but once in a file, whichever lines ask for it: a name that is not defined.
    """

    place: Place
    message: str
    help: str
    evidence: Evidence
    related: list[Related] = field(default_factory=list)
    fix: Fix | Callable[[], Fix | None] | None = None
    condition: str | None = None
    severity: Severity | None = None
    code: str = ""
    name: str = ""
    subject: str = ""
    once: str = ""

    def edits(self) -> Fix | None:
        """The fix; one that is costly to find is given as a function and found now."""
        return self.fix() if callable(self.fix) else self.fix

    @property
    def key(self) -> tuple[Any, ...]:
        return self.code, self.place.file, self.place.line, self.place.column, self.message


def place_of(chain: Chain) -> Place | None:
    """The innermost place of a chain of script frames."""
    return resolve_chain(chain[:1])[0] if chain else None


def callers(chain: Chain) -> list[Related]:
    """The calls that led to the innermost place, as related places; of a deep recursion, those at both ends."""
    inner = chain[1:] if len(chain) <= _MOST_CALLERS else (*chain[1 : _MOST_CALLERS - _OUTER], *chain[-_OUTER:])
    return [Related(f"called from {place.function}", place) for place in resolve_chain(inner)]


def of_event(event: Event, message: str, advice: str, evidence: Evidence, **extra: Any) -> Finding | None:
    """A finding at the place of an event, in one line; None where the event has none."""
    place = place_of(event.site)
    if place is None:
        return None
    return Finding(place, _BREAK.sub(" ", message), advice, evidence, related=callers(event.site), **extra)


def listed(names: Sequence[str], most: int = 4) -> str:
    """The first names, and how many more there are."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
