"""What scripts may read on plain data: for each built-in type, the names of its harmless methods.

Names whose cost depends on a number (`ljust`, `zfill`, ...) stand in SIZED too, and are checked when called.
Not here: exposed classes of models (`exposed.py`), and the guards.
"""

from __future__ import annotations

import collections
from types import GeneratorType, MappingProxyType, NoneType
from typing import Any

_COMMON = ["__eq__", "__ne__", "__hash__", "__repr__", "__str__", "__init__", "__doc__", "__bool__", "__sizeof__"]
_ORDER = ["__lt__", "__le__", "__gt__", "__ge__"]
_SEQUENCE = ["__len__", "__getitem__", "__contains__", "__iter__", "index", "count"]
_NUMBER = [
    "__add__", "__radd__", "__sub__", "__rsub__", "__neg__", "__pos__", "__abs__", "__int__", "__float__",
    "__truediv__", "__floordiv__", "__round__", "real", "imag", "conjugate",
]  # fmt: skip
_TEXT = [
    "capitalize", "center", "count", "endswith", "expandtabs", "find", "index", "isalnum", "isalpha", "isascii",
    "isdigit", "islower", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "maketrans", "partition",
    "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith",
    "strip", "swapcase", "title", "translate", "upper", "zfill", "removeprefix", "removesuffix",
]  # fmt: skip
_SET = [
    "copy", "difference", "intersection", "isdisjoint", "issubset", "issuperset", "symmetric_difference", "union",
    "__len__", "__contains__", "__iter__",
]  # fmt: skip
_CHANGING_SET = [
    "add", "clear", "difference_update", "discard", "intersection_update", "pop", "remove",
    "symmetric_difference_update", "update",
]  # fmt: skip
_LIST = [
    "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort",
    "__setitem__", "__delitem__", "__reversed__",
]  # fmt: skip
_DICT = [
    "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values",
    "__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__", "__iter__", "__missing__",
]  # fmt: skip
_VIEW = ["__len__", "__contains__", "__iter__", "isdisjoint", "mapping"]
_EXCEPTION = [
    "args", "errno", "strerror", "filename", "code", "msg", "lineno", "offset", "text", "value", "with_traceback",
    "add_note", "name", "characters_written", "start", "end", "reason", "encoding", "object",
]  # fmt: skip


def _names(*groups: list[str]) -> frozenset[str]:
    return frozenset(name for group in (_COMMON, *groups) for name in group)


PLAIN: dict[type, frozenset[str]] = {
    object: _names(),
    NoneType: _names(),
    type(Ellipsis): _names(),
    type(NotImplemented): _names(),
    bool: _names(_NUMBER, ["bit_length", "numerator", "denominator"]),
    int: _names(_NUMBER, _ORDER, ["bit_length", "bit_count", "numerator", "denominator", "to_bytes", "from_bytes"]),
    float: _names(_NUMBER, _ORDER, ["is_integer", "as_integer_ratio", "hex", "fromhex"]),
    complex: _names(_NUMBER),
    str: _names(_TEXT, _ORDER, _SEQUENCE, [
        "casefold", "encode", "format", "format_map", "isdecimal", "isidentifier", "isnumeric", "isprintable", "decode",
    ]),
    bytes: _names(_TEXT, _ORDER, _SEQUENCE, ["decode", "hex", "fromhex"]),
    bytearray: _names(_TEXT, _LIST, _SEQUENCE, ["decode", "hex", "fromhex"]),
    tuple: _names(_SEQUENCE, _ORDER),
    list: _names(_LIST, _SEQUENCE, _ORDER),
    dict: _names(_DICT),
    set: _names(_SET, _CHANGING_SET),
    frozenset: _names(_SET),
    range: _names(_SEQUENCE, ["start", "stop", "step"]),
    slice: _names(["start", "stop", "step", "indices"]),
    GeneratorType: _names(["send", "throw", "close", "__next__", "__iter__"]),
    MappingProxyType: _names(["get", "items", "keys", "values", "__len__", "__getitem__", "__contains__", "__iter__"]),
    type({}.keys()): _names(_VIEW),
    type({}.values()): _names(_VIEW),
    type({}.items()): _names(_VIEW),
    property: _names(["getter", "setter", "deleter"]),
    classmethod: _names(["__func__", "__get__"]),
    staticmethod: _names(["__func__", "__get__"]),
    BaseException: _names(_EXCEPTION),
    collections.OrderedDict: _names(_DICT, ["move_to_end", "__reversed__"]),
    collections.defaultdict: _names(_DICT, ["default_factory"]),
    collections.Counter: _names(_DICT, ["elements", "most_common", "subtract", "total"]),
    collections.deque: _names(_LIST, _SEQUENCE, ["appendleft", "extendleft", "popleft", "rotate", "maxlen"]),
}  # fmt: skip
_ITERATORS: tuple[Any, ...] = (
    iter([]), iter(()), iter({}), iter(""), iter(range(0)), iter(set()), zip(), map(str, ()), filter(None, ()),
    enumerate(()), reversed([]), iter({}.items()), iter({}.values()), iter(int, 1),
)  # fmt: skip
for _iterator in _ITERATORS:
    PLAIN.setdefault(type(_iterator), _names(["__next__", "__iter__", "__length_hint__"]))

# Methods whose result can be much larger than what they are given.
SIZED = frozenset({
    "center", "expandtabs", "ljust", "rjust", "zfill", "replace", "to_bytes", "join", "translate", "extend", "update",
    "union", "extendleft", "fromkeys", "elements", "difference", "intersection", "symmetric_difference", "__init__",
    "intersection_update", "difference_update", "symmetric_difference_update", "subtract", "issubset", "issuperset",
    "isdisjoint", "maketrans", "from_bytes",
})  # fmt: skip

# Methods that compare or look up: an Unknown among their arguments makes the result unknown.
LOOKUPS = frozenset(
    {
        "get",
        "index",
        "count",
        "startswith",
        "endswith",
        "find",
        "rfind",
        "rindex",
        "__getitem__",
        "__contains__",
        "__eq__",
        "__ne__",
    }
)

# What every class may show, and what a call of a slot wrapper (`dict.__init__`) may be.
CLASS_NAMES = frozenset({"__name__", "__qualname__", "__doc__", "__module__"})
SLOT_CALLS = frozenset({
    "__init__", "__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__", "__iter__", "__next__",
    "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__", "__repr__", "__str__", "__bool__",
    "__enter__",
    "__exit__", "__call__", "__int__", "__float__", "__abs__", "__neg__", "__pos__", "__add__", "__radd__", "__sub__",
    "__rsub__", "__truediv__", "__floordiv__", "__round__", "__missing__", "__reversed__", "__iadd__",
    "__init_subclass__",
    "__del__", "__sizeof__", "__length_hint__", "__prepare__", "__set_name__", "__subclasshook__", "__get__", "__dir__",
})  # fmt: skip


def plain_names(cls: type) -> frozenset[str] | None:
    """The readable names of a plain type or of a subclass of one."""
    for base in cls.__mro__:
        names = PLAIN.get(base)
        if names is not None and base is not object:
            return names
    return PLAIN.get(cls)


def plain_base(cls: type) -> Any:
    """The plain type that a class derives from."""
    for base in cls.__mro__:
        if base in PLAIN and base is not object:
            return base
    return None
