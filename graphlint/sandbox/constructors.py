"""Calls of plain classes: `list(x)`, `int(x)`, `dict(...)`: with sizes measured, and unknown where `x` is."""

from __future__ import annotations

import collections
import operator
from collections.abc import Callable
from typing import Any

from graphlint.sandbox.exact import exact_length
from graphlint.sandbox.guards_native import find_unknown
from graphlint.sandbox.kinds import is_script_class
from graphlint.sandbox.run import UNSURE, Run
from graphlint.sandbox.sizes import bounded, check_arguments, check_bits, check_printed
from graphlint.sandbox.unknown import Unknown, UnknownRange, text_of
from graphlint.sandbox.unknown_text import written
from graphlint.sandbox.unsure import lazily, taken

_DISTINCT = (set, frozenset, collections.Counter)


def own_conversion(obj: Any, cls: Any) -> Any:
    """`int(obj)` of a class of the script: what its method gives may be unknown."""
    method = getattr(type(obj), f"__{cls.__name__}__", None)
    found = method(obj) if callable(method) and cls is not slice and cls is not reversed else None
    return found if isinstance(found, Unknown) else cls(obj)


def constructors(run: Run, call: Callable[..., Any], type_of: Callable[..., Any]) -> dict[Any, Callable[..., Any]]:
    """Class -> what a call of it does, for one run."""

    def collecting(cls: Any) -> Callable[..., Any]:
        def construct(*args: Any, **kwargs: Any) -> Any:
            if args and isinstance(args[0], Unknown):
                return args[0].derived(f"{cls.__name__}({args[0].text})")
            if cls in (bytes, bytearray) and args:
                args = check_arguments(run, "__init__", cls, args)
            made = taken(run, args, lambda args: cls(*(bounded(run, arg) for arg in args), **kwargs))
            if cls in _DISTINCT and any(isinstance(item, Unknown) for item in made):
                run.mark_unsure(made, UNSURE, tainted=False)  # some of them may be equal
            return run.pass_on(args[0], made, alike=cls in (list, tuple)) if args and run.unsure else made

        return construct

    def converting(cls: Any) -> Callable[..., Any]:
        def construct(*args: Any, **kwargs: Any) -> Any:
            unknown = find_unknown(args)
            if unknown is None:
                if cls is int and args and isinstance(args[0], (str, bytes, bytearray)):
                    check_bits(run, 4 * exact_length(args[0]))
                if cls is str and args:
                    check_printed(run, args[0])
                return own_conversion(args[0], cls) if len(args) == 1 and is_script_class(type(args[0])) else cls(*args, **kwargs)
            if cls is int and args[0] is unknown:
                return Unknown(
                    unknown.reason,
                    text=f"int({unknown.text})",
                    kind=unknown.kind,
                    parts=("+", unknown, 0),
                    site=unknown.site,
                )
            text = f"{cls.__name__}({', '.join(map(text_of, args))})"
            return written(unknown, text) if cls is str else unknown.derived(text)

        return construct

    def truth(value: Any = False, /) -> Any:
        return (
            value.derived(f"bool({value.text})", ("not", run.builtins["__gl_not__"](value), None))
            if isinstance(value, Unknown)
            else bool(value)
        )

    def strict(found: Any) -> Any:
        """In Python 2 these give lists."""
        return taken(run, found, lambda found: list(bounded(run, found))) if run.python == 2 else found

    def lazy(cls: Any) -> Callable[..., Any]:
        """`map` and `filter`: each call of the function is guarded."""

        def construct(function: Any, *values: Any) -> Any:
            guarded = None if function is None else lambda *args: call(function, *args)
            return strict(cls(guarded, *(lazily(run, value) for value in values)))

        return construct

    def zipped(*values: Any, **options: Any) -> Any:
        if len(values) == 1 and isinstance(values[0], Unknown):  # zip(*unknown)
            return values[0].derived(f"zip(*{values[0].text})")
        rows = zip(*(lazily(run, value) for value in values), **options)
        starred, run.starred = run.starred, ()
        if starred and len(values) == len(starred) and all(map(operator.is_, values, starred)):
            return strict(map(turned, rows))
        return strict(rows)

    def turned(row: tuple[Any, ...]) -> tuple[Any, ...]:
        """What `zip` makes of `*rows` whose number isn't known has as many elements."""
        run.mark_unsure(row, UNSURE)
        return row

    def numbered(*args: Any) -> Any:
        unknown = find_unknown(args)
        if unknown is not None:
            return UnknownRange.of(unknown, args)
        return range(*args)

    def plainly(cls: Any) -> Callable[..., Any]:
        return lambda *args, **kwargs: cls(*args, **kwargs)

    def counting(values: Any, start: Any = 0) -> Any:
        return enumerate(lazily(run, values), start)

    table: dict[Any, Callable[..., Any]] = {
        type: type_of,
        bool: truth,
        zip: zipped,
        range: numbered,
        enumerate: counting,
    }
    cls: Any
    for cls in (
        list,
        tuple,
        set,
        frozenset,
        dict,
        bytearray,
        bytes,
        collections.OrderedDict,
        collections.Counter,
        collections.deque,
    ):
        table[cls] = collecting(cls)
    for cls in (int, float, complex, str, slice, reversed):
        table[cls] = converting(cls)
    for cls in (map, filter):
        table[cls] = lazy(cls)
    for cls in (object, property, classmethod, staticmethod, super, collections.defaultdict):
        table[cls] = plainly(cls)
    return table
