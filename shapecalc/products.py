"""Products: matmul, batched matmul with and without broadcasting, tensordot."""

from __future__ import annotations

from collections.abc import Sequence

from shapecalc.broadcasting import broadcast, merge
from shapecalc.dims import Shape, unknown
from shapecalc.errors import Clashes
from shapecalc.expr import Dim
from shapecalc.ranks import at_least_rank, axis_within, with_rank


def matmul(a: Shape, b: Shape, transpose_a: bool = False, transpose_b: bool = False) -> Shape:
    """`[m, k] x [k, n]` gives `[m, n]`."""
    clashes = Clashes()
    rows, inner_a = _turned(with_rank(a, 2), transpose_a)
    inner_b, columns = _turned(with_rank(b, 2), transpose_b)
    clashes.equal(inner_a, inner_b)
    return clashes.finish((rows, columns))


def _turned(matrix: tuple[Dim, ...], transposed: bool) -> tuple[Dim, Dim]:
    first, second = matrix
    return (second, first) if transposed else (first, second)


def batch_matmul(
    a: Shape, b: Shape, transpose_a: bool = False, transpose_b: bool = False, *, broadcasting: bool = True
) -> Shape:
    """A matmul for each index of the leading dims, which broadcast (BatchMatMulV2) or merge (BatchMatMul)."""
    at_least_rank(a, 2)
    at_least_rank(b, 2)
    if broadcasting and (a is None or b is None):
        return None
    clashes = Clashes()
    rows, inner_a = _turned((unknown(), unknown()) if a is None else a[-2:], transpose_a)
    inner_b, columns = _turned((unknown(), unknown()) if b is None else b[-2:], transpose_b)
    batch_a, batch_b = None if a is None else a[:-2], None if b is None else b[:-2]
    if broadcasting:
        clashes.equal(inner_a, inner_b)
        batch = clashes.collect(lambda pair: broadcast(*pair), (batch_a, batch_b))
    else:
        batch = clashes.collect(lambda pair: merge(*pair), (batch_a, batch_b))
        clashes.equal(inner_a, inner_b)
    return clashes.finish(None if batch is None else (*batch, rows, columns))


def tensordot(a: Shape, b: Shape, axes_a: Sequence[int], axes_b: Sequence[int]) -> Shape:
    """The dims that are not summed over: those of a, then those of b."""
    if a is None or b is None:
        return None
    clashes = Clashes()
    summed_a = [axis_within(axis, len(a), f"axis {axis} is out of range of rank {len(a)}") for axis in axes_a]
    summed_b = [axis_within(axis, len(b), f"axis {axis} is out of range of rank {len(b)}") for axis in axes_b]
    for left, right in zip(summed_a, summed_b, strict=True):
        clashes.equal(a[left], b[right], left)
    kept_a = [dim for axis, dim in enumerate(a) if axis not in summed_a]
    kept_b = [dim for axis, dim in enumerate(b) if axis not in summed_b]
    return clashes.finish((*kept_a, *kept_b))
