"""Broadcasting of shapes and merging of shapes that must agree, as TensorFlow does them statically.

A clash that TensorFlow sees is raised at once.  A clash that only we can prove is raised with the shape that
TensorFlow goes on with (`ShapeError.result`).
"""

from __future__ import annotations

from shapecalc.compare import dmax, eq, le
from shapecalc.dims import Shape, symbol, value
from shapecalc.errors import ShapeError
from shapecalc.expr import Dim
from shapecalc.text import shape_text


def broadcast(a: Shape, b: Shape) -> Shape:
    """The shape of an elementwise result: aligned at the right, 1 yields to the other side."""
    if a is None or b is None:
        return None
    if a == b:
        return a
    if len(a) < len(b):
        lead, a_tail, b_tail = b[: len(b) - len(a)], a, b[len(b) - len(a) :]
    else:
        lead, a_tail, b_tail = a[: len(a) - len(b)], a[len(a) - len(b) :], b
    dims, silent = list(lead), None
    for index, (x, y) in enumerate(zip(a_tail, b_tail, strict=True), len(lead)):
        if isinstance(x, int) and isinstance(y, int) and x != y and x != 1 and y != 1:
            raise ShapeError(f"Dimensions must be equal, but are {x} and {y}", left=x, right=y, axis=index)
        if clash(x, y):
            silent = silent or ShapeError(
                f"Dimensions must be equal, but are {x} and {y}", left=x, right=y, axis=index, static=False
            )
        dims.append(broadcast_dim(x, y))
    return _finished(tuple(dims), silent)


def _finished(shape: Shape, silent: ShapeError | None) -> Shape:
    if silent is not None:
        silent.result = shape
        raise silent
    return shape


def clash(x: Dim, y: Dim) -> bool:
    """Whether two dims cannot be broadcast together, for certain."""
    if isinstance(x, int) and isinstance(y, int):
        return x != y and x != 1 and y != 1
    return eq(x, y) is False and eq(x, 1) is False and eq(y, 1) is False


def broadcast_dim(x: Dim, y: Dim) -> Dim:
    """The dim that two dims give together, if they fit."""
    if x == y or (isinstance(y, int) and y == 1):
        return x
    if isinstance(x, int):
        return y if x == 1 else x
    if isinstance(y, int):
        return y
    if value(y) == 1 or eq(x, y):
        return x
    if value(x) == 1:
        return y
    if eq(x, 1) is False:
        return x
    if eq(y, 1) is False:
        return y
    if le(1, x) and le(1, y):
        return dmax(x, y)
    return symbol(f"broadcast({x}, {y})")


def merge(a: Shape, b: Shape) -> Shape:
    """What is known of a shape of which two descriptions are known."""
    if a is None or b is None:
        return b if a is None else a
    if a == b:
        return a
    if len(a) != len(b):
        raise ShapeError(f"Shapes must be equal rank, but are {len(a)} and {len(b)}", left=a, right=b)
    dims, silent = [], None
    for index, (x, y) in enumerate(zip(a, b, strict=True)):
        if eq(x, y) is False:
            error = _unequal(a, b, index)
            if error.static:
                raise error
            silent = silent or error
        dims.append(merge_dim(x, y))
    return _finished(tuple(dims), silent)


def _unequal(a: tuple[Dim, ...], b: tuple[Dim, ...], axis: int) -> ShapeError:
    x, y = a[axis], b[axis]
    known = isinstance(x, int) and isinstance(y, int)
    where = f"Shapes are {shape_text(a)} and {shape_text(b)}."
    message = f"Dimension {axis} in both shapes must be equal, but are {x} and {y}. {where}"
    return ShapeError(message, left=x, right=y, axis=axis, static=known)


def merge_dim(x: Dim, y: Dim) -> Dim:
    """The better known of two dims that are the same number."""
    if isinstance(x, int):
        return x
    if isinstance(y, int) or (x.number is None and y.number is not None):
        return y
    return x
