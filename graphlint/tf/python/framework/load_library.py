"""Custom op libraries: nothing is loaded, and what they hold isn't known (framework/load_library.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.library import unmodelled


def load_op_library(library_filename: Any) -> Any:
    return unmodelled(f"tensorflow.load_op_library({library_filename!r})")


def load_library(library_location: Any) -> None:
    """Its ops have no Python functions."""


def load_file_system_library(library_filename: Any) -> None:
    """A file system changes no graph."""
