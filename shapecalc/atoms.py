"""The atoms of expressions: what a polynomial cannot take apart.

Each atom carries a `key`, a text that two atoms share only if they are the same; it orders atoms too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from shapecalc.expr import Expr


class Atom:
    """One indivisible factor; `key` identifies it and orders it among others."""

    __slots__ = ("key",)

    key: str

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Atom) and self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.key})"


class Symbol(Atom):
    """A number that is not known: at least `low`, or any integer where low is None.

    Two symbols of one name are the same one, unless their serial differs.
    """

    __slots__ = ("low", "name", "serial")

    def __init__(self, name: str, low: int | None = 0, serial: int = 0) -> None:
        self.name: Final = name
        self.low: Final = low
        self.serial: Final = serial
        self.key = f"{name}#{low}" if not serial else f"{name}#{low}#{serial:09}"


class Floor(Atom):
    """`floor(num / den)`, where den is positive."""

    __slots__ = ("den", "num")

    def __init__(self, num: Expr, den: Expr) -> None:
        self.num: Final = num
        self.den: Final = den
        self.key = f"~floor({num.key},{den.key})"


class Ratio(Atom):
    """`num / den` of which the program demands that it comes out even."""

    __slots__ = ("den", "num")

    def __init__(self, num: Expr, den: Expr) -> None:
        self.num: Final = num
        self.den: Final = den
        self.key = f"~ratio({num.key},{den.key})"


class Extremum(Atom):
    """The smallest (`Min`) or largest (`Max`) of two or more parts."""

    __slots__ = ("parts",)
    word: ClassVar[str] = ""

    def __init__(self, parts: tuple[Expr, ...]) -> None:
        self.parts: Final = parts
        self.key = f"~{self.word}({','.join([part.key for part in parts])})"


class Min(Extremum):
    """The smallest of its parts."""

    __slots__ = ()
    word = "min"


class Max(Extremum):
    """The largest of its parts."""

    __slots__ = ()
    word = "max"
