"""`collections`, `heapq`, `bisect`, `queue`, `array`, `copy`: containers, as they are or with their sizes watched."""

from __future__ import annotations

import bisect
import collections
import collections.abc
import copy
import heapq
from typing import Any

from graphlint.libs.rows import constants, library, take
from graphlint.libs.state import Current, invoke
from graphlint.sandbox.classes import adopt
from graphlint.sandbox.exposed import PARENTS, allow, exposed
from graphlint.sandbox.handlers import catching
from graphlint.sandbox.kinds import served_anew
from graphlint.sandbox.library import TableLibrary
from graphlint.sandbox.unknown import Unknown

_ABC = (
    "Iterable Iterator Mapping MutableMapping Sequence MutableSequence Set MutableSet Callable Hashable Sized "
    "Container Generator Collection KeysView ItemsView ValuesView Reversible"
)
_NAMEDTUPLE: Any = collections.namedtuple
_NEW: Any = object.__new__
_FIELDS = {"_fields", "_asdict", "_replace", "_make", "_field_defaults", "count", "index"}


def namedtuple(typename: Any, field_names: Any, *, rename: Any = False, defaults: Any = None, **others: Any) -> Any:
    """A named tuple class; scripts may make instances and read its fields."""
    if isinstance(typename, Unknown) or isinstance(field_names, Unknown):
        return Unknown("the fields of a named tuple aren't known", text="namedtuple(...)")
    names = field_names if isinstance(field_names, str) else [str(name) for name in take(field_names)]
    made = _NAMEDTUPLE(typename, names, rename=bool(rename), defaults=defaults)
    made.__module__ = "__main__"
    allow(made, _FIELDS | set(made._fields), callable=True)
    served_anew(made.__new__)
    return made


class ChainMap(collections.ChainMap):  # type: ignore[type-arg]
    """`collections.ChainMap`."""


exposed(ChainMap)
exposed_user: dict[str, Any] = {
    "UserDict": exposed(type("UserDict", (collections.UserDict,), {})),
    "UserList": adopt(type("UserList", (list,), {"data": property(lambda self: self)})),
}
_ABSTRACT = constants(collections.abc, _ABC)
# what scripts derive from, and the methods of theirs that ask the script's own for what may not be there
PARENTS.update({base: exposed(type(name, (base,), {})) for name, base in _ABSTRACT.items()})
_ASKING: dict[type, str] = {
    collections.abc.Mapping: "get __contains__",
    collections.abc.MutableMapping: "pop clear setdefault",
    collections.abc.Sequence: "__iter__ index",
    collections.abc.MutableSequence: "clear",
}
for _base, _methods in _ASKING.items():
    for _method in _methods.split():
        catching(vars(_base)[_method], kind=LookupError)
ABC = TableLibrary("collections.abc", _ABSTRACT)
COLLECTIONS = library(
    "collections",
    constants(collections, "OrderedDict defaultdict Counter deque"),
    _ABSTRACT,
    exposed_user,
    {"namedtuple": namedtuple, "ChainMap": ChainMap, "abc": ABC},
)


def _heap(name: str) -> Any:
    real = getattr(heapq, name)

    def function(*args: Any) -> Any:
        if any(isinstance(arg, Unknown) for arg in args):
            return Unknown("a heap that isn't known", text=f"heapq.{name}(...)")
        return real(*args)

    function.__name__ = function.__qualname__ = name
    return function


def nlargest(n: Any, iterable: Any, key: Any = None) -> Any:
    return _chosen(heapq.nlargest, n, iterable, key)


def nsmallest(n: Any, iterable: Any, key: Any = None) -> Any:
    return _chosen(heapq.nsmallest, n, iterable, key)


def _chosen(real: Any, n: Any, iterable: Any, key: Any) -> Any:
    items = take(iterable)
    if isinstance(n, Unknown) or any(isinstance(item, Unknown) for item in items):
        return Unknown("the items aren't known", text=f"heapq.{real.__name__}(...)")
    return real(n, items, key=None if key is None else lambda item: invoke(key, item))


HEAPQ = library(
    "heapq",
    {name: _heap(name) for name in ("heappush", "heappop", "heapify", "heappushpop", "heapreplace")},
    {
        "nlargest": nlargest,
        "nsmallest": nsmallest,
        "merge": lambda *lists: iter(sorted(item for each in lists for item in take(each))),
    },
)


def _bisection(name: str) -> Any:
    real = getattr(bisect, name)

    def function(*args: Any, key: Any = None, **options: Any) -> Any:
        return real(*args, key=None if key is None else lambda item: invoke(key, item), **options)

    function.__name__ = function.__qualname__ = name
    return function


_BISECTIONS = ("bisect", "bisect_left", "bisect_right", "insort", "insort_left", "insort_right")
BISECT = library("bisect", {name: _bisection(name) for name in _BISECTIONS})


@exposed
class Queue:
    """`queue.Queue` without threads: what was put in comes out, and an empty one gives something unknown."""

    def __init__(self, maxsize: Any = 0, **options: Any) -> None:
        self.maxsize = maxsize
        self._items: collections.deque[Any] = collections.deque()

    def put(self, item: Any, block: Any = True, timeout: Any = None) -> None:
        self._items.append(item)

    def get(self, block: Any = True, timeout: Any = None) -> Any:
        return self._items.popleft() if self._items else Unknown("an item that another thread puts in", text="queue.get()")

    put_nowait = put
    get_nowait = get

    def qsize(self) -> Any:
        return Unknown("how many items a queue has", text="queue.qsize()")

    def empty(self) -> Any:
        return Unknown("how many items a queue has", text="queue.empty()")

    def full(self) -> Any:
        return Unknown("how many items a queue has", text="queue.full()")

    def task_done(self) -> None:
        """No thread waits."""

    def join(self) -> None:
        """No thread works."""

    close = join
    cancel_join_thread = join
    join_thread = join


QUEUE = library(
    "queue",
    dict.fromkeys(("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"), Queue),
    {"Empty": type("Empty", (Exception,), {}), "Full": type("Full", (Exception,), {})},
)


def shallow(x: Any) -> Any:
    made = _shallow(x)
    Current.state.copied(x, made)
    return made


def _shallow(x: Any) -> Any:
    if type(x) in _PLAIN:
        return copy.copy(x)
    custom = getattr(type(x), "__copy__", None)
    if custom is not None and not isinstance(x, (Unknown, type)):
        return custom(x)
    return _shallow_object(x, dict(_state(x))) if _is_script_object(x) else x


def _shallow_object(x: Any, state: dict[str, Any]) -> Any:
    """Another object of a class of the script, with this state. What `__reduce__` would say isn't asked."""
    kind = next((base for base in _PLAIN if isinstance(x, base)), object)
    made: Any = x if isinstance(x, (tuple, str, bytes, int, float, type)) else kind.__new__(type(x))
    if made is x:
        return x
    if isinstance(x, collections.defaultdict):
        collections.defaultdict.__init__(made, x.default_factory)
    for base, fill in _FILL:
        if isinstance(x, base):
            fill(made, x)
    for name, value in state.items():
        object.__setattr__(made, name, value)
    return made


def _state(x: Any) -> dict[str, Any]:
    found = getattr(x, "__dict__", None)
    return {name: value for name, value in found.items() if not name.startswith("__")} if isinstance(found, dict) else {}


def deep(x: Any, memo: Any = None) -> Any:
    """A deep copy of plain containers and of the script's own objects; a model's object stays itself."""
    return _deep(x, {})


_PLAIN: tuple[Any, ...] = (
    collections.OrderedDict, collections.defaultdict, collections.Counter, collections.deque, list, dict, set, tuple,
)  # fmt: skip
_FILL: tuple[tuple[Any, Any], ...] = (
    (dict, dict.update), (list, list.extend), (set, set.update), (collections.deque, collections.deque.extend),
)  # fmt: skip


def _is_script_object(x: Any) -> bool:
    from graphlint.sandbox.kinds import is_script_class

    return is_script_class(type(x))


def _deep(x: Any, memo: dict[int, Any]) -> Any:
    if id(x) in memo:
        return memo[id(x)]
    if isinstance(x, (list, collections.deque)):
        made: Any = shallow(x)
        memo[id(x)] = made
        made.clear()
        made.extend(_deep(each, memo) for each in x)
        return made
    if isinstance(x, dict):
        made = shallow(x)
        memo[id(x)] = made
        for key, value in x.items():
            made[key] = _deep(value, memo)
        return made
    if type(x) is tuple or type(x) is set:
        memo[id(x)] = made = type(x)(_deep(each, memo) for each in x)
        return made
    custom = getattr(type(x), "__deepcopy__", None)
    if custom is not None and not isinstance(x, (Unknown, type)):
        return custom(x, memo)
    return _deep_object(x, memo) if _is_script_object(x) else x


def _deep_object(x: Any, memo: dict[int, Any]) -> Any:
    made: Any = _shallow_object(x, {}) if vars(type(x)).get("__new__", _NEW) is _NEW else x
    memo[id(x)] = made
    if made is not x:
        for name, value in _state(x).items():
            object.__setattr__(made, name, _deep(value, memo))
        Current.state.copied(x, made)
    return made


COPY = library("copy", {"copy": shallow, "deepcopy": deep, "error": Exception, "Error": Exception})
