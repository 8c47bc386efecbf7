"""Names and collections of summaries (ops/summary_op_util.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.tf.made_names import name_for
from graphlint.tf.python.framework import ops

_INVALID = re.compile(r"[^-/\w\.]")


def collect(val: Any, collections: Iterable[Any] | None, default_collections: Iterable[Any]) -> None:
    for key in default_collections if collections is None else collections:
        ops.add_to_collection(key, val)


def clean_tag(name: Any) -> Any:
    """A name without the characters that no op name may have."""
    return None if name is None else _INVALID.sub("_", name_for(name)).lstrip("/")


@contextmanager
def summary_scope(name: Any, family: Any = None, default_name: Any = None, values: Any = None) -> Iterator[tuple[str, str]]:
    """The tag of a summary and the name scope of its op."""
    name, family = clean_tag(name), clean_tag(family)
    with ops.name_scope(name if family is None else f"{family}/{name}", default_name, values) as scope:
        tag = scope.rstrip("/")
        yield (tag if family is None else f"{family}/{tag}"), scope
