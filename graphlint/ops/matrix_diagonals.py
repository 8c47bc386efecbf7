"""Diagonals and bands of matrices, and matrices made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import ShapeError, merge

from .dim_checks import same_dim, smaller, with_rank_at_most
from .elementwise_unary import same_shape
from .inference import InferenceContext
from .registry import kernel, shape


@shape("MatrixDiag", "BatchMatrixDiag")
def matrix_diag_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    return (None if dims is None else (*dims, dims[-1]),)


@kernel("MatrixDiag", "BatchMatrixDiag")
def matrix_diag(k: Any, diagonal: Any) -> Any:
    return _placed(np.zeros((*diagonal.shape, diagonal.shape[-1]), diagonal.dtype), diagonal)


def _placed(matrix: Any, diagonal: Any) -> Any:
    """The matrices with other main diagonals."""
    found = np.array(matrix)
    places = np.arange(min(found.shape[-2:]))
    found[..., places, places] = diagonal
    return found


@shape("MatrixDiagPart", "BatchMatrixDiagPart")
def matrix_diag_part_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 2)
    if dims is None:
        return (None,)
    return ((*dims[:-2], smaller(dims[-2], dims[-1])),)


@kernel("MatrixDiagPart", "BatchMatrixDiagPart")
def matrix_diag_part(k: Any, x: Any) -> Any:
    return np.diagonal(x, axis1=-2, axis2=-1)


@shape("MatrixSetDiag", "BatchMatrixSetDiag")
def matrix_set_diag_shape(c: InferenceContext) -> Sequence[Dims]:
    dims, diagonal = c.with_rank_at_least(0, 2), c.with_rank_at_least(1, 1)
    if dims is not None:
        if diagonal is not None and len(diagonal) != len(dims) - 1:
            c.with_rank(1, len(dims) - 1)
        if diagonal is not None:
            same_dim(smaller(dims[-2], dims[-1]), diagonal[-1])
    if diagonal is None or (dims is not None and all(isinstance(dim, int) for dim in dims)):
        return (dims,)
    return (merge(dims, (*diagonal[:-1], c.unknown(), c.unknown())),)


@kernel("MatrixSetDiag", "BatchMatrixSetDiag")
def matrix_set_diag(k: Any, x: Any, diagonal: Any) -> Any:
    return _placed(x, diagonal)


shape("MatrixBandPart", "BatchMatrixBandPart")(same_shape)


@kernel("MatrixBandPart", "BatchMatrixBandPart")
def matrix_band_part(k: Any, x: Any, lower: Any, upper: Any) -> Any:
    rows, columns = np.indices(x.shape[-2:])
    below, above = int(lower), int(upper)
    inside = ((below < 0) | (rows - columns <= below)) & ((above < 0) | (columns - rows <= above))
    return np.where(inside, x, np.zeros([], x.dtype))


@shape("Diag")
def diag_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    if dims is not None and not dims:
        raise ShapeError("Shape must be at least rank 1 but is rank 0")
    return (None if dims is None else dims + dims,)


@kernel("Diag")
def diag(k: Any, x: Any) -> Any:
    return np.diag(x.ravel()).reshape(x.shape + x.shape)


@shape("DiagPart")
def diag_part_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    if dims is None:
        return (None,)
    if len(dims) % 2 or not dims:
        raise ShapeError(f"Input must have even and non-zero rank, input rank is {len(dims)}")
    half = len(dims) // 2
    return (tuple([same_dim(a, b) for a, b in zip(dims[:half], dims[half:], strict=True)]),)


@kernel("DiagPart")
def diag_part(k: Any, x: Any) -> Any:
    half = x.shape[: x.ndim // 2]
    return np.diagonal(x.reshape(int(np.prod(half)), -1)).reshape(half)


def _band(c: InferenceContext, index: int) -> tuple[int, int] | None:
    """The lower and upper diagonal that input `index` asks for."""
    with_rank_at_most(c, index, 1)
    value = c.input_tensor(index)
    if value is None:
        return None
    numbers = np.ravel(value).tolist()
    if len(numbers) == 1:
        return numbers[0], numbers[0]
    if len(numbers) != 2:
        raise ShapeError(f"diag_index must have only one or two elements, received {len(numbers)} elements.")
    if numbers[0] > numbers[1]:
        raise ShapeError("lower_diag_index is greater than upper_diag_index")
    return numbers[0], numbers[1]


@shape("MatrixDiagPartV2")
def matrix_diag_part_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 2)
    with_rank_at_most(c, 1, 1)
    c.with_rank(2, 0)
    band = _band(c, 1)
    if dims is None or band is None:
        return (None,)
    low, high = band
    rows, columns = dims[-2], dims[-1]
    known = isinstance(rows, int) and isinstance(columns, int)
    if known:
        _check_band(low, high, rows, columns)
    batch: tuple[Any, ...] = dims[:-2] if low == high else (*dims[:-2], high - low + 1)
    length = smaller(rows + min(high, 0), columns - max(low, 0)) if known else c.unknown()
    return ((*batch, length),)


def _check_band(low: int, high: int, rows: Any, columns: Any) -> None:
    for name, place in (("lower", low), ("upper", high)):
        if place != 0 and not -rows < place < columns:
            raise ShapeError(f"{name}_diag_index is out of bound: {place} It must be between {-rows} and {columns}")


@kernel("MatrixDiagPartV2")
def matrix_diag_part_v2(k: Any, x: Any, band: Any, padding: Any) -> Any:
    low, high = int(np.ravel(band)[0]), int(np.ravel(band)[-1])
    rows, columns = x.shape[-2:]
    length = min(rows + min(high, 0), columns - max(low, 0))
    found = np.full((*x.shape[:-2], high - low + 1, length), padding, x.dtype)
    for index, place in enumerate(range(high, low - 1, -1)):
        part = np.diagonal(x, place, axis1=-2, axis2=-1)
        found[..., index, : part.shape[-1]] = part
    return found[..., 0, :] if low == high else found


@shape("MatrixDiagV2")
def matrix_diag_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    with_rank_at_most(c, 1, 1)
    for index in (2, 3, 4):
        c.with_rank(index, 0)
    band = _band(c, 1)
    if dims is None or band is None:
        return (None,)
    low, high = band
    if low != high:
        c.with_rank_at_least(0, 2)
        count = dims[-2]
        if isinstance(count, int) and count != high - low + 1:
            raise ShapeError(f"Number of rows of diagonal doesn't match the number of diagonals implied from d_lower "
                             f"and d_upper: {count} vs. {high - low + 1}")
    batch = dims[:-1] if low == high else dims[:-2]
    sizes = [c.input_tensor(index) for index in (2, 3)]
    if any(size is None for size in sizes):
        return ((*batch, c.unknown(), c.unknown()),)
    length = dims[-1] if isinstance(dims[-1], int) else -1  # TensorFlow goes on with its -1 for an unknown length
    found = _filled_sizes(int(sizes[0]), int(sizes[1]), low, high, length)
    return ((*batch, *[size if size >= 0 else c.unknown() for size in found]),)


def _filled_sizes(rows: int, columns: int, low: int, high: int, length: int) -> tuple[int, int]:
    least_rows, least_columns = length - min(high, 0), length + max(low, 0)
    if rows == -1 and columns == -1:
        side = max(least_rows, least_columns)
        return side, side
    rows = least_rows if rows == -1 else rows
    columns = least_columns if columns == -1 else columns
    if rows < least_rows:
        raise ShapeError(f"num_rows is too small: {rows} < {least_rows}")
    if columns < least_columns:
        raise ShapeError(f"num_columns is too small: {columns} < {least_columns}")
    if rows != least_rows and columns != least_columns:
        raise ShapeError("num_rows and num_columns are not consistent with lower_diag_index, upper_diag_index, and "
                         f"the length of the given diagonals.\nnum_rows = {rows} != min_num_rows = {least_rows}, "
                         f"num_columns = {columns} != min_num_cols = {least_columns}")
    return rows, columns


@kernel("MatrixDiagV2")
def matrix_diag_v2(k: Any, diagonal: Any, band: Any, rows: Any, columns: Any, padding: Any) -> Any:
    low, high = int(np.ravel(band)[0]), int(np.ravel(band)[-1])
    parts = diagonal[..., None, :] if low == high else diagonal
    height, width = _filled_sizes(int(rows), int(columns), low, high, parts.shape[-1])
    found = np.full((*parts.shape[:-2], height, width), padding, diagonal.dtype)
    return _with_band(found, parts, low, high)


def _with_band(found: Any, parts: Any, low: int, high: int) -> Any:
    height, width = found.shape[-2:]
    for index, place in enumerate(range(high, low - 1, -1)):
        count = min(height + min(place, 0), width - max(place, 0))
        at = np.arange(count)
        found[..., at - min(place, 0), at + max(place, 0)] = parts[..., index, :count]
    return found


@shape("MatrixSetDiagV2")
def matrix_set_diag_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    dims, diagonal = c.with_rank_at_least(0, 2), c.with_rank_at_least(1, 1)
    with_rank_at_most(c, 2, 1)
    band = _band(c, 2)
    several = band is not None and band[0] != band[1]
    if dims is not None:
        if band is not None:
            c.with_rank(1, len(dims) - (not several))
            if isinstance(dims[-2], int) and isinstance(dims[-1], int):
                _check_band(*band, dims[-2], dims[-1])
        else:
            c.with_rank_at_least(1, len(dims) - 1)
            with_rank_at_most(c, 1, len(dims))
    if diagonal is None:
        return (dims,)
    merge(dims, (*diagonal[:-1], c.unknown(), c.unknown()))  # TensorFlow checks that before it knows the band
    return (merge(dims, (*diagonal[: -2 if several else -1], c.unknown(), c.unknown())),)


@kernel("MatrixSetDiagV2")
def matrix_set_diag_v2(k: Any, x: Any, diagonal: Any, band: Any) -> Any:
    low, high = int(np.ravel(band)[0]), int(np.ravel(band)[-1])
    return _with_band(np.array(x), diagonal[..., None, :] if low == high else diagonal, low, high)
