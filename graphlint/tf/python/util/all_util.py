"""Which names of a module are public (util/all_util.py): modules of scripts stay as they are."""

from __future__ import annotations

from typing import Any


def remove_undocumented(module_name: Any, allowed_exception_list: Any = None, doc_string_modules: Any = None) -> None:
    """Nothing is removed."""


def make_all(module_name: Any, doc_string_modules: Any = None) -> list[str]:
    return []
