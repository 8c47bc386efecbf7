"""`functools` and `operator`."""

from __future__ import annotations

import functools
import operator
from typing import Any

from graphlint.libs.rows import constants, library, native, take
from graphlint.libs.state import dotted, invoke
from graphlint.sandbox.exact import exact_length
from graphlint.sandbox.exposed import allow, allow_call
from graphlint.sandbox.unknown import Unknown

_MISSING: Any = object()
_HARMLESS = (
    "and_ or_ xor abs eq ne lt le gt ge is_ is_not not_ truth neg pos inv invert sub truediv floordiv contains index "
    "itemgetter isub"
)


def reduce(function: Any, sequence: Any, initial: Any = _MISSING) -> Any:
    total = initial
    for item in take(sequence):
        total = item if total is _MISSING else invoke(function, total, item)
    if total is _MISSING:
        raise TypeError("reduce() of empty iterable with no initial value")
    return total


def cmp_to_key(mycmp: Any) -> Any:
    return functools.cmp_to_key(lambda left, right: invoke(mycmp, left, right))


def total_ordering(cls: Any) -> Any:
    return cls if isinstance(cls, Unknown) else functools.total_ordering(cls)


def update_wrapper(wrapper: Any, wrapped: Any, *args: Any, **options: Any) -> Any:
    """`functools.wraps` also for what isn't a plain function; then nothing is copied."""
    try:
        return functools.update_wrapper(wrapper, wrapped, ("__module__", "__name__", "__qualname__", "__doc__"))
    except (AttributeError, TypeError):
        return wrapper


def wraps(wrapped: Any, *args: Any, **options: Any) -> Any:
    def decorate(wrapper: Any) -> Any:
        return update_wrapper(wrapper, wrapped)

    return decorate


def lru_cache(maxsize: Any = 128, typed: Any = False) -> Any:
    """A cache by arguments; what cannot be hashed is computed anew."""
    return _cached(maxsize) if callable(maxsize) else _cached


def _cached(function: Any) -> Any:
    kept: dict[Any, Any] = {}

    def cached(*args: Any, **options: Any) -> Any:
        key = (args, tuple(sorted(options.items(), key=lambda item: item[0])))
        try:
            if key not in kept:
                kept[key] = invoke(function, *args, **options)
            return kept[key]
        except TypeError:
            return invoke(function, *args, **options)

    cached.__name__ = cached.__qualname__ = getattr(function, "__name__", "cached")
    cached.cache_clear = lambda: kept.clear()  # type: ignore[attr-defined]
    return cached


class cached_property:
    """A property that is computed once per object."""

    def __init__(self, func: Any) -> None:
        self.func = func
        self.name: str = getattr(func, "__name__", "cached")

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        kept = vars(instance)
        if self.name not in kept:
            kept[self.name] = invoke(self.func, instance)
        return kept[self.name]


def singledispatch(func: Any) -> Any:
    return Unknown("functools.singledispatch is not modelled", text="singledispatch(...)", kind="unmodelled")


allow(functools.partial, {"func", "args", "keywords"}, callable=True)
allow_call(cached_property)
FUNCTOOLS = library(
    "functools",
    constants(functools, "partial partialmethod WRAPPER_ASSIGNMENTS"),
    {
        "reduce": reduce, "wraps": wraps, "update_wrapper": update_wrapper, "lru_cache": lru_cache, "cache": _cached,
        "cmp_to_key": cmp_to_key, "total_ordering": total_ordering, "cached_property": cached_property,
        "singledispatch": singledispatch,
    },
)  # fmt: skip
allow_call(functools.partialmethod)


def add(a: Any, b: Any) -> Any:
    from graphlint.sandbox.budget import TooLarge

    if isinstance(a, (str, list, tuple)) and isinstance(b, type(a)) and exact_length(a) + exact_length(b) > 1 << 22:
        raise TooLarge("a long sum of sequences")
    return a + (take(b) if isinstance(a, list) and not isinstance(b, list) and hasattr(type(b), "__iter__") else b)


def mul(a: Any, b: Any) -> Any:
    """A product of numbers; of sequences and huge numbers it isn't computed here."""
    from graphlint.sandbox.budget import TooLarge

    for side in (a, b):
        if isinstance(side, (str, bytes, list, tuple)) or (isinstance(side, int) and side.bit_length() > 1 << 15):
            raise TooLarge("operator.mul of something large")
    return a * b


def power(a: Any, b: Any) -> Any:
    from graphlint.sandbox.budget import TooLarge

    if isinstance(a, int) and isinstance(b, int) and a.bit_length() * abs(b) > 1 << 16:
        raise TooLarge("operator.pow of large numbers")
    return a**b


def mod(a: Any, b: Any) -> Any:
    if isinstance(a, (str, bytes)):
        return Unknown("operator.mod of a text", text="operator.mod(...)")
    return a % b


def getitem(a: Any, b: Any) -> Any:
    return a[b]


def attrgetter(*names: Any) -> Any:
    """Reads attributes by their dotted names, as the script would."""
    if not all(isinstance(name, (str, Unknown)) for name in names):
        raise TypeError("attribute name must be a string")

    paths = [[name] if isinstance(name, Unknown) else name.split(".") for name in names]

    def read(target: Any) -> Any:
        found = tuple(dotted(target, path) for path in paths)
        return found[0] if len(names) == 1 else found

    return read


OPERATOR = library(
    "operator",
    native(operator, _HARMLESS),
    {"add": add, "iadd": add, "concat": add, "mul": mul, "imul": mul, "pow": power, "mod": mod, "getitem": getitem},
    {"div": lambda a, b: a / b, "attrgetter": attrgetter, "matmul": lambda a, b: a @ b},
)
allow(operator.itemgetter, set(), callable=True)
