"""TensorShape and Dimension: what scripts see of shapes (framework/tensor_shape.py, version 1 behaviour).

A Dimension of value None keeps graphlint's expression beside it, so that `x.shape[0] * 4` still reaches the shapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphlint.graph.graph import Dims
from graphlint.libs.numpy.dims import is_number
from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.ops.symbols import unknown
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import MADE_SYMBOLS, NotKnown, Unknown, is_made
from shapecalc import Dim, Expr, hidden


@exposed
class Dimension:
    """One dim: an int, or None with the expression it stands for."""

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
        return _script_size(self._expr) if self._value is None and MADE_SYMBOLS else self._value

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


@exposed(also={"_dims"})
class TensorShape:
    """A static shape as TensorFlow shows it. Its Dimension objects are made when they are asked for."""

    __slots__ = ("_made", "_raw")

    def __init__(self, dims: Any) -> None:
        # ints, Exprs, and None where nothing is known of a dim yet
        self._raw: tuple[Any, ...] | None = None
        self._made: list[Dimension] | None = None
        if isinstance(dims, TensorShape):
            self._raw, self._made = dims._raw, dims._made
        elif _are_sizes(dims):
            self._raw = tuple(dims)
        else:
            self._set(_dimension_list(dims))

    def _set(self, dimensions: list[Dimension] | None) -> None:
        self._made = dimensions
        self._raw = None if dimensions is None else tuple(
            [dimension._expr if dimension._value is None else dimension._value for dimension in dimensions])

    @property
    def _dims(self) -> list[Dimension] | None:
        if self._made is None and self._raw is not None:
            self._made = [Dimension(dim) for dim in self._raw]
        return self._made

    @property
    def dims(self) -> list[Dimension] | None:
        return self._dims

    @property
    def ndims(self) -> int | None:
        return None if self._raw is None else len(self._raw)

    @property
    def rank(self) -> int | None:
        return self.ndims

    def to_dims(self) -> Dims:
        """The shape in graphlint's form; dims that nothing is known of get their symbols now."""
        raw = self._raw
        if raw is None or None not in raw:
            return raw
        return tuple([dimension.dim() for dimension in self._dims or ()])

    def num_elements(self) -> int | None:
        if not self.is_fully_defined():
            return None
        total = 1
        for size in self._raw or ():
            total *= size
        return total

    def is_fully_defined(self) -> bool:
        return self._raw is not None and all([type(dim) is int for dim in self._raw])  # noqa: C419 - no generator for so few

    def _script_sizes(self) -> list[Any] | None:
        """The sizes as the script knows them: numbers it has and this trace hasn't are Unknowns. None where it's a `?`."""
        if self.is_fully_defined():
            return list(self._raw or ())
        if self._raw is None:
            return None
        found = [_script_size(dim) for dim in self._raw]
        return None if any(size is None for size in found) else found

    def assert_is_fully_defined(self) -> None:
        if not self.is_fully_defined():
            raise ValueError(f"Shape {self} is not fully defined")

    def as_list(self) -> list[int | None]:
        if self._raw is None:
            raise ValueError("as_list() is not defined on an unknown TensorShape.")
        if MADE_SYMBOLS:
            return [_script_size(dim) for dim in self._raw]
        return [dim if type(dim) is int else None for dim in self._raw]

    def is_compatible_with(self, other: Any) -> bool:
        mine, theirs = self._raw, as_shape(other)._raw
        if mine is None or theirs is None:
            return True
        if len(mine) != len(theirs):
            return False
        return all(x == y or type(x) is not int or type(y) is not int for x, y in zip(mine, theirs, strict=True))

    def assert_is_compatible_with(self, other: Any) -> None:
        if not self.is_compatible_with(other):
            raise ValueError(f"Shapes {self} and {other} are incompatible")

    def assert_same_rank(self, other: Any) -> None:
        other = as_shape(other)
        if self.ndims is not None and other.ndims is not None and self.ndims != other.ndims:
            raise ValueError(f"Shapes {self} and {other} must have the same rank")

    def assert_has_rank(self, rank: int) -> None:
        if self.ndims not in (None, rank):
            raise ValueError(f"Shape {self} must have rank {rank}")

    def with_rank(self, rank: int) -> TensorShape:
        if self._raw is not None and len(self._raw) == rank and None not in self._raw:
            return self
        try:
            return self.merge_with(unknown_shape(rank))
        except ValueError:
            raise ValueError(f"Shape {self} must have rank {rank}") from None

    def with_rank_at_least(self, rank: int) -> TensorShape:
        if self.ndims is not None and self.ndims < rank:
            raise ValueError(f"Shape {self} must have rank at least {rank}")
        return self

    def with_rank_at_most(self, rank: int) -> TensorShape:
        if self.ndims is not None and self.ndims > rank:
            raise ValueError(f"Shape {self} must have rank at most {rank}")
        return self

    def merge_with(self, other: Any) -> TensorShape:
        other = as_shape(other)
        if self._raw is None:
            return other  # type: ignore[no-any-return]
        if other._raw is None:
            return self
        try:
            self.assert_same_rank(other)
            return TensorShape([x.merge_with(y) for x, y in zip(self._dims, other._dims, strict=True)])  # type: ignore[arg-type]
        except ValueError:
            raise ValueError(f"Shapes {self} and {other} are not compatible") from None

    def most_specific_compatible_shape(self, other: Any) -> TensorShape:
        """The dims in which both agree; unknown rank where the ranks differ."""
        other = as_shape(other)
        if self._raw is None or other._raw is None or self.ndims != other.ndims:
            return TensorShape(None)
        return TensorShape([x if x == y else None for x, y in zip(self, other, strict=True)])

    def concatenate(self, other: Any) -> TensorShape:
        other = as_shape(other)
        if self._raw is None or other._raw is None:
            return TensorShape(None)
        return TensorShape(self._dims + other._dims)

    def as_proto(self) -> TensorShape:
        return self

    def __len__(self) -> int:
        if self._raw is None:
            raise ValueError("Cannot take the length of shape with unknown rank.")
        return len(self._raw)

    def __bool__(self) -> bool:
        return self._raw is not None

    def __iter__(self) -> Iterator[Dimension]:
        if self._raw is None:
            raise ValueError("Cannot iterate over a shape with unknown rank.")
        return iter(self._dims)  # type: ignore[arg-type]

    def __getitem__(self, key: Any) -> Any:
        dims = self._dims
        if dims is not None:
            if isinstance(key, slice):
                return TensorShape(dims[key])
            if isinstance(key, int) and not -len(dims) <= key < len(dims):
                raise IndexError("list index out of range")  # the dims are a list in TensorFlow
            return dims[key]
        if not isinstance(key, slice):
            return Dimension(None)
        start, stop = key.start or 0, key.stop
        if key.step is not None:
            raise ValueError("Steps are not yet handled")
        if stop is None or start < 0 or stop < 0:
            return TensorShape(None)
        return unknown_shape(max(0, stop - start))

    def __eq__(self, other: object) -> bool:
        try:
            shape = as_shape(other)
        except (TypeError, ValueError):
            return NotImplemented
        return self._dims == shape._dims  # a dim that isn't known equals only itself

    def __ne__(self, other: object) -> bool:
        shape = as_shape(other)
        if self.ndims is None or shape.ndims is None:
            raise ValueError("The inequality of unknown TensorShapes is undefined.")
        if self.ndims != shape.ndims:
            return True
        return self.as_list() != shape.as_list()

    def __hash__(self) -> int:
        return hash(None if self._raw is None else tuple(self.as_list()))

    def __add__(self, other: Any) -> TensorShape:
        return self.concatenate(other)

    def __radd__(self, other: Any) -> TensorShape:
        return as_shape(other).concatenate(self)

    def __str__(self) -> str:
        if self._raw is None:
            return "<unknown>"
        dims = list(self)
        if len(dims) == 1:
            return f"({dims[0]},)"
        return "(" + ", ".join(map(str, dims)) + ")"

    def __repr__(self) -> str:
        return f"TensorShape({self._dims!r})"


def _are_sizes(dims: Any) -> bool:
    """Whether dims are plain numbers, as most are."""
    return type(dims) in (list, tuple) and all([type(dim) is int and dim >= 0 for dim in dims])  # noqa: C419 - as above


def _dimension_list(dims: Any) -> list[Dimension] | None:
    if isinstance(dims, Unknown):
        return [Dimension(dims)] if is_number(dims) else None
    if dims is None:
        return None
    if isinstance(dims, (bytes, str)):
        raise TypeError("A string has ambiguous TensorShape, please wrap in a list or convert to an int: " + str(dims))
    if isinstance(dims, TensorShape):
        return dims._dims
    try:
        items = iter(dims)
    except TypeError:
        return [as_dimension(dims)]
    return [as_dimension(dim) for dim in items]


def from_dims(dims: Dims) -> TensorShape:
    """The TensorShape of a shape in graphlint's form."""
    shape = TensorShape.__new__(TensorShape)
    shape._raw = dims
    shape._made = None
    return shape


class UnseenShape(TensorShape):
    """The shape of a tensor of which not even the rank is known here, though the script knows it (see `tf/unseen.py`)."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(None)

    def as_list(self) -> Any:
        return self._size("the list of its dims")

    def __len__(self) -> int:
        raise NotKnown(self._size("its rank"))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._size("its dims"))

    def __getitem__(self, key: Any) -> Any:
        return UnseenShape() if isinstance(key, slice) else Dimension(self._size("one of its dims"))

    def _size(self, what: str) -> Unknown:
        return Unknown(f"a shape that isn't known here: {what}", text="shape")


def as_shape(shape: Any) -> TensorShape:
    return shape if isinstance(shape, TensorShape) else TensorShape(shape)


def _script_size(dim: Dim | None) -> Any:
    if dim is None or type(dim) is int:
        return dim
    return UnknownScalar("a size that isn't known here", int, python=True, expr=dim, text=str(dim)) if is_made(dim) else None


def script_size(dim: Dimension) -> Any:
    """The size of one dim: an int, an Unknown where only the script has the number, None where TensorFlow shows `?`."""
    return _script_size(dim._expr if dim._value is None else dim._value)


def static_size(dim: Dimension) -> int | None:
    """The size of one dim where it is a known number, None for anything else."""
    return dim._value


def script_sizes(shape: TensorShape) -> list[Any] | None:
    """The sizes of a shape that's fully defined for the script (Unknowns among them); None where TensorFlow shows `?`."""
    return shape._script_sizes()


def as_dims(shape: Any) -> Dims:
    """Anything that TensorFlow takes for a static shape, in graphlint's form."""
    if shape is None:
        return None
    if type(shape) is tuple and all(isinstance(dim, (int, Expr)) and not isinstance(dim, bool) for dim in shape):
        if any(isinstance(dim, int) and dim < 0 for dim in shape):
            bad = next(dim for dim in shape if isinstance(dim, int) and dim < 0)
            raise ValueError(f"Dimension {bad} must be >= 0")
        return shape
    return as_shape(shape).to_dims()


def unknown_shape(rank: int | None = None, **kwargs: Any) -> TensorShape:
    """A shape of the given rank with no dim known; `ndims` is rank's older name."""
    rank = kwargs.get("ndims", rank)
    return TensorShape(None if rank is None else [Dimension(None)] * rank)


def scalar() -> TensorShape:
    return TensorShape([])


def vector(length: Any) -> TensorShape:
    return TensorShape([length])


def matrix(rows: Any, cols: Any) -> TensorShape:
    return TensorShape([rows, cols])


def dimension_value(dimension: Any) -> Any:
    return dimension.value if isinstance(dimension, Dimension) else dimension


def dimension_at_index(shape: TensorShape, index: int) -> Dimension:
    return Dimension(None) if shape.ndims is None else shape._dims[index]  # type: ignore[index]


def disable_v2_tensorshape() -> None:
    """Shapes have Dimensions, as in 1.x."""
