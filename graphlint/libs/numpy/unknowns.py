"""Numbers of a known type and an unknown value, and data of which nothing is known yet.

`UnknownScalar` is what `np.random.rand()` or the sum of loaded data gives. `UnknownData` is what a file holds: its
array methods give shaped arrays as soon as the script says a shape or a type.
"""

from __future__ import annotations

from typing import Any

import numpy

from graphlint.libs.numpy.operators import BINARY, COMPARISONS, UNARY
from graphlint.sandbox.unknown import Unknown, absorbs, text_of


class NotKnown(TypeError):
    """A plain number was asked of something whose value isn't known; `unknown` stands for the answer."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(f"not known: {unknown.reason}")
        self.unknown = unknown


class UnknownScalar(Unknown):
    """A numpy or Python number that isn't known; `dtype` says what a tensor made of it holds."""

    __slots__ = ("_dtype", "_python")

    def __init__(self, reason: str, dtype: Any, *, python: bool = False, expr: Any = None, text: str | None = None):
        super().__init__(reason, expr, text=text)
        self._dtype = numpy.dtype(dtype)
        self._python = python

    @property
    def dtype(self) -> Any:
        from graphlint.libs.numpy.dtypes import dtype

        return dtype.of(self._dtype)

    @property
    def shape(self) -> tuple[int, ...]:
        return ()

    ndim = 0
    size = 1

    def item(self) -> Unknown:
        """The same number as Python's own."""
        kind = {"f": numpy.float64, "i": numpy.int64, "u": numpy.int64}.get(self._dtype.kind, self._dtype)
        return UnknownScalar(self.reason, kind, python=True, text=self.text)

    tolist = item

    def __getattr__(self, name: str) -> Any:
        from graphlint.libs.numpy.array import METHODS, unknown_array

        if name in METHODS and not self._python:
            return getattr(unknown_array(self.reason, self._dtype, ()), name)
        return super().__getattr__(name)


class UnknownData(Unknown):
    """Data that nobody has seen: `data['x'].reshape(-1, 28, 28)` is an array of that shape."""

    __slots__ = ()

    def derived(self, text: str, parts: tuple[str, Any, Any] | None = None) -> Unknown:
        if len(text) > 200:
            text = text[:197] + "..."
        return UnknownData(self.reason, text=text, kind=self.kind, path=self.path, parts=parts, site=self.site)

    def __getattr__(self, name: str) -> Any:
        from graphlint.libs.numpy.array import METHODS, unknown_array

        if name in METHODS:
            return getattr(unknown_array(self.reason, None, None, origin=self), name)
        return super().__getattr__(name)


def _typed(name: str, symbol: str, reflected: bool) -> None:
    plain = getattr(Unknown, f"__{'r' if reflected else ''}{name}__")

    def operate(self: UnknownScalar, other: Any) -> Any:
        if absorbs(other):
            return NotImplemented
        from graphlint.libs.numpy.dispatch import scalar_dtype

        left, right = (other, self) if reflected else (self, other)
        made = scalar_dtype(symbol, left, right)
        if made is None:
            return plain(self, other)
        derived = plain(self, other)
        result = UnknownScalar(self.reason, made, python=self._python and type(other) in (int, float, bool))
        result.text, result._parts = derived.text, derived._parts
        return result

    setattr(UnknownScalar, f"__{'r' if reflected else ''}{name}__", operate)


for _name, _function in (BINARY | COMPARISONS).items():
    _typed(_name, _function, reflected=False)
    if _name in BINARY:
        _typed(_name, _function, reflected=True)


def _typed_unary(name: str, function: str) -> None:
    def operate(self: UnknownScalar) -> Unknown:
        return UnknownScalar(self.reason, self._dtype, python=self._python, text=f"{function}({text_of(self)})")

    setattr(UnknownScalar, f"__{name}__", operate)


for _name, _function in UNARY.items():
    _typed_unary(_name, _function)
