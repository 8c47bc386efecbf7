"""`itertools`: as Python's own, where whatever could go on for ever is written in Python so that it can be stopped."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from graphlint.libs.rows import library, take
from graphlint.libs.state import invoke
from graphlint.sandbox.budget import TooLarge
from graphlint.sandbox.unknown import Unknown

_MOST_ROUNDS = 1 << 21
_MOST_REPEATS = 1 << 16


def _bounded(items: Iterator[Any], what: str) -> Iterator[Any]:
    for number, item in enumerate(items):
        if number > _MOST_ROUNDS:
            raise TooLarge(f"more than {_MOST_ROUNDS} items of {what} are taken")
        yield item


def _walked(iterable: Any) -> Iterator[Any]:
    """The items, counted as they are taken: the library's own loops can't be stopped."""
    return _bounded(iter(iterable), "an iterable")


def count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
    def numbers() -> Iterator[Any]:
        number = start
        while True:
            yield number
            number = number + step

    return _bounded(numbers(), "itertools.count")


def cycle(iterable: Any) -> Iterator[Any]:
    kept = take(iterable)
    return _bounded(itertools.cycle(kept), "itertools.cycle")


def repeat(object: Any, times: Any = None) -> Iterator[Any]:
    if times is None or isinstance(times, Unknown):
        return _bounded(itertools.repeat(object), "itertools.repeat")
    return _bounded(itertools.repeat(object, times), "itertools.repeat")


def _eager(name: str) -> Any:
    real = getattr(itertools, name)

    def function(*iterables: Any, **options: Any) -> Iterator[Any]:
        given = [take(each) if not isinstance(each, (int, str)) else each for each in iterables]
        for number in (*iterables, *options.values()):
            if isinstance(number, int) and number > _MOST_REPEATS:
                raise TooLarge(f"itertools.{name} of {number} items each")
        return _bounded(real(*given, **options), f"itertools.{name}")

    function.__name__ = function.__qualname__ = name
    return function


def _lazy(name: str) -> Any:
    real = getattr(itertools, name)

    def function(*args: Any, **options: Any) -> Iterator[Any]:
        return _bounded(real(*(_walked(arg) for arg in args), **options), f"itertools.{name}")

    function.__name__ = function.__qualname__ = name
    return function


def _with_function(name: str) -> Any:
    real = getattr(itertools, name)

    def function(predicate: Any, iterable: Any) -> Iterator[Any]:
        test = predicate if predicate is None else lambda *item: invoke(predicate, *item)
        return _bounded(real(test, _walked(iterable)), f"itertools.{name}")

    function.__name__ = function.__qualname__ = name
    return function


def groupby(iterable: Any, key: Any = None) -> Iterator[Any]:
    groups: list[tuple[Any, list[Any]]] = []
    for item in take(iterable):
        mark = item if key is None else invoke(key, item)
        if not groups or not _same(groups[-1][0], mark):
            groups.append((mark, []))
        groups[-1][1].append(item)
    return ((mark, iter(items)) for mark, items in groups)


def _same(left: Any, right: Any) -> bool:
    return left is right or (not isinstance(left, Unknown) and not isinstance(right, Unknown) and bool(left == right))


def accumulate(iterable: Any, func: Any = None, *, initial: Any = None) -> Iterator[Any]:
    total, started = initial, initial is not None
    if started:
        yield total
    for item in iterable:
        total = item if not started else total + item if func is None else invoke(func, total, item)
        started = True
        yield total


def islice(iterable: Any, *ends: Any) -> Iterator[Any]:
    if any(isinstance(end, Unknown) for end in ends):
        return iter([Unknown("a slice of unknown length", text="next(islice(...))")])
    return _bounded(itertools.islice(_walked(iterable), *ends), "itertools.islice")


def from_iterable(iterable: Any) -> Iterator[Any]:
    return _bounded(itertools.chain.from_iterable(iterable), "itertools.chain")


def chain(*iterables: Any) -> Iterator[Any]:
    return _bounded(itertools.chain(*iterables), "itertools.chain")


chain.from_iterable = from_iterable  # type: ignore[attr-defined]
_EAGER = ("product", "permutations", "combinations", "combinations_with_replacement")
_LAZY = ("zip_longest", "compress", "pairwise")
_FUNCTIONS = ("starmap", "takewhile", "dropwhile", "filterfalse")
ITERTOOLS = library(
    "itertools",
    {name: _eager(name) for name in _EAGER},
    {name: _lazy(name) for name in _LAZY},
    {name: _with_function(name) for name in _FUNCTIONS},
    {
        "count": count, "cycle": cycle, "repeat": repeat, "groupby": groupby, "accumulate": accumulate,
        "islice": islice, "chain": chain,
        "tee": lambda iterable, n=2: tuple(iter(kept) for kept in [take(iterable)] * min(n, _MOST_REPEATS)),
        "izip": lambda *iterables: zip(*iterables), "imap": lambda function, *items: _mapped(function, items),
        "ifilter": lambda test, items: filter(test and (lambda item: invoke(test, item)), items),
        "izip_longest": _lazy("zip_longest"), "ifilterfalse": _with_function("filterfalse"),
    },
)  # fmt: skip


def _mapped(function: Any, items: tuple[Any, ...]) -> Iterator[Any]:
    return (invoke(function, *each) for each in zip(*items, strict=False))
