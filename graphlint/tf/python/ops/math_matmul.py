"""matmul and matvec (ops/math_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.unseen import is_unseen

from .math_basic import cast, conj


def matmul(a: Any, b: Any, transpose_a: bool = False, transpose_b: bool = False, adjoint_a: bool = False,
           adjoint_b: bool = False, a_is_sparse: bool = False, b_is_sparse: bool = False, name: Any = None) -> Any:
    """MatMul, BatchMatMul (rank above 2, or unknown) or SparseMatMul."""
    with ops.name_scope(name, "MatMul", [a, b]) as scope:
        if transpose_a and adjoint_a:
            raise ValueError("Only one of transpose_a and adjoint_a can be True.")
        if transpose_b and adjoint_b:
            raise ValueError("Only one of transpose_b and adjoint_b can be True.")
        a = convert(a, name="a")
        b = convert(b, name="b")
        if not a_is_sparse and not b_is_sparse and _is_batch(a, b):
            return _batch(a, b, (transpose_a, adjoint_a), (transpose_b, adjoint_b), scope)
        if adjoint_a:
            a, transpose_a = conj(a), True
        if adjoint_b:
            b, transpose_b = conj(b), True
        if _is_sparse(a, b, a_is_sparse or b_is_sparse):
            found = gen.SparseMatMul(a, b, transpose_a=transpose_a, transpose_b=transpose_b, a_is_sparse=a_is_sparse,
                                     b_is_sparse=b_is_sparse, name=scope)
            both = a.dtype is dtypes.bfloat16 and b.dtype is dtypes.bfloat16
            return cast(found, dtypes.bfloat16) if both else found
        return gen.MatMul(a, b, transpose_a=transpose_a, transpose_b=transpose_b, name=scope)


def _is_batch(a: Tensor, b: Tensor) -> bool:
    # a weight whose shape only the script knows is a matrix until something else tells
    batched = [not is_unseen(tensor) if tensor.dims is None else len(tensor.dims) > 2 for tensor in (a, b)]
    return any(batched) if a.graph.release.batch_matmul_v2 else all(batched)


def _batch(a: Tensor, b: Tensor, first: tuple[bool, bool], second: tuple[bool, bool], scope: str) -> Tensor:
    if first[0]:
        a = conj(a)
    if second[0]:
        b = conj(b)
    op = gen.BatchMatMulV2 if a.graph.release.batch_matmul_v2 else gen.BatchMatMul
    return op(a, b, adj_x=any(first), adj_y=any(second), name=scope)  # type: ignore[no-any-return]


def _is_sparse(a: Tensor, b: Tensor, asked: bool) -> bool:
    kinds = a.dtype.base_dtype, b.dtype.base_dtype
    if dtypes.bfloat16 in kinds and kinds[0] is not kinds[1]:
        return True
    return asked and all(kind in (dtypes.bfloat16, dtypes.float32) for kind in kinds)


def matvec(a: Any, b: Any, transpose_a: bool = False, adjoint_a: bool = False, a_is_sparse: bool = False,
           b_is_sparse: bool = False, name: Any = None) -> Tensor:
    with ops.name_scope(name, "MatVec", [a, b]):
        column = gen.ExpandDims(b, -1)
        found = matmul(a, column, transpose_a=transpose_a, adjoint_a=adjoint_a, a_is_sparse=a_is_sparse,
                       b_is_sparse=b_is_sparse)
        return gen.Squeeze(found, squeeze_dims=[-1])  # type: ignore[no-any-return]
