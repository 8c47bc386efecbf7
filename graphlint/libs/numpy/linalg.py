"""Products of arrays and `numpy.linalg`. What would take more than a moment gives the shape alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray, unknown_array
from graphlint.libs.numpy.broadcasting import broadcast_shapes, shape_text
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import axes_of, known_shape
from graphlint.libs.numpy.lift import lift, plain_value
from graphlint.libs.numpy.memory import MOST_WORK, fits
from graphlint.libs.numpy.method_table import METHODS
from graphlint.libs.numpy.objects import operate_on_objects
from graphlint.libs.numpy.promotion import promote
from graphlint.libs.numpy.reductions import reduced_shape
from shapecalc import Dim, Shape, eq


class LinAlgError(Exception):
    """numpy.linalg's own error."""


def _product_dtype(arrays: Sequence[ShapedArray]) -> Any:
    dtypes = [array._dtype for array in arrays]
    known = [dtype for dtype in dtypes if dtype is not None]
    return promote(known) if len(known) == len(dtypes) else None


def _work(arrays: Sequence[ShapedArray], shape: Shape, inner: Any) -> bool:
    """Whether the values may be computed: a product costs its size times the summed dim."""
    known = known_shape(shape)
    dtype = _product_dtype(arrays)
    if known is None or dtype is None or dtype.kind == "O" or not isinstance(inner, int):
        return False
    return fits(known, dtype) and prod(known) * max(inner, 1) <= MOST_WORK


def _check(left: Dim, right: Dim, shapes: Sequence[Shape], axes: str = "") -> None:
    if (isinstance(left, int) and isinstance(right, int) and left != right) or eq(left, right) is False:
        texts = " and ".join(shape_text(shape) for shape in shapes)
        raise ValueError(f"shapes {texts} not aligned: {left} {axes or '(dim 1)'} != {right} (dim 0)")


def dot(a: Any, b: Any, out: Any = None) -> Any:
    left, right = as_array(a), as_array(b)
    if left._shape == () or right._shape == ():
        from graphlint.libs.numpy.elementwise import apply

        dtype = _product_dtype([left, right])
        made = apply("multiply", left, right)
        # unlike multiply, dot doesn't look at the value of a scalar when it chooses the type
        return made if dtype is None or dtype.kind == "O" else _retyped(made, dtype)
    shape, inner = _dot_shape(left._shape, right._shape)
    return _product(numpy.dot, [left, right], shape, inner, out)


def _retyped(made: Any, dtype: Any) -> Any:
    array = as_array(made)
    return made if array._dtype == dtype else METHODS["astype"](array, dtype)


def _dot_shape(left: Shape, right: Shape) -> tuple[Shape, Any]:
    if left is None or right is None:
        return None, None
    inner = right[-2] if len(right) > 1 else right[0]
    _check(left[-1], inner, (left, right), f"(dim {len(left) - 1})")
    rest = (*right[:-2], right[-1]) if len(right) > 1 else ()
    return (*left[:-1], *rest), left[-1]


def matmul(x1: Any, x2: Any, out: Any = None) -> Any:
    left, right = as_array(x1), as_array(x2)
    shape, inner = _matmul_shape(left._shape, right._shape)
    return _product(numpy.matmul, [left, right], shape, inner, out)


def _matmul_shape(left: Shape, right: Shape) -> tuple[Shape, Any]:
    if left is None or right is None:
        return None, None
    if not left or not right:
        raise ValueError("matmul: Input operand 0 does not have enough dimensions")
    one = left if len(left) > 1 else (1, *left)
    two = right if len(right) > 1 else (*right, 1)
    if isinstance(one[-1], int) and isinstance(two[-2], int) and one[-1] != two[-2]:
        raise ValueError(
            "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "
            "(n?,k),(k,m?)->(n?,m?) "
            f"(size {two[-2]} is different from {one[-1]})"
        )
    lead = broadcast_shapes([one[:-2], two[:-2]]) or ()
    rows = (one[-2],) if len(left) > 1 else ()
    columns = (two[-1],) if len(right) > 1 else ()
    return (*lead, *rows, *columns), one[-1]


def _product(real: Callable[..., Any], arrays: list[ShapedArray], shape: Shape, inner: Any, out: Any = None) -> Any:
    if any(array._has_objects for array in arrays):
        return operate_on_objects("dot", real, arrays, shape)
    made = lift(real, arrays, shape=lambda: shape, dtype=_product_dtype(arrays), possible=_work(arrays, shape, inner))
    if out is None:
        return made
    METHODS["__setitem__"](out, Ellipsis, made)
    return out


def inner(a: Any, b: Any) -> Any:
    left, right = as_array(a), as_array(b)
    if left._shape == () or right._shape == ():
        return dot(left, right)
    if left._shape is None or right._shape is None:
        return unknown_array(left._reason or right._reason, _product_dtype([left, right]), None)
    _check(left._shape[-1], right._shape[-1], (left._shape, right._shape))
    return _product(numpy.inner, [left, right], (*left._shape[:-1], *right._shape[:-1]), left._shape[-1])


def outer(a: Any, b: Any, out: Any = None) -> Any:
    left, right = METHODS["ravel"](as_array(a)), METHODS["ravel"](as_array(b))
    shape = None if left._shape is None or right._shape is None else (*left._shape, *right._shape)
    return _product(numpy.outer, [left, right], shape, 1, out)


def vdot(a: Any, b: Any) -> Any:
    return dot(METHODS["ravel"](as_array(a)), METHODS["ravel"](as_array(b)))


def tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    left, right = as_array(a), as_array(b)
    if left._shape is None or right._shape is None:
        return unknown_array(left._reason or right._reason, _product_dtype([left, right]), None)
    if hasattr(type(axes), "__index__"):
        count = int(axes)
        pair = (tuple(range(len(left._shape) - count, len(left._shape))), tuple(range(count)))
    else:
        pair = (axes_of(plain_value(axes[0]), len(left._shape)), axes_of(plain_value(axes[1]), len(right._shape)))
    for one, two in zip(*pair, strict=False):
        if isinstance(left._shape[one], int) and isinstance(right._shape[two], int) and left._shape[one] != right._shape[two]:
            raise ValueError("shape-mismatch for sum")
    shape = tuple(
        dim
        for dims, gone in ((left._shape, pair[0]), (right._shape, pair[1]))
        for index, dim in enumerate(dims)
        if index not in gone
    )
    summed: Any = prod([left._shape[axis] for axis in pair[0]], start=1)
    return _product(lambda x, y: numpy.tensordot(x, y, pair), [left, right], shape, summed)


def einsum(subscripts: Any, *operands: Any, **options: Any) -> Any:
    arrays = [as_array(operand) for operand in operands]
    if not isinstance(subscripts, str) or "." in subscripts or any(array._shape is None for array in arrays):
        return unknown_array("an einsum", _product_dtype(arrays), None)
    terms, _, output = subscripts.replace(" ", "").partition("->")
    sizes: dict[str, Dim] = {}
    for term, array in zip(terms.split(","), arrays, strict=True):
        if len(term) != len(array._shape or ()):
            raise ValueError("einstein sum subscripts string does not match the number of dimensions of the operands")
        for letter, dim in zip(term, array._shape or (), strict=True):
            sizes[letter] = dim if sizes.get(letter, 1) == 1 else sizes[letter]
    if "->" not in subscripts:
        output = "".join(sorted(letter for letter in sizes if terms.count(letter) == 1))
    shape = tuple(sizes[letter] for letter in output)
    cost: Any = prod([dim for letter, dim in sizes.items() if letter not in output], start=1)
    return _product(lambda *values: numpy.einsum(subscripts, *values), arrays, shape, cost)


def kron(a: Any, b: Any) -> Any:
    left, right = as_array(a), as_array(b)
    if left._shape is None or right._shape is None or len(left._shape) != len(right._shape):
        return unknown_array(left._reason or "a product", _product_dtype([left, right]), None)
    shape = tuple(x * y for x, y in zip(left._shape, right._shape, strict=True))
    return _product(numpy.kron, [left, right], shape, 1)


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Any:
    array = as_array(x)
    cheap = ord in (None, 1, 2, "fro", float("inf")) and (axis is not None or ord in (None, "fro") or _is_vector(array))
    dtype = (
        None if array._dtype is None else numpy.result_type(array._dtype, numpy.float16 if array._dtype.kind == "f" else float)
    )
    return lift(
        lambda value: numpy.linalg.norm(value, plain_value(ord), plain_value(axis), bool(keepdims)),
        [array],
        shape=lambda: reduced_shape(array._shape, axis, keepdims),
        dtype=dtype,
        possible=cheap,
    )


def _is_vector(array: ShapedArray) -> bool:
    return array._shape is not None and len(array._shape) == 1


def trace(a: Any, offset: Any = 0, axis1: Any = 0, axis2: Any = 1, dtype: Any = None, out: Any = None) -> Any:
    array = as_array(a)
    return lift(
        lambda value: numpy.trace(value, plain_value(offset), plain_value(axis1), plain_value(axis2)),
        [array],
        shape=lambda: reduced_shape(array._shape, (axis1, axis2)),
    )


FUNCTIONS: dict[str, Any] = {
    "dot": dot, "matmul": matmul, "inner": inner, "outer": outer, "vdot": vdot, "tensordot": tensordot,
    "einsum": einsum, "kron": kron, "trace": trace,
}  # fmt: skip
METHODS.update(dot=dot, trace=trace)
