"""Which attributes with one underscore TensorFlow's classes have, as recorded from 1.15."""

from __future__ import annotations

from functools import cache

from . import facts, places


@cache
def has_private(cls: type, name: str) -> bool:
    """Whether the class of TensorFlow that a model's class stands for, or one of its bases, has an attribute `_name`."""
    keys = (places.key_of(base) for base in cls.__mro__)
    return any(name in _names(key) for key in keys if key is not None)


@cache
def _names(key: str) -> frozenset[str]:
    """The private names of a class, "module:name", and of its bases."""
    module, name = key.split(":")
    own = facts.privates().get(module, {}).get(name, "").split()
    entry = facts.signatures()["classes"].get(module, {}).get(name)
    bases = [] if entry is None else entry["bases"]
    return frozenset(own).union(*(_names(":".join(base)) for base in bases))
