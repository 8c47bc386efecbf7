"""Entries for a library module that says none: not inferred yet."""

from __future__ import annotations

from graphlint.sandbox.session import Sandbox
from graphlint.source.parse import Source


def infer_entries(source: Source, sandbox: Sandbox) -> list[str]:
    """Calls of the module's public functions."""
    return []
