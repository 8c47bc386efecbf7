"""What the trace doesn't know: `Unknown`, a value with the reason why it isn't known.

An Unknown goes through the script like any other object: arithmetic, calls, attributes and subscripts of it
give Unknowns. Where a number is asked of it, it has an expression over symbols (`as_expr`), so `filters * 4`
stays `4*filters`. Its truth is a decision, which the running trace makes (`decide`, set by the sandbox).
Not here: what an unknown tensor is; that is the model's business.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapecalc import Expr

_LONGEST = 120
# Python refuses to print longer integers in decimals
_LONG = 10**40
_SYMBOL_TEXT = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*\Z")


# The names of the symbols that Unknowns became: numbers that the script knows, and this trace doesn't.
MADE_SYMBOLS: set[str] = set()


def is_made(dim: Expr | int) -> bool:
    """Whether a dim is made of numbers that the script knows, and this trace doesn't; and of nothing else that isn't known."""
    found = _of_script(dim)
    return bool(found) and all(found)


def involves_made(dim: Expr | int) -> bool:
    """Whether such a number has a part in a dim."""
    return any(_of_script(dim))


def _of_script(dim: Expr | int) -> list[bool]:
    """For each symbol of a dim, whether the script knows its number."""
    if not MADE_SYMBOLS or isinstance(dim, int):
        return []
    from shapecalc import symbols

    return [symbol.name in MADE_SYMBOLS or symbol.key in MADE_SYMBOLS for symbol in symbols(dim)]


class UnknownTruthError(TypeError):
    """The truth of an Unknown was asked while no trace was running."""


def _no_trace(unknown: Unknown) -> bool:
    raise UnknownTruthError(f"the truth of {unknown.text} is not known: {unknown.reason}")


def _no_site() -> None:
    return None


def _no_step() -> None:
    return None


def _certain(container: Any) -> Unknown | None:
    return None


class NotKnown(TypeError):
    """A model's object can't answer natively (`int(array)`): what it would have said is `unknown`."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(f"{unknown.text} is not known: {unknown.reason}")
        self.unknown = unknown


class Decider:
    """Who answers `bool(unknown)`, is told of each new Unknown, and knows which containers are of unknown length.

    `step` is called for each element that is taken of something of unknown length.

    The running trace puts itself here.
    """

    decide: Callable[[Unknown], bool] = staticmethod(_no_trace)
    site: Callable[[], Any] = staticmethod(_no_site)
    length_of: Callable[[Any], Unknown | None] = staticmethod(_certain)
    step: Callable[[], None] = staticmethod(_no_step)

    @classmethod
    def reset(cls) -> None:
        """No trace is running any more."""
        cls.decide = staticmethod(_no_trace)
        cls.site = staticmethod(_no_site)
        cls.length_of = staticmethod(_certain)
        cls.step = staticmethod(_no_step)


class Unknown:
    """A value that is not known, and why.

    reason   one clause for a reader: "argument 'filters' has no default", "the result of sess.run".
    text     how the value reads in the script ("FLAGS.depth * 2"): for conditions, names of symbols.
    kind     "unknown" (data, arguments, files), "unmodelled" (an API that graphlint has no model of),
             "error" (stands for the value of a call that failed), "refused" (the sandbox didn't allow it).
    expr     a number's expression, when it is known; made on demand from `text` otherwise.
    path     for unmodelled names: their full dotted path.
    site     where it arose, as the sandbox records places (None outside of a trace).
    """

    __slots__ = ("_expr", "_parts", "anonymous", "kind", "path", "reason", "site", "text")

    def __init__(
        self,
        reason: str,
        expr: Expr | int | None = None,
        *,
        text: str | None = None,
        kind: str = "unknown",
        path: str | None = None,
        parts: tuple[str, Any, Any] | None = None,
        site: Any = None,
    ) -> None:
        self.reason = reason
        self.text = text or path or (str(expr) if expr is not None else reason)
        self.anonymous = self.text is reason
        self.kind = kind
        self.path = path
        self.site = Decider.site() if site is None else site
        self._expr = expr
        self._parts = parts

    def derived(self, text: str, parts: tuple[str, Any, Any] | None = None) -> Unknown:
        """An Unknown that follows from this one, for the same reason."""
        if len(text) > _LONGEST:
            text = text[: _LONGEST - 3] + "..."
        path = text if self.kind == "unmodelled" and parts is None and _SYMBOL_TEXT.match(text) else self.path
        return Unknown(self.reason, text=text, kind=self.kind, path=path, parts=parts, site=self.site)

    def as_expr(self) -> Expr | int:
        """The number this would be, as an expression; a symbol named after its text when nothing is known."""
        if self._expr is None:
            self._expr = self._from_parts()
        return self._expr

    def _from_parts(self) -> Expr | int:
        from shapecalc import symbol

        if self._parts is not None:
            name, left, right = self._parts
            function = _EXPR_OPERATORS.get(name)
            sides = [_number(left), _number(right)]
            if function is not None and sides[0] is not None and sides[1] is not None:
                try:
                    result: Expr | int = function(sides[0], sides[1])
                    return result
                except (TypeError, ValueError, ZeroDivisionError, NotImplementedError):
                    pass
        MADE_SYMBOLS.add(self.text)
        return symbol(self.text)

    def __repr__(self) -> str:
        return f"<Unknown {self.text}: {self.reason}>"

    def __bool__(self) -> bool:
        return Decider.decide(self)

    def __hash__(self) -> int:
        return id(self) >> 4

    def __getattr__(self, name: str) -> Unknown:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.derived(f"{self.text}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Unknown:
        shown = [*map(text_of, args), *(f"{key}={text_of(value)}" for key, value in kwargs.items())]
        return self.derived(f"{self.text}({', '.join(shown)})")

    def __getitem__(self, key: Any) -> Unknown:
        return self.derived(f"{self.text}[{text_of(key)}]")

    def __setitem__(self, key: Any, value: Any) -> None:
        """An unknown container swallows what is put into it."""

    def __delitem__(self, key: Any) -> None:
        """See `__setitem__`."""

    def __iter__(self) -> Iterator[Unknown]:
        """One unknown element stands for all of them."""
        yield self.element()

    def element(self) -> Unknown:
        """What iterating over this gives."""
        return self.derived(f"next(iter({self.text}))")

    def __enter__(self) -> Unknown:
        return self

    def __exit__(self, *exc_info: object) -> None:
        return None


def is_list(value: Any) -> bool:
    """Whether a value is a list: one of the script's, or an Unknown that such a one was added to, or multiplied.

    So is what a comprehension makes of unknown data.
    """
    if not isinstance(value, Unknown):
        return isinstance(value, (list, tuple))
    if value._parts is None:
        return False
    return value._parts[0] == "list" or (value._parts[0] in ("+", "*") and any(map(is_list, value._parts[1:])))


class Unlikely(Unknown):
    """What a first run doesn't find (a checkpoint): tests take it for absent where nothing else tells."""

    __slots__ = ()


class UnknownRange(Unknown):
    """A `range` of unknown length: of what it gives, the first number stands for all."""

    __slots__ = ("_start",)
    _start: Any

    @classmethod
    def of(cls, unknown: Unknown, args: tuple[Any, ...]) -> UnknownRange:
        """The range of these arguments, one of which is not known."""
        text = f"range({', '.join(map(text_of, args))})"
        found = cls(unknown.reason, text=text[:_LONGEST], kind=unknown.kind, site=unknown.site)
        found._start = args[0] if len(args) > 1 else 0
        return found

    def element(self) -> Any:
        return self._start if isinstance(self._start, (int, Unknown)) else super().element()


class SomeArguments(Unknown):
    """What `*unknown` gives: it stands for as many arguments as the function wants."""

    __slots__ = ()


def text_of(value: Any) -> str:
    """How a value reads in a condition: short, and without running any code of the script."""
    if isinstance(value, Unknown):
        return value.text
    if value is None or type(value) in (bool, int, float, str, complex):
        text = hex(value) if type(value) is int and abs(value) > _LONG else repr(value)
        return text if len(text) <= 60 else text[:57] + "..."
    if type(value) in (tuple, list) and len(value) <= 4:
        inner = ", ".join(map(text_of, value))
        return f"[{inner}]" if type(value) is list else f"({inner}{',' if len(value) == 1 else ''})"
    name = getattr(value, "__name__", None) if callable(value) else None
    return name if isinstance(name, str) else f"<{type(value).__name__}>"


def _number(value: Any) -> Any:
    if isinstance(value, Unknown):
        return value.as_expr()
    if isinstance(value, (bool, float)):
        return int(value) if value == int(value) else None
    return value if isinstance(value, int) or hasattr(value, "substitute") or type(value).__name__ == "Expr" else None


_EXPR_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "%": operator.mod,
}
_BINARY = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@",
    "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^",
}  # fmt: skip
_COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_UNARY = {"neg": "-", "pos": "+", "invert": "~"}


def _inner(value: Any) -> str:
    text = text_of(value)
    return f"({text})" if " " in text and not text.endswith((")", "]", "'", '"')) else text


def absorbs(other: Any) -> bool:
    """Whether the other operand wants to answer for itself (a tensor plus an unknown is a tensor)."""
    return bool(getattr(type(other), "absorbs_unknown", False))


def _install(method: str, symbol: str, reflected: bool) -> None:
    def forward(self: Unknown, other: Any) -> Any:
        if absorbs(other):
            return NotImplemented
        left, right = (other, self) if reflected else (self, other)
        return self.derived(f"{_inner(left)} {symbol} {_inner(right)}", (symbol, left, right))

    setattr(Unknown, method, forward)


def _install_unary(method: str, symbol: str) -> None:
    def unary(self: Unknown) -> Unknown:
        parts = ("-", 0, self) if symbol == "-" else None
        return self.derived(f"{symbol}{_inner(self)}", parts)

    setattr(Unknown, method, unary)


for _name, _symbol in _BINARY.items():
    _install(f"__{_name}__", _symbol, reflected=False)
    _install(f"__r{_name}__", _symbol, reflected=True)
for _name, _symbol in _COMPARISONS.items():
    _install(f"__{_name}__", _symbol, reflected=False)
for _name, _symbol in _UNARY.items():
    _install_unary(f"__{_name}__", _symbol)
