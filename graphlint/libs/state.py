"""What the libraries keep while one script is traced: its arguments, its flags, its `sys.path`.

Libraries outlive a trace; whatever a script can change in them lives here, and `begin` starts afresh.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from graphlint.sandbox.unknown import MADE_SYMBOLS, Unknown

if TYPE_CHECKING:
    from shapecalc import Expr

T = TypeVar("T")


def _not_read(target: Any, name: Any) -> Any:
    """Without the sandbox's guards nothing is read."""
    return Unknown("what is read outside of a trace isn't known", text=f"{name}")


@dataclass
class State:
    """One trace. `kept` holds what libraries make on first use (see `per_trace`)."""

    script: str = "script.py"
    argv: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=lambda: ["."])
    cwd: str = "/project"
    python: int = 3
    kept: dict[Callable[[], Any], Any] = field(default_factory=dict)
    call: Callable[..., Any] | None = None
    importer: Callable[..., Any] | None = None
    read: Callable[..., Any] = _not_read
    copied: Callable[[Any, Any], None] = lambda source, made: None
    namespace: Callable[[], dict[str, Any]] = dict


class Current:
    """Where the state of the running trace is found."""

    state = State()


def begin(
    script: str = "script.py",
    argv: list[str] | None = None,
    path: list[str] | None = None,
    cwd: str = "/project",
    python: int = 3,
    call: Callable[..., Any] | None = None,
    importer: Callable[..., Any] | None = None,
    read: Callable[..., Any] = _not_read,
    copied: Callable[[Any, Any], None] = lambda source, made: None,
    namespace: Callable[[], dict[str, Any]] = dict,
) -> State:
    """Start a trace (or one more path of it): nothing that an earlier one did to a library remains.

    `call` is the sandbox's call guard, through which libraries call what the script gives them; `importer(name,
    package)` imports a module as the script would; `read(object, name)` reads an attribute as the script would;
    `copied(source, made)` is told of copies; `namespace()` gives the script's own names.
    """
    Current.state = State(
        script, list(argv or []), list(path or ["."]), cwd, python,
        call=call, importer=importer, read=read, copied=copied, namespace=namespace,
    )  # fmt: skip
    return Current.state


def fresh(name: str) -> str:
    """A name that no other unknown number of this trace has."""
    numbers = per_trace(_numbers)
    numbers[name] += 1
    return name if numbers[name] == 1 else f"{name}_{numbers[name]}"


def fresh_symbol(name: str) -> Expr:
    """A number that the script has and this trace hasn't, as a symbol of its own."""
    from shapecalc import symbol

    made = fresh(name)
    MADE_SYMBOLS.add(made)
    return symbol(made)


def _numbers() -> Counter[str]:
    return Counter()


def invoke(function: Any, *args: Any, **options: Any) -> Any:
    """Call something that the script gave, as the script itself would call it."""
    call = Current.state.call
    return function(*args, **options) if call is None else call(function, *args, **options)


def dotted(target: Any, names: Iterable[Any]) -> Any:
    """The attribute of an attribute of an object, read as the script itself would."""
    return functools.reduce(Current.state.read, names, target)


def per_trace(make: Callable[[], T]) -> T:
    """The object that `make` made in this trace; made when first asked for."""
    kept = Current.state.kept
    if make not in kept:
        kept[make] = make()
    return kept[make]  # type: ignore[no-any-return]
