"""What the ops on images and windows share: where the spatial dims are, how many places a window has, checked dims.

NCHW is normalised here and nowhere else. Holds no op; the formulas of one dim are in shapecalc.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

from graphlint.graph.graph import Dims
from shapecalc import Clashes, Dim, Expr, ShapeError, hidden, merge, ranks
from shapecalc.windows import window

from . import symbols
from .inference import InferenceContext

Padding = Literal["SAME", "VALID", "EXPLICIT"]


def channels_first(data_format: str) -> bool:
    return data_format[1] == "C"


def channel_axis(data_format: str, rank: int = 4) -> int:
    return 1 if data_format[1] == "C" else rank - 1


def spatial(values: Sequence[Any], data_format: str) -> list[Any]:
    """The entries of a list in layout order that belong to the spatial dims."""
    return list(values[2:] if data_format[1] == "C" else values[1:-1])


def laid_out(batch: Dim, places: Sequence[Dim], channels: Dim, data_format: str) -> tuple[Dim, ...]:
    """A shape in the layout of `data_format`."""
    if data_format[1] == "C":
        return (batch, channels, *places)
    return (batch, *places, channels)


def explicit(paddings: Sequence[int], padding: str, data_format: str) -> list[tuple[int, int]]:
    """The pairs of an `explicit_paddings` attr that belong to the spatial dims."""
    if padding != "EXPLICIT":
        raise ShapeError("explicit_paddings attribute must be empty if the padding attribute is not EXPLICIT")
    if len(paddings) != 8:
        raise ShapeError(f"explicit_paddings attribute must contain 8 values, but got: {len(paddings)}")
    if min(paddings) < 0:
        raise ShapeError("All elements of explicit_paddings must be nonnegative")
    pairs = list(zip(paddings[::2], paddings[1::2], strict=True))
    places = spatial(pairs, data_format)
    if sum(paddings) != sum(map(sum, places)):
        raise ShapeError("Nonzero explicit padding in the batch or depth dimensions is not supported")
    return places


def slide(size: Dim, reach: Dim, stride: int, padding: str, dilation: int, clashes: Clashes,
          around: tuple[int, int] | None = None) -> Dim:
    """The places of a window on one dim (TensorFlow's GetWindowedOutputSizeFromDimsV2)."""
    if stride <= 0:
        raise ShapeError(f"Stride must be > 0, but got {stride}")
    if dilation < 1:
        raise ShapeError(f"Dilation rate must be >= 1, but got {dilation}")
    if padding == "EXPLICIT":
        size, padding = size + sum(around or ()), "VALID"
    try:
        return window(size, reach, stride, padding, dilation)
    except ShapeError as error:
        if error.static:
            raise
        clashes.first = clashes.first or error
        return cast(Dim, error.result)


def merged(a: Dims, b: Dims, clashes: Clashes) -> Dims:
    """Two descriptions of one shape as one; a clash that TensorFlow is silent about goes to `clashes`."""
    if a == b:
        return a
    try:
        return merge(a, b)
    except ShapeError as error:
        if error.static:
            raise
        clashes.first = clashes.first or error
        return cast(Dims, error.result)


def four(values: Sequence[int], what: str, attribute: str, count: int = 4) -> None:
    """ShapeError unless an attr has one value a dim."""
    if len(values) != count:
        raise ShapeError(f"{what} requires the {attribute} attribute to contain {count} values, but got: {len(values)}")


def fixed(dim: Dim, wanted: int) -> int:
    """A dim that must be this number (TensorFlow's WithValue): known from now on."""
    if isinstance(dim, int) and dim != wanted:
        raise ShapeError(f"Dimension must be {wanted} but is {dim}", left=dim, right=wanted)
    return wanted


def ranked(c: InferenceContext, index: int, rank: int) -> tuple[Dim, ...]:
    """The dims of an input of this rank."""
    found = c.with_rank(index, rank)
    assert found is not None
    return found


def spelled_sizes(c: InferenceContext, index: int, count: int) -> list[Dim]:
    """The sizes that an int vector input of `count` elements spells: ints where TensorFlow sees them."""
    (length,) = ranked(c, index, 1)
    fixed(length, count)
    known = c.input_tensor(index)
    if known is not None:
        return [int(n) if n >= 0 else c.unknown() for n in known]
    found = symbols.elements(c.inputs[index])
    if found is None or len(found) != count:
        return [c.unknown() for _ in range(count)]
    return [n if isinstance(n, Expr) else c.unknown() if n is None or n < 0 else hidden(n) for n in found]


def spelled_shape(c: InferenceContext, index: int, rank: int) -> Dims:
    """The shape that an int vector input spells, which must be of this rank."""
    dims = c.inputs[index].dims
    if dims is not None and len(dims) == 1 and isinstance(dims[0], int):
        ranks.with_rank((0,) * dims[0], rank)
    return ranks.with_rank(c.input_tensor_as_shape(index), rank)
