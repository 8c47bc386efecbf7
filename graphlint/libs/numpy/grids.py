"""numpy's objects that are indexed rather than called: `r_`, `c_`, `mgrid`, `s_`, and iterators over indices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.creation import FUNCTIONS as CREATION
from graphlint.libs.numpy.dims import known_shape, shape_of
from graphlint.libs.numpy.joining import FUNCTIONS as JOINING
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown


def _parts(key: Any) -> tuple[Any, ...]:
    return key if isinstance(key, tuple) else (key,)


def _points(part: slice) -> Any:
    """`start:stop:step`, where an imaginary step is a number of points."""
    start = 0 if part.start is None else part.start
    if isinstance(part.step, complex):
        return CREATION["linspace"](start, part.stop, int(abs(part.step)))
    return CREATION["arange"](start, part.stop, part.step)


@exposed
class Rows:
    """`np.r_[...]`: ranges and arrays in a row."""

    def __getitem__(self, key: Any) -> Any:
        made = [_points(part) if isinstance(part, slice) else as_array(part) for part in _parts(key)]
        return JOINING["hstack"](made)


@exposed
class Columns:
    """`np.c_[...]`: arrays as columns."""

    def __getitem__(self, key: Any) -> Any:
        made = [_points(part) if isinstance(part, slice) else as_array(part) for part in _parts(key)]
        if all(each._shape is not None and len(each._shape) < 2 for each in made):
            return JOINING["column_stack"](made)
        return JOINING["concatenate"](made, -1)


@exposed
class Grid:
    """`np.mgrid[...]` and `np.ogrid[...]`."""

    def __init__(self, sparse: bool) -> None:
        self._sparse = sparse

    def __getitem__(self, key: Any) -> Any:
        points = [_points(part) for part in _parts(key)]
        if not isinstance(key, tuple):
            return points[0]
        grids = CREATION["meshgrid"](*points, indexing="ij", sparse=self._sparse)
        return grids if self._sparse else JOINING["stack"](grids)


@exposed
class Key:
    """`np.s_[...]`: the index itself."""

    def __getitem__(self, key: Any) -> Any:
        return key


def ndindex(*shape: Any) -> Iterator[tuple[int, ...]]:
    dims = known_shape(shape_of(shape[0] if len(shape) == 1 else shape))
    if dims is None:
        return iter([Unknown("the indices are not known")])  # type: ignore[list-item]
    return product(*map(range, dims))


def ndenumerate(arr: Any) -> Iterator[Any]:
    array = as_array(arr)
    for index in ndindex(array.shape):
        yield index, array[index]


def ix_(*args: Any) -> Any:
    arrays = [as_array(each) for each in args]
    count = len(arrays)
    return tuple(array[(None,) * at + (slice(None),) + (None,) * (count - at - 1)] for at, array in enumerate(arrays))


FUNCTIONS: dict[str, Any] = {
    "r_": Rows(), "c_": Columns(), "mgrid": Grid(sparse=False), "ogrid": Grid(sparse=True), "s_": Key(),
    "index_exp": Key(), "ndindex": ndindex, "ndenumerate": ndenumerate, "ix_": ix_,
}  # fmt: skip
