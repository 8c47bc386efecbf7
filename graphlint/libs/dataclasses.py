"""`dataclasses`, written without generated source text, so that no name of a script is ever compiled."""

from __future__ import annotations

from typing import Any

from graphlint.libs.language import SimpleNamespace
from graphlint.libs.rows import library
from graphlint.libs.state import invoke
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown

_FIELDS = "__dataclass_fields__"


class _Missing:
    """No default."""


MISSING = _Missing()


@exposed
class Field:
    """One field: its name, its default or the factory of it."""

    def __init__(self, default: Any = MISSING, default_factory: Any = MISSING, init: bool = True) -> None:
        self.name = ""
        self.type: Any = None
        self.default = default
        self.default_factory = default_factory
        self.init = init

    def value(self) -> Any:
        return invoke(self.default_factory) if self.default is MISSING else self.default

    def is_required(self) -> bool:
        return self.init and self.default is MISSING and self.default_factory is MISSING


def field(*, default: Any = MISSING, default_factory: Any = MISSING, init: Any = True, **others: Any) -> Field:
    return Field(default, default_factory, bool(init))


def dataclass(cls: Any = None, /, **options: Any) -> Any:
    """Gives a class of the script its `__init__`, `__repr__` and `__eq__`."""
    if cls is None:
        return lambda made: dataclass(made, **options)
    if isinstance(cls, Unknown):
        return cls
    found = _collect(cls)
    setattr(cls, _FIELDS, found)
    if options.get("init", True) and "__init__" not in vars(cls):
        cls.__init__ = _initializer(cls.__name__, found)
    if options.get("repr", True) and "__repr__" not in vars(cls):
        cls.__repr__ = _representation
    if options.get("eq", True) and "__eq__" not in vars(cls):
        cls.__eq__, cls.__hash__ = _equality, _hash if options.get("frozen") else None
    return cls


def _collect(cls: type) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for base in reversed(cls.__mro__[1:]):
        found |= vars(base).get(_FIELDS, {})
    for name, kind in vars(cls).get("__annotations__", {}).items():
        if "ClassVar" in str(kind):
            continue
        given = vars(cls).get(name, MISSING)
        made = given if isinstance(given, Field) else Field(given)
        if isinstance(made.default, (list, dict, set)):
            raise ValueError(f"mutable default {type(made.default)} for field {name} is not allowed: use default_factory")
        made.name, made.type = name, kind
        if isinstance(given, Field) and given.default is MISSING:
            delattr(cls, name)
        elif isinstance(given, Field):
            setattr(cls, name, given.default)
        found[name] = made
    return found


def _initializer(name: str, found: dict[str, Field]) -> Any:
    taken = [each for each in found.values() if each.init]

    def __init__(self: Any, /, *args: Any, **options: Any) -> None:
        if len(args) > len(taken):
            raise TypeError(f"{name}.__init__() takes {len(taken) + 1} positional arguments but {len(args) + 1} were given")
        given = dict(zip((each.name for each in taken), args, strict=False))
        for key, value in options.items():
            if key in given or key not in found:
                raise TypeError(f"{name}.__init__() got an unexpected keyword argument '{key}'")
            given[key] = value
        missing = [each.name for each in taken if each.name not in given and each.is_required()]
        if missing:
            raise TypeError(f"{name}.__init__() missing required arguments: {', '.join(map(repr, missing))}")
        for each in found.values():
            if each.name in given or each.init or each.default is not MISSING or each.default_factory is not MISSING:
                object.__setattr__(self, each.name, given[each.name] if each.name in given else each.value())
        after = getattr(type(self), "__post_init__", None)
        if after is not None:
            after(self)

    return __init__


def _values(obj: Any) -> tuple[Any, ...]:
    return tuple(getattr(obj, name) for name in getattr(type(obj), _FIELDS))


def _representation(self: Any) -> str:
    inner = ", ".join(f"{name}={value!r}" for name, value in zip(getattr(type(self), _FIELDS), _values(self), strict=True))
    return f"{type(self).__qualname__}({inner})"


def _equality(self: Any, other: Any) -> Any:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def is_dataclass(obj: Any) -> bool:
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def fields(class_or_instance: Any) -> Any:
    cls = class_or_instance if isinstance(class_or_instance, type) else type(class_or_instance)
    if not is_dataclass(cls):
        raise TypeError("must be called with a dataclass type or instance")
    return tuple(SimpleNamespace(name=each.name, type=each.type) for each in getattr(cls, _FIELDS).values())


def asdict(obj: Any, **options: Any) -> Any:
    return {name: _as_plain(getattr(obj, name)) for name in getattr(type(obj), _FIELDS)}


def _as_plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_as_plain(each) for each in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def replace(obj: Any, /, **changes: Any) -> Any:
    known = {each.name: getattr(obj, each.name) for each in getattr(type(obj), _FIELDS).values() if each.init}
    return type(obj)(**{**known, **changes})


DATACLASSES = library(
    "dataclasses",
    {
        "dataclass": dataclass, "field": field, "fields": fields, "asdict": asdict, "replace": replace, "Field": Field,
        "is_dataclass": is_dataclass, "astuple": lambda obj: _values(obj), "MISSING": MISSING,
    },
)  # fmt: skip
