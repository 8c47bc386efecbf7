"""Tridiagonal matrices, given by their diagonals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import merge

from .dim_checks import dim_is, same_dim
from .inference import InferenceContext
from .registry import kernel, shape


def _tridiagonal_product(c: InferenceContext) -> Dims:
    upper, main, lower, right = (c.with_rank_at_least(index, 2) for index in range(4))
    diagonals = merge(merge(upper, main), None)
    merge(lower, diagonals)
    if diagonals is not None:
        dim_is(diagonals[-2], 1)
        if right is not None:
            same_dim(diagonals[-1], right[-2])
    return right


@kernel("TridiagonalMatMul")
def multiply_tridiagonal(k: Any, upper: Any, main: Any, lower: Any, right: Any) -> Any:
    above, middle, below = (np.swapaxes(part, -1, -2) for part in (upper, main, lower))
    found = middle * right
    found[..., :-1, :] += above[..., :-1, :] * right[..., 1:, :]
    found[..., 1:, :] += below[..., 1:, :] * right[..., :-1, :]
    return found


@kernel("TridiagonalSolve")
def solve_tridiagonal(k: Any, diagonals: Any, right: Any) -> Any:
    upper, main, lower = np.moveaxis(diagonals, -2, 0)
    side = main.shape[-1]
    places = np.arange(side)
    matrix = np.zeros((*main.shape, side), diagonals.dtype)
    matrix[..., places, places] = main
    matrix[..., places[:-1], places[1:]] = upper[..., :-1]
    matrix[..., places[1:], places[:-1]] = lower[..., 1:]
    return np.linalg.solve(matrix, right)


@shape("TridiagonalSolve", "TridiagonalMatMul")
def tridiagonal_shape(c: InferenceContext) -> Sequence[Dims]:
    if c.op_type == "TridiagonalMatMul":
        return (_tridiagonal_product(c),)
    left, right = c.with_rank_at_least(0, 2), c.with_rank_at_least(1, 2)
    if left is not None and right is not None:
        merge(left[:-2], right[:-2])
        same_dim(left[-1], right[-2])
        dim_is(left[-2], 3)
    return (right,)
