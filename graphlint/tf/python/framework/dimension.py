"""The Dimension of version 1: an int, or None with graphlint's expression beside it (framework/tensor_shape.py)."""

from __future__ import annotations

from typing import Any

from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.ops.symbols import unknown
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import MADE_SYMBOLS, NotKnown, Unknown, is_made
from shapecalc import Dim, Expr, hidden


@exposed
class Dimension:
    """One dim: an int, or None with the expression it stands for."""

    __module__ = "graphlint.tf.python.framework.tensor_shape"  # TensorFlow's own place, which messages show

    __slots__ = ("_expr", "_value")

    def __init__(self, value: Any) -> None:
        self._expr: Expr | None = None
        if type(value) is int and value >= 0:
            self._value: int | None = value
        elif value is None:
            self._value = None
        elif isinstance(value, Expr):
            self._value, self._expr = None, value
        elif isinstance(value, Unknown):
            found = value.as_expr()
            self._value, self._expr = None, found if isinstance(found, Expr) else hidden(found)
        else:
            self._set(value)

    def _set(self, value: Any) -> None:
        from graphlint.graph.dtypes import DType  # noqa: PLC0415

        if isinstance(value, DType):
            raise TypeError(f"Cannot convert {value} to Dimension")
        if isinstance(value, Dimension):
            self._value, self._expr = value._value, value._expr
            return
        self._value = int(value)
        if not isinstance(value, (str, bytes)) and self._value != value:
            raise ValueError(f"Ambiguous dimension: {value}")
        if self._value < 0:
            raise ValueError(f"Dimension {self._value} must be >= 0")

    @property
    def value(self) -> Any:
        """The number; an Unknown where only the script has it, None where TensorFlow shows `?`."""
        return size_for_script(self._expr) if self._value is None and MADE_SYMBOLS else self._value

    def dim(self) -> Dim:
        """The dim in graphlint's form; an unknown one gets a fresh symbol."""
        if self._value is not None:
            return self._value
        if self._expr is None:
            found = unknown()
            assert isinstance(found, Expr)
            self._expr = found
        return self._expr

    def is_compatible_with(self, other: Any) -> bool:
        other = as_dimension(other)
        return self._value == other._value or self._value is None or other._value is None

    def assert_is_compatible_with(self, other: Any) -> None:
        if not self.is_compatible_with(other):
            raise ValueError(f"Dimensions {self} and {other} are not compatible")

    def merge_with(self, other: Any) -> Dimension:
        other = as_dimension(other)
        self.assert_is_compatible_with(other)
        if self._value is None and other._value is None:
            return other if self._expr is None else self
        return self if self._value is not None else other

    def __str__(self) -> str:
        return "?" if self._value is None else str(self._value)

    def __repr__(self) -> str:
        return f"Dimension({self._value})"

    def __eq__(self, other: object) -> Any:
        other = _operand(other)
        if other is None or self._value is None or other._value is None:
            return None
        return self._value == other._value

    def __ne__(self, other: object) -> Any:
        other = _operand(other)
        if other is None or self._value is None or other._value is None:
            return None
        return self._value != other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> bool:
        return True

    def __int__(self) -> int:
        found = self.value
        if isinstance(found, Unknown):
            raise NotKnown(found)
        return found  # type: ignore[no-any-return]  # None raises TypeError in int(), as in TensorFlow

    __index__ = __int__

    def __reduce__(self) -> Any:
        raise TypeError("a Dimension of a model can't be pickled")

    def _combine(self, other: Any, operation: str, swapped: bool = False) -> Any:
        found = _operand(other)
        if found is None:
            return NotImplemented
        left, right = (found, self) if swapped else (self, found)
        if left._value is not None and right._value is not None:
            return Dimension(_OPERATIONS[operation](left._value, right._value))
        if right._value == 0 and operation in ("//", "%"):
            return Dimension(None)
        return Dimension(_OPERATIONS[operation](left.dim(), right.dim()))

    def __add__(self, other: Any) -> Any:
        return self._combine(other, "+")

    def __radd__(self, other: Any) -> Any:
        return self._combine(other, "+", True)

    def __sub__(self, other: Any) -> Any:
        return self._combine(other, "-")

    def __rsub__(self, other: Any) -> Any:
        return self._combine(other, "-", True)

    def __mul__(self, other: Any) -> Any:
        return self._combine(other, "*")

    def __rmul__(self, other: Any) -> Any:
        return self._combine(other, "*", True)

    def __floordiv__(self, other: Any) -> Any:
        return self._combine(other, "//")

    def __rfloordiv__(self, other: Any) -> Any:
        return self._combine(other, "//", True)

    def __div__(self, other: Any) -> Any:
        return self._combine(other, "//")

    def __truediv__(self, other: Any) -> Any:
        raise TypeError(f"unsupported operand type(s) for /: 'Dimension' and '{type(other).__name__}', please use // instead")

    def __rtruediv__(self, other: Any) -> Any:
        raise TypeError(f"unsupported operand type(s) for /: '{type(other).__name__}' and 'Dimension', please use // instead")

    def __mod__(self, other: Any) -> Any:
        return self._combine(other, "%")

    def __rmod__(self, other: Any) -> Any:
        return self._combine(other, "%", True)

    def __lt__(self, other: Any) -> Any:
        return self._compare(other, lambda a, b: a < b)

    def __le__(self, other: Any) -> Any:
        return self._compare(other, lambda a, b: a <= b)

    def __gt__(self, other: Any) -> Any:
        return self._compare(other, lambda a, b: a > b)

    def __ge__(self, other: Any) -> Any:
        return self._compare(other, lambda a, b: a >= b)

    def _compare(self, other: Any, test: Any) -> Any:
        other = as_dimension(other)
        if self._value is None or other._value is None:
            return None
        return test(self._value, other._value)


_OPERATIONS: dict[str, Any] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
}


def _operand(value: object) -> Dimension | None:
    try:
        return as_dimension(value)
    except (TypeError, ValueError):
        return None


def as_dimension(value: Any) -> Dimension:
    return value if isinstance(value, Dimension) else Dimension(value)


def size_for_script(dim: Dim | None) -> Any:
    """The same of a dim in graphlint's form."""
    if dim is None or type(dim) is int:
        return dim
    return UnknownScalar("a size that isn't known here", int, python=True, expr=dim, text=str(dim)) if is_made(dim) else None


def script_size(dim: Dimension) -> Any:
    """The size of one dim: an int, an Unknown where only the script has the number, None where TensorFlow shows `?`."""
    return size_for_script(dim._expr if dim._value is None else dim._value)


def static_size(dim: Dimension) -> int | None:
    """The size of one dim where it is a known number, None for anything else."""
    return dim._value


def dimension_value(dimension: Any) -> Any:
    return dimension.value if isinstance(dimension, Dimension) else dimension
