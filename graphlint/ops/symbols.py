"""Symbolic values of int tensors: what `tf.shape(x)[0] * 4` is, though TensorFlow does not know it.

`as_shape` is TensorFlow's `ConstantPartialShape` (core/common_runtime/shape_refiner.cc) with the expressions kept.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import stack
from graphlint.graph.graph import Dims, Tensor
from shapecalc import Dim, Expr, ShapeError, hidden, symbol

from . import partial, values

MAX_SYMBOLIC = 64


class UnnamedShapeError(ShapeError):
    """A shape error that comes of reading a value, not of a shape function: TensorFlow's text names no op."""


def unknown(hint: str = "u") -> Dim:
    """A fresh symbol: a dim that nothing is known of."""
    counters = stack.world.counters
    count = counters.get(hint, 0)
    counters[hint] = count + 1
    return symbol(hint if count == 0 and hint != "u" else f"{hint}{count}")


def named(hint: str) -> Dim:
    """A fresh symbol that a reader can tell: `B`, then `B1`."""
    return unknown(hint)


def as_shape(tensor: Tensor) -> Dims:
    """The shape that an int vector spells; None where even its length is unknown. ShapeError for values below -1."""
    dims = tensor.dims
    if dims is not None and len(dims) == 0:
        return _from_scalar(tensor)
    found = static_elements(tensor)
    if found is not None:
        return found
    if dims is None or not isinstance(dims[0], int):
        return None
    known = elements(tensor)
    if known is not None and len(known) == dims[0]:
        return tuple(_hide(element) for element in known)
    return tuple(unknown() for _ in range(dims[0]))


def _from_scalar(tensor: Tensor) -> Dims:
    value = values.constant(tensor)
    if value is not None and int(value) != -1:
        raise ShapeError("Input tensor must be rank 1, or if its rank 0 it must have value -1 (representing an unknown "
                         f"shape).  Saw value: {int(value)}")
    return None


def static_elements(tensor: Tensor) -> Dims:
    """The partial shape as TensorFlow computes it (Const, Shape, Pack, Concat, StridedSlice), with expressions."""
    rule = partial.RULES.get(tensor.op.type)
    found = rule(tensor) if rule is not None else None
    if found is not None:
        return found
    value = values.constant(tensor)
    return None if value is None else tuple(_dim(int(element)) for element in np.asarray(value).ravel())


def _dim(element: int) -> Dim:
    if element < -1:
        raise UnnamedShapeError(f"Invalid value in tensor used for shape: {element}")
    return unknown() if element == -1 else element


def _hide(element: Any) -> Dim:
    if element is None:
        return unknown()
    if isinstance(element, Expr):
        return element
    return unknown() if element < 0 else hidden(int(element))


def elements(tensor: Tensor) -> list[Any] | None:
    """The elements of a small int vector or scalar: ints, Exprs, None where unknown; None if not even that."""
    array = partial.symbolic(tensor)
    if array is None or array.size > MAX_SYMBOLIC:
        return None
    return list(array.ravel())
