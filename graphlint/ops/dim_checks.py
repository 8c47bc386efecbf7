"""Checks of single dims and ranks, with TensorFlow's texts: what the C++ calls Merge, WithValue and WithRankAtMost."""

from __future__ import annotations

from shapecalc import Dim, ShapeError, dmin

from .inference import InferenceContext


def same_dim(a: Dim, b: Dim) -> Dim:
    """Two dims that must be equal; the better known of them."""
    if isinstance(a, int) and isinstance(b, int):
        if a != b:
            raise ShapeError(f"Dimensions must be equal, but are {a} and {b}", left=a, right=b)
        return a
    return b if isinstance(b, int) else a


def dim_is(dim: Dim, value: int) -> None:
    """ShapeError where a dim is known not to be this number."""
    if isinstance(dim, int) and dim != value:
        raise ShapeError(f"Dimension must be {value} but is {dim}", left=dim, right=value)


def with_rank_at_most(c: InferenceContext, index: int, rank: int) -> None:
    dims = c.inputs[index].dims
    if dims is not None and len(dims) > rank:
        raise ShapeError(f"Shape must be at most rank {rank} but is rank {len(dims)}", left=dims, right=rank)


def smaller(a: Dim, b: Dim) -> Dim:
    """The smaller dim; known as soon as both are known, or one is 0."""
    if isinstance(a, int) and isinstance(b, int):
        return min(a, b)
    if 0 in (a, b):
        return 0
    return dmin(a, b)
