"""Rows of a tensor replaced or added to in its own memory (ops/inplace_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert

from . import array_ops, math_ops


def _on_rows(op: Any, x: Any, i: Any, v: Any) -> Tensor:
    """`op` on all of `x` (no `i`), on one row (a scalar `i`), or on several."""
    x = convert(x)
    v = convert(v, x.dtype)
    if i is None:
        rows = op(array_ops.reshape(x, [1, -1]), [0], array_ops.reshape(v, [1, -1]))
        return array_ops.reshape(rows, array_ops.shape(x))
    i = math_ops.cast(i, dtypes.int32)
    if i.dims == ():
        return op(x, array_ops.reshape(i, [1]), array_ops.expand_dims(v, 0))  # type: ignore[no-any-return]
    return op(x, i, v)  # type: ignore[no-any-return]


def alias_inplace_update(x: Any, i: Any, v: Any) -> Tensor:
    return _on_rows(gen.InplaceUpdate, x, i, v)


def alias_inplace_add(x: Any, i: Any, v: Any) -> Tensor:
    return _on_rows(gen.InplaceAdd, x, i, v)


def alias_inplace_sub(x: Any, i: Any, v: Any) -> Tensor:
    return _on_rows(gen.InplaceSub, x, i, v)


def inplace_update(x: Any, i: Any, v: Any) -> Tensor:
    return alias_inplace_update(gen.DeepCopy(x), i, v)


def inplace_add(x: Any, i: Any, v: Any) -> Tensor:
    return alias_inplace_add(gen.DeepCopy(x), i, v)


def inplace_sub(x: Any, i: Any, v: Any) -> Tensor:
    return alias_inplace_sub(gen.DeepCopy(x), i, v)


def empty_like(x: Any, init: Any = None) -> Tensor:
    """A tensor of the shape and dtype of `x`; what it holds matters to nobody unless `init` is true (zeros)."""
    x = convert(x)
    return gen.Empty(array_ops.shape(x), x.dtype, init=init)  # type: ignore[no-any-return]
