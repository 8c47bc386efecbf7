"""Convolutions and pools over whole shapes, and the exchange of space against batch or depth.

Shapes are channels-last: batch, spatial dims, channels; whoever has another layout turns it before and after.
"""

from __future__ import annotations

from collections.abc import Sequence

from shapecalc.dims import Shape, value
from shapecalc.divide import exact_div, exact_quotient
from shapecalc.errors import Clashes, ShapeError
from shapecalc.expr import Dim, as_expr, number
from shapecalc.ranks import with_rank
from shapecalc.windows import transposed_window, window

Padding = str | Sequence[tuple[int, int]]
"""SAME, VALID, or explicit numbers before and after each spatial dim."""


def conv(
    shape: Shape,
    kernel: Shape,
    strides: Sequence[int],
    padding: Padding,
    dilations: Sequence[int] | None = None,
    *,
    grouped: bool = False,
) -> Shape:
    """`[n, *spatial, in]` with a kernel `[*spatial, in, out]`.

    `grouped` is Conv2D since 1.14: the kernel's input depth need only divide the input's.
    """
    spatial = len(strides)
    batch, *sizes, depth = with_rank(shape, spatial + 2)
    *reach, kernel_in, out = with_rank(kernel, spatial + 2)
    clashes = Clashes()
    if grouped:
        _check_groups(depth, kernel_in, out, clashes)
    else:
        clashes.equal(depth, kernel_in, spatial + 1)
    places = _places(sizes, reach, strides, padding, dilations or [1] * spatial, clashes)
    return clashes.finish((batch, *places, out))


def _check_groups(depth: Dim, kernel_in: Dim, out: Dim, clashes: Clashes) -> None:
    known, known_in, known_out = value(depth), value(kernel_in), value(out)
    if known is None or not known_in:
        return
    static = isinstance(depth, int) and isinstance(kernel_in, int)
    if known % known_in:
        message = f"Depth of input ({depth}) is not a multiple of input depth of filter ({kernel_in})"
        clashes.found(message, depth, kernel_in, static=static)
    elif known and known_out is not None and known_out % (known // known_in):
        message = f"Depth of output ({out}) is not a multiple of the number of groups ({known // known_in})"
        clashes.found(message, out, known // known_in, static=static and isinstance(out, int))


def _places(
    sizes: Sequence[Dim],
    reach: Sequence[Dim],
    strides: Sequence[int],
    padding: Padding,
    dilations: Sequence[int],
    clashes: Clashes,
) -> list[Dim]:
    if not isinstance(padding, str):
        sizes = [size + before + after for size, (before, after) in zip(sizes, padding, strict=True)]
        padding = "VALID"
    places: list[Dim] = []
    for axis, (size, k, stride, dilation) in enumerate(zip(sizes, reach, strides, dilations, strict=True), 1):
        try:
            places.append(window(size, k, stride, padding, dilation))
        except ShapeError as error:
            clashes.found(error.message, error.left, error.right, axis, error.static)
            places.append(error.result if isinstance(error.result, int) else number(0))
    return places


def depthwise_conv(
    shape: Shape, kernel: Shape, strides: Sequence[int], padding: Padding, dilations: Sequence[int] | None = None
) -> Shape:
    """`[n, *spatial, in]` with a kernel `[*spatial, in, multiplier]` gives `in * multiplier` channels."""
    spatial = len(strides)
    batch, *sizes, depth = with_rank(shape, spatial + 2)
    *reach, kernel_in, multiplier = with_rank(kernel, spatial + 2)
    clashes = Clashes()
    channels = clashes.equal(depth, kernel_in, spatial + 1)
    places = _places(sizes, reach, strides, padding, dilations or [1] * spatial, clashes)
    return clashes.finish((batch, *places, channels * multiplier))


def pool(shape: Shape, windows: Sequence[int], strides: Sequence[int], padding: Padding) -> Shape:
    """A pool over the spatial dims."""
    batch, *sizes, depth = with_rank(shape, len(windows) + 2)
    clashes = Clashes()
    places = _places(sizes, windows, strides, padding, [1] * len(windows), clashes)
    return clashes.finish((batch, *places, depth))


def conv_transpose(shape: Shape, kernel: Sequence[int], out: Dim, strides: Sequence[int], padding: str) -> Shape:
    """The shape that a transposed convolution layer asks for."""
    batch, *sizes, _ = with_rank(shape, len(kernel) + 2)
    places = [transposed_window(n, k, s, padding) for n, k, s in zip(sizes, kernel, strides, strict=True)]
    return (batch, *places, out)


def space_to_batch(shape: Shape, block: Sequence[int], paddings: Sequence[tuple[Dim, Dim]]) -> Shape:
    """Blocks of space moved into the batch."""
    if shape is None:
        return None
    batch, clashes = shape[0], Clashes()
    sizes: list[Dim] = []
    for axis, (times, (before, after)) in enumerate(zip(block, paddings, strict=True), 1):
        batch = batch * times
        sizes.append(_shared(shape[axis] + (before + after), times, axis, clashes))
    return clashes.finish((batch, *sizes, *shape[len(block) + 1 :]))


def batch_to_space(shape: Shape, block: Sequence[int], crops: Sequence[tuple[Dim, Dim]]) -> Shape:
    """Blocks of space brought back from the batch."""
    if shape is None:
        return None
    batch, clashes = shape[0], Clashes()
    for times in block:
        batch = _shared(batch, times, 0, clashes)
    sizes: list[Dim] = []
    for axis, (times, (before, after)) in enumerate(zip(block, crops, strict=True), 1):
        size = shape[axis] * times
        for cut in (before, after):
            if isinstance(size, int) and isinstance(cut, int) and cut > size:
                message = f"Negative dimension size caused by subtracting {cut} from {size}"
                clashes.found(message, size, cut, axis, static=True)
            size = size - cut
        sizes.append(size)
    return clashes.finish((batch, *sizes, *shape[len(block) + 1 :]))


def _shared(dim: Dim, by: int, axis: int, clashes: Clashes) -> Dim:
    known = value(dim)
    if known is not None and known % by:
        message = f"Dimension size must be evenly divisible by {by} but is {known}"
        clashes.found(message, dim, by, axis, static=isinstance(dim, int))
        return exact_quotient(as_expr(dim), as_expr(by))
    return exact_div(dim, by)


def space_to_depth(shape: Shape, block: int) -> Shape:
    """Blocks of space moved into the channels."""
    batch, height, width, depth = with_rank(shape, 4)
    clashes = Clashes()
    rows, columns = _shared(height, block, 1, clashes), _shared(width, block, 2, clashes)
    return clashes.finish((batch, rows, columns, depth * (block * block)))


def depth_to_space(shape: Shape, block: int) -> Shape:
    """Blocks of space brought back from the channels."""
    batch, height, width, depth = with_rank(shape, 4)
    clashes = Clashes()
    channels = _shared(depth, block * block, 3, clashes)
    return clashes.finish((batch, height * block, width * block, channels))
