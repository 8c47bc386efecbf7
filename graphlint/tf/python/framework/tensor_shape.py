"""TensorShape: what scripts see of shapes (framework/tensor_shape.py, version 1 behaviour); a Dimension is next door."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphlint.graph.graph import Dims
from graphlint.libs.numpy.dims import is_number
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import MADE_SYMBOLS, NotKnown, Unknown, is_made
from shapecalc import Expr

from .dimension import Dimension as Dimension
from .dimension import as_dimension, size_for_script
from .dimension import dimension_value as dimension_value
from .dimension import script_size as script_size
from .dimension import static_size as static_size


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

    def num_elements(self) -> Any:
        total: Any = 1
        for size in [None] if self._raw is None else self._raw:
            if size is None or not (type(size) is int or is_made(size)):
                return None
            total *= size
        return size_for_script(total)

    def is_fully_defined(self) -> bool:
        """Whether each dim is a number, if only the script has it."""
        if self._raw is None:
            return False
        if MADE_SYMBOLS:
            return all([type(dim) is int or (dim is not None and is_made(dim)) for dim in self._raw])  # noqa: C419 - as below
        return all([type(dim) is int for dim in self._raw])  # noqa: C419 - no generator for so few

    def _script_sizes(self) -> list[Any] | None:
        """The sizes as the script knows them: numbers it has and this trace hasn't are Unknowns. None where it's a `?`."""
        return [size_for_script(dim) for dim in self._raw or ()] if self.is_fully_defined() else None

    def assert_is_fully_defined(self) -> None:
        if not self.is_fully_defined():
            raise ValueError(f"Shape {self} is not fully defined")

    def as_list(self) -> list[int | None]:
        if self._raw is None:
            raise ValueError("as_list() is not defined on an unknown TensorShape.")
        if MADE_SYMBOLS:
            return [size_for_script(dim) for dim in self._raw]
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
        return TensorShape([x if x == y or (x._value is None and x.dim() == y.dim()) else None
                            for x, y in zip(self, other, strict=True)])

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
        if MADE_SYMBOLS and self._raw is not None and shape._raw is not None:
            return len(self) == len(shape) and all(
                x is y or (script_size(x) is not None and _may_equal(x, y)) for x, y in zip(self, shape, strict=True))
        return self._dims == shape._dims  # a dim that isn't known equals only itself

    def __ne__(self, other: object) -> bool:
        shape = as_shape(other)
        if self.ndims is None or shape.ndims is None:
            raise ValueError("The inequality of unknown TensorShapes is undefined.")
        if self.ndims != shape.ndims:
            return True
        return not all(map(_may_equal, self, shape)) if MADE_SYMBOLS else self.as_list() != shape.as_list()

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


def _may_equal(left: Dimension, right: Dimension) -> bool:
    """Whether two dims read alike; a size that the script knows and this trace doesn't is taken for equal to any number."""
    one, other = script_size(left), script_size(right)
    if one is None or other is None:
        return one is other
    return isinstance(one, Unknown) or isinstance(other, Unknown) or one == other


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


def dimension_at_index(shape: TensorShape, index: int) -> Dimension:
    return Dimension(None) if shape.ndims is None else shape._dims[index]  # type: ignore[index]


def disable_v2_tensorshape() -> None:
    """Shapes have Dimensions, as in 1.x."""
