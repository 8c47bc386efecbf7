"""Products of matrices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import ShapeError, at_least_rank, batch_matmul, broadcast, eq, matmul, merge, unknown, with_rank

from .inference import InferenceContext
from .registry import kernel, shape


@shape("MatMul", "SparseMatMul", "_FusedMatMul")
def matmul_shape(c: InferenceContext) -> Sequence[Dims]:
    attrs = c.attrs
    return (matmul(c.inputs[0].dims, c.inputs[1].dims, attrs["transpose_a"], attrs["transpose_b"]),)


@kernel("MatMul", "SparseMatMul")
def multiply(k: Any, a: Any, b: Any) -> Any:
    return np.matmul(a.T if k.attr("transpose_a") else a, b.T if k.attr("transpose_b") else b)


@shape("BatchMatMul")
def batch_matmul_shape(c: InferenceContext) -> Sequence[Dims]:
    return (batch_matmul(c.inputs[0].dims, c.inputs[1].dims, c.attrs["adj_x"], c.attrs["adj_y"], broadcasting=False),)


@shape("BatchMatMulV2")
def batch_matmul_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    return (batch_matmul(c.inputs[0].dims, c.inputs[1].dims, c.attrs["adj_x"], c.attrs["adj_y"]),)


@kernel("BatchMatMul", "BatchMatMulV2")
def multiply_batches(k: Any, x: Any, y: Any) -> Any:
    left = np.conj(np.swapaxes(x, -1, -2)) if k.attr("adj_x") else x
    right = np.conj(np.swapaxes(y, -1, -2)) if k.attr("adj_y") else y
    return np.matmul(left, right)


@shape("Cross")
def cross_shape(c: InferenceContext) -> Sequence[Dims]:
    a = at_least_rank(c.inputs[0].dims, 1)
    b = at_least_rank(c.inputs[1].dims, 1)
    found = merge(a, b)
    if found is not None and eq(found[-1], 3) is False:
        raise ShapeError(f"Dimension must be 3 but is {found[-1]}")
    return (found,)


@kernel("Cross")
def cross(k: Any, a: Any, b: Any) -> Any:
    return np.cross(a, b)


@shape("Einsum")
def einsum_shape(c: InferenceContext) -> Sequence[Dims]:
    terms, result = _equation(c.attr("equation"), len(c.inputs))
    sizes: dict[str, Any] = {}
    batch: Dims = ()
    for index, (term, tensor) in enumerate(zip(terms, c.inputs, strict=True)):
        _check_rank(term, tensor.dims, f"\n\t for {index}th input and equation: {c.attr('equation')}")
        found = _labelled(term, tensor.dims, sizes)
        batch = broadcast(batch, found) if "..." in term else batch
    if "..." in result and batch is None:
        return (None,)
    dims: list[Any] = []
    for label in result.replace("...", "."):
        dims.extend((batch or ()) if label == "." else (sizes[label],))
    return (tuple(dims),)


def _equation(equation: str, count: int) -> tuple[list[str], str]:
    if equation.count("->") != 1:
        raise ShapeError(f"Expecting exactly one '->' in einsum equation: {equation}")
    left, _, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != count:
        raise ShapeError(f"Expected {len(terms)} inputs for equation {equation} but got: {count}")
    return terms, right


def _check_rank(term: str, dims: Dims, where: str) -> None:
    count = len(term.replace("...", ""))
    try:
        at_least_rank(dims, count) if "..." in term else with_rank(dims, count)
    except ShapeError as error:
        raise ShapeError(error.message + where, left=error.left, right=error.right) from None


def _labelled(term: str, dims: Dims, sizes: dict[str, Any]) -> Dims:
    """Notes the dims of a term's labels; returns those that its ellipsis stands for."""
    before, dots, after = term.partition("...")
    labels = before + after
    if dims is None:
        for label in labels:
            sizes.setdefault(label, unknown())
        return None if dots else ()
    stop = len(dims) - len(after)
    for label, dim in [*zip(before, dims, strict=False), *zip(after, dims[stop:], strict=False)]:
        known = sizes.get(label)
        if isinstance(known, int) and isinstance(dim, int) and known != dim:
            raise ShapeError(f"Dimensions must be equal, but are {known} and {dim}", left=known, right=dim)
        if known is None or isinstance(dim, int):
            sizes[label] = dim
    return dims[len(before) : stop] if dots else ()


@kernel("Einsum")
def einsum(k: Any, *inputs: Any) -> Any:
    return np.einsum(k.attr("equation"), *inputs)
