"""Numbers of a known type and an unknown value, and data of which nothing is known yet.

`UnknownScalar` is what `np.random.rand()` or the sum of loaded data gives. `UnknownData` is what a file holds: its
array methods give shaped arrays as soon as the script says a shape or a type.
"""

from __future__ import annotations

from typing import Any

import numpy

from graphlint.libs.numpy.operators import BINARY, COMPARISONS, UNARY
from graphlint.sandbox.unknown import Unknown, absorbs, text_of

# functions of the sandbox that measure or walk through what they are given
_WALKS = frozenset({"length_of", "exact_length", "bounded", "counted", "check_length"})
_ARRAYS = "graphlint.libs.numpy.array"


class NotKnown(Exception):
    """A plain number was asked of something whose value isn't known; `answer` stands for that number."""

    def __init__(self, answer: Unknown) -> None:
        super().__init__(f"not known: {answer.reason}")
        self.answer = answer

    @property
    def unknown(self) -> Unknown:
        """What the call gives that the script made: the number itself if it asked for that (`len(x)`, `int(x)`).

        A function that needed the number on its way gives something unknown.
        """
        frames = []
        traceback = self.__traceback__
        while traceback is not None:
            frames.append((str(traceback.tb_frame.f_globals.get("__name__")), traceback.tb_frame.f_code.co_name))
            traceback = traceback.tb_next
        if any(module.startswith("graphlint.tf.") for module, _ in frames):
            return Unknown(self.answer.reason)
        while frames and frames[-1][0] == _ARRAYS:
            frames.pop()
        module, function = frames[-1] if frames else ("", "")
        direct = not module.startswith("graphlint.") or module.startswith("graphlint.sandbox")
        return self.answer if direct and function not in _WALKS else UnknownData(self.answer.reason)


class LengthNotKnown(NotKnown, TypeError):
    """A TypeError too: then Python, which asks for a length only as a hint, goes on without."""


class UnknownScalar(Unknown):
    """A numpy or Python number that isn't known; `dtype` says what a tensor made of it holds."""

    __slots__ = ("_dtype", "_python")

    def __init__(self, reason: str, dtype: Any, *, python: bool = False, expr: Any = None, text: str | None = None):
        super().__init__(reason, expr, text=text or reason)
        self._dtype = numpy.dtype(dtype)
        self._python = python

    def derived(self, text: str, parts: tuple[str, Any, Any] | None = None) -> Unknown:
        made = super().derived(text, parts)
        return made if parts is not None else _converted(made)

    def as_expr(self) -> Any:
        """The number as an expression; two draws of random numbers are two numbers, though they read alike."""
        if self._expr is None and self._parts is None:
            from graphlint.libs.state import fresh_symbol

            self._expr = fresh_symbol(self.text)
        return super().as_expr()

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


def _converted(made: Unknown) -> Unknown:
    """Python's own number, where an Unknown stands for the result of `float(x)` or `len(x)`; else the same Unknown."""
    function = made.text.partition("(")[0]
    dtype = _CONVERSIONS.get(function)
    return made if dtype is None else UnknownScalar(made.reason, dtype, python=True, text=made.text)


# what Python's functions give, whatever they are given
_CONVERSIONS: dict[str, Any] = {"float": numpy.float64, "len": numpy.int64, "int": numpy.int64}


class UnknownData(Unknown):
    """Data that nobody has seen: `data['x'].reshape(-1, 28, 28)` is an array of that shape."""

    __slots__ = ("_dtype",)

    def derived(self, text: str, parts: tuple[str, Any, Any] | None = None) -> Unknown:
        if len(text) > 200:
            text = text[:197] + "..."
        made = UnknownData(self.reason, text=text, kind=self.kind, path=self.path, parts=parts, site=self.site)
        return made if parts is not None else _converted(made)

    def __init__(self, reason: str, expr: Any = None, **options: Any) -> None:
        super().__init__(reason, expr, **options)
        self._dtype: Any = None

    def astype(self, dtype: Any, *args: Any, **options: Any) -> UnknownData:
        """The same unseen data, of which the type is known now."""
        from graphlint.libs.numpy.dtypes import as_real

        made = UnknownData(self.reason, text=f"{self.text}.astype({text_of(dtype)})"[:200], site=self.site)
        try:
            made._dtype = as_real(dtype)
        except TypeError:
            made._dtype = None
        return made

    def reshape(self, *shape: Any, **options: Any) -> Any:
        try:
            return _array_method(self, "reshape")(*shape, **options)
        except (TypeError, ValueError):  # it may be no array, but something else with such a method
            return self.derived(f"{self.text}.reshape(...)")

    def transpose(self, *axes: Any) -> Any:
        made = _array_method(self, "transpose")(*axes) if axes else None
        return self.derived(f"{self.text}.transpose()") if made is None or made._shape is None else made


def _array_method(data: UnknownData, name: str) -> Any:
    from graphlint.libs.numpy.array import unknown_array

    return getattr(unknown_array(data.reason, data._dtype, None), name)


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
