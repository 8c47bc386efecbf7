"""Concrete sizes for symbolic dims: one symbol, one size."""

from __future__ import annotations

from graphlint.graph.graph import Dims
from shapecalc import Dim, Expr
from shapecalc.atoms import Atom, Floor, Max, Min, Ratio, Symbol

BATCH = 2
PIXELS = 64
STEPS = 5
OTHER = 4


class Sizes:
    """What each symbol stands for in one run; a size is chosen where none is given."""

    def __init__(self, batch: int = BATCH) -> None:
        self.batch = batch
        self.known: dict[str, int] = {}

    def evaluate(self, dim: Dim) -> int | None:
        """The number that a dim comes to; None where a symbol in it has no size, or a ratio does not come out even."""
        if isinstance(dim, int):
            return dim
        total = 0
        for monomial, coefficient in dim.terms:
            product = coefficient
            for atom in monomial:
                factor = self._atom(atom)
                if factor is None:
                    return None
                product *= factor
            total += product
        return total

    def _atom(self, atom: Atom) -> int | None:
        if isinstance(atom, Symbol):
            return self.known.get(atom.key)
        if isinstance(atom, (Min, Max)):
            parts = [self.evaluate(part) for part in atom.parts]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return min(known) if isinstance(atom, Min) else max(known)
        assert isinstance(atom, (Floor, Ratio))
        num, den = self.evaluate(atom.num), self.evaluate(atom.den)
        if num is None or not den or (isinstance(atom, Ratio) and num % den):
            return None
        return num // den

    def bind(self, dim: Dim, size: int) -> bool:
        """Give a symbol its size; whether the dim is (now) of this size, as far as one can tell."""
        symbol = symbol_of(dim)
        if symbol is not None:
            return self.known.setdefault(symbol.key, size) == size
        found = self.evaluate(dim)
        return found is None or found == size

    def bind_all(self, dims: Dims, sizes: tuple[int, ...]) -> None:
        for dim, size in zip(dims or (), sizes, strict=False):
            self.bind(dim, size)

    def choose(self, dims: tuple[Dim, ...]) -> tuple[int, ...]:
        """Sizes for all dims of a placeholder."""
        return tuple(self._choose(dim, axis, dims) for axis, dim in enumerate(dims))

    def number(self, dim: Dim) -> int:
        """The number that an expression comes to; symbols without a size get one."""
        return self._choose(dim, 1, (dim, dim))

    def _choose(self, dim: Dim, axis: int, dims: tuple[Dim, ...]) -> int:
        found = self.evaluate(dim)
        if found is not None:
            return found
        size = self._usual(axis, dims)
        for atom in symbols_in(dim):
            self.known.setdefault(atom.key, size)
        found = self.evaluate(dim)
        return size if found is None else found

    def _usual(self, axis: int, dims: tuple[Dim, ...]) -> int:
        if axis == 0:
            return self.batch
        if len(dims) >= 4:
            channels = isinstance(dims[1], int) and not isinstance(dims[-1], int) and axis == 1
            return OTHER if channels else PIXELS
        return STEPS if len(dims) == 3 and axis == 1 else OTHER


def symbol_of(dim: Dim) -> Symbol | None:
    """The symbol that a dim is, where it is nothing else."""
    if isinstance(dim, int) or len(dim.terms) != 1:
        return None
    monomial, coefficient = dim.terms[0]
    alone = coefficient == 1 and len(monomial) == 1 and isinstance(monomial[0], Symbol)
    return monomial[0] if alone else None  # type: ignore[return-value]


def symbols_in(dim: Dim) -> list[Symbol]:
    """All symbols of an expression."""
    found: list[Symbol] = []
    if isinstance(dim, Expr):
        for monomial, _ in dim.terms:
            for atom in monomial:
                if isinstance(atom, Symbol):
                    found.append(atom)
                elif isinstance(atom, (Floor, Ratio)):
                    found.extend(symbols_in(atom.num) + symbols_in(atom.den))
                elif isinstance(atom, (Min, Max)):
                    found.extend(symbol for part in atom.parts for symbol in symbols_in(part))
    return found
