"""Broadcasting of shapes and merging of shapes that must agree, as TensorFlow does them statically.

A clash that TensorFlow sees is raised at once.  A clash that only we can prove is raised with the shape that
TensorFlow goes on with (`ShapeError.result`).
"""

from __future__ import annotations

from collections.abc import Sequence

from shapecalc.atoms import Symbol
from shapecalc.compare import dmax, eq, is_possible, le, substitute
from shapecalc.dims import Shape, hidden, symbol, value
from shapecalc.errors import Clashes, ShapeError, better_known
from shapecalc.expr import Dim, Expr
from shapecalc.text import shape_text


def broadcast(a: Shape, b: Shape) -> Shape:
    """The shape of an elementwise result: aligned at the right, 1 yields to the other side."""
    if a is None or b is None:
        return None
    if a == b:
        return a
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    offset = len(longer) - len(shorter)
    dims, clashes = list(longer[:offset]), Clashes()
    for axis, (x, y) in enumerate(zip(a[len(a) - len(shorter) :], b[len(b) - len(shorter) :], strict=True), offset):
        if clash(x, y):
            known = isinstance(x, int) and isinstance(y, int)
            clashes.found(f"Dimensions must be equal, but are {x} and {y}", x, y, axis, static=known)
        dims.append(broadcast_dim(x, y))
    return clashes.finish(tuple(dims))


def clash(x: Dim, y: Dim) -> bool:
    """Whether two dims cannot be broadcast together, for certain."""
    if isinstance(x, int) and isinstance(y, int):
        return x != y and x != 1 and y != 1
    return eq(x, y) is False and _never_one(x, y) and _never_one(y, x)


def _never_one(dim: Dim, other: Dim) -> bool:
    """Whether a dim cannot be 1, or only where the other one does not come out even."""
    answer = eq(dim, 1)
    if answer is None and isinstance(dim, Expr) and isinstance(dim.atom, Symbol):
        return not is_possible(substitute(other, {dim.atom.name: 1}))
    return answer is False


def broadcast_dim(x: Dim, y: Dim) -> Dim:
    """The dim that two dims give together, if they fit."""
    if x == y:
        return x
    if isinstance(x, int):
        return y if x == 1 else x if x or y == 1 else hidden(0)  # TensorFlow doesn't see that nothing stays nothing
    if isinstance(y, int):
        return broadcast_dim(y, x)
    if value(y) == 1 or eq(x, 1) is False or eq(x, y):
        return x
    if value(x) == 1 or eq(y, 1) is False:
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
    clashes = Clashes()
    for axis, (x, y) in enumerate(zip(a, b, strict=True)):
        if eq(x, y) is False:
            message = (
                f"Dimension {axis} in both shapes must be equal, but are {x} and {y}. "
                f"Shapes are {shape_text(a)} and {shape_text(b)}."
            )
            clashes.found(message, x, y, axis, static=isinstance(x, int) and isinstance(y, int))
    return clashes.finish(tuple(map(better_known, a, b)))


def merge_all(shapes: Sequence[Shape]) -> Shape:
    """`merge` of many, from the last to the first, as the ops with a list of inputs do it."""
    merged, clashes = shapes[-1], Clashes()
    for index in range(len(shapes) - 2, -1, -1):
        try:
            merged = merge(shapes[index], merged)
        except ShapeError as error:
            message = f"{error.message}\n\tFrom merging shape {index} with other shapes."
            clashes.found(message, error.left, error.right, error.axis, error.static)
            merged = tuple(map(better_known, shapes[index] or (), merged or ()))
    return clashes.finish(merged)
