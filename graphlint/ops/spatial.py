"""Layouts and windows that convolution and pooling share: where the spatial dims are, and how many places a window has.

NCHW is normalised here and nowhere else. Holds no op; the formulas of one dim are in shapecalc.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

from graphlint.graph.graph import Dims
from shapecalc import Clashes, Dim, ShapeError, merge
from shapecalc.windows import window

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


def explicit(paddings: Sequence[int], data_format: str) -> list[tuple[int, int]]:
    """The pairs of an `explicit_paddings` attr that belong to the spatial dims."""
    pairs = list(zip(paddings[::2], paddings[1::2], strict=True))
    return spatial(pairs, data_format)


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
