"""Forward compatibility dates (compat/compat.py)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

# the horizon of release 1.15
_HORIZON = date(2019, 8, 21)


def forward_compatible(year: int, month: int, day: int) -> bool:
    return date(year, month, day) < _HORIZON


@contextmanager
def forward_compatibility_horizon(year: int, month: int, day: int) -> Iterator[None]:
    """Accepted without effect: which ops a release makes stands in the table of releases."""
    yield
