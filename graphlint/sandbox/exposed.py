"""Which host objects a script may touch: the table of exposed types.

`@exposed` marks a class of a model: scripts may read the attributes that don't start with an underscore (and those
named in `also`), call its methods, use operators on it, and subclass it. `allow` opens listed attributes of a class
that isn't ours (a numpy array). Everything that is in neither table is opaque: a script can hold it and pass it on,
and nothing else. Not here: the guards that ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, overload

T = TypeVar("T", bound=type)

# class -> the underscored names that are readable too
EXPOSED: dict[type, frozenset[str]] = {}
# class -> the names that are graphlint's own though they have no underscore: TensorFlow's class has none of them
HIDDEN: dict[type, frozenset[str]] = {}
# class -> the names that TensorFlow gives as lists of its own making
COPIED: dict[type, frozenset[str]] = {}
# foreign class -> all that is readable
ALLOWED: dict[type, frozenset[str]] = {}
# foreign callables (classes or functions) that a script may call
CALLABLE: set[Any] = set()


@overload
def exposed(cls: T, /) -> T: ...
@overload
def exposed(*, also: Iterable[str] = ()) -> Callable[[T], T]: ...
def exposed(cls: Any = None, /, *, also: Iterable[str] = ()) -> Any:
    """Mark a class of a model as usable by scripts; its subclasses are exposed in the same way."""

    def mark(marked: T) -> T:
        if marked in EXPOSED:
            raise ValueError(f"{marked.__qualname__} is exposed twice")
        EXPOSED[marked] = frozenset(also)
        return marked

    return mark if cls is None else mark(cls)


def hide(cls: type, names: Iterable[str], copied: Iterable[str] = ()) -> None:
    """Keep names of an exposed class from scripts, and give them copies of what `copied` names."""
    HIDDEN[cls], COPIED[cls] = frozenset(names), frozenset(copied)


def guarded_base(cls: type) -> type | None:
    """The class that hides names from scripts and that `cls` is or derives from; None where there is none."""
    return next((base for base in cls.__mro__ if base in HIDDEN), None)


def allow(cls: type, names: Iterable[str], *, callable: bool = False) -> None:
    """Open the named attributes of a class that isn't ours; `callable` lets scripts make instances of it."""
    ALLOWED[cls] = ALLOWED.get(cls, frozenset()) | frozenset(names)
    if callable:
        CALLABLE.add(cls)


def allow_call(function: Any) -> Any:
    """Let scripts call this function or class of the standard library as it is. Only for what can do no harm."""
    CALLABLE.add(function)
    return function


def exposed_names(cls: type) -> frozenset[str] | None:
    """The underscored names that are readable on instances of `cls`; None if it isn't exposed."""
    found: frozenset[str] | None = None
    for base in cls.__mro__:
        names = EXPOSED.get(base)
        if names is not None:
            found = names if found is None else found | names
    return found
