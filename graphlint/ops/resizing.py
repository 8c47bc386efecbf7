"""Resize*, CropAndResize*, ScaleAndTranslate and their gradient ops: shapes and kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Clashes

from .inference import InferenceContext
from .registry import kernel, shape
from .spatial import fixed, ranked, spelled_shape, spelled_sizes


@shape("ResizeBilinear", "ResizeNearestNeighbor", "ResizeBicubic", "ResizeArea", "ScaleAndTranslate",
       "ResizeNearestNeighborGrad")
def resized_shape(c: InferenceContext) -> list[Dims]:
    images = ranked(c, 0, 4)
    return [(images[0], *spelled_sizes(c, 1, 2), images[3])]


@shape("ResizeBilinearGrad", "ResizeBicubicGrad", "ScaleAndTranslateGrad")
def resized_grad_shape(c: InferenceContext) -> list[Dims]:
    return [c.inputs[1].dims]


@shape("CropAndResize")
def crop_and_resize_shape(c: InferenceContext) -> list[Dims]:
    images, boxes, numbers = ranked(c, 0, 4), ranked(c, 1, 2), ranked(c, 2, 1)
    clashes = Clashes()
    count = clashes.equal(boxes[0], numbers[0], 0)
    fixed(boxes[1], 4)
    return clashes.finish([(count, *spelled_sizes(c, 3, 2), images[3])])


@shape("CropAndResizeGradImage")
def crop_and_resize_grad_image_shape(c: InferenceContext) -> list[Dims]:
    return [spelled_shape(c, 3, 4)]


@shape("CropAndResizeGradBoxes")
def crop_and_resize_grad_boxes_shape(c: InferenceContext) -> list[Dims]:
    return [c.inputs[2].dims]


CUBIC_STEPS = 1024


def _positions(k: Any, size: int, wanted: int) -> Any:
    """Where the centres of the resized axis lie on the axis of this size."""
    places = np.arange(wanted, dtype=np.float32)
    scale = _scale(k, size, wanted)
    if k.op.attrs.get("half_pixel_centers"):
        return (places + np.float32(0.5)) * scale - np.float32(0.5)
    return places * scale


def _scale(k: Any, size: int, wanted: int) -> Any:
    if k.op.attrs.get("align_corners") and wanted > 1:
        return np.float32((size - 1) / (wanted - 1))
    return np.float32(size / wanted)


def _spread(rows: Any, columns: Any, weights: Any, shape: tuple[int, int]) -> Any:
    """A matrix of weights that add up where they meet."""
    found = np.zeros(shape, np.float64)
    np.add.at(found, (rows, columns), weights)
    return found


def linear_weights(k: Any, size: int, wanted: int) -> Any:
    """Row i: how much of each input goes into output i."""
    at = _positions(k, size, wanted)
    low = np.floor(at)
    share, low = at - low, low.astype(int)
    rows = np.arange(wanted)
    found = _spread(rows, np.clip(low, 0, size - 1), 1 - share, (wanted, size))
    return found + _spread(rows, np.clip(low + 1, 0, size - 1), share, (wanted, size))


def _cubic(x: Any, a: float) -> Any:
    """Keys' kernel at distances 0 to 2."""
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    return np.where(x <= 1, near, ((a * x - 5 * a) * x + 8 * a) * x - 4 * a)


def cubic_weights(k: Any, size: int, wanted: int) -> Any:
    """As TensorFlow, with distances rounded to steps of its table."""
    half = bool(k.op.attrs.get("half_pixel_centers"))
    at = _positions(k, size, wanted)
    low = np.floor(at)
    share, low = np.rint((at - low) * CUBIC_STEPS) / CUBIC_STEPS, low.astype(int)
    found = np.zeros((wanted, size))
    for step, distance in ((-1, 1 + share), (0, share), (1, 1 - share), (2, 2 - share)):
        weight = _cubic(distance, -0.5 if half else -0.75)
        if half:
            weight = np.where((low + step >= 0) & (low + step < size), weight, 0)
        found += _spread(np.arange(wanted), np.clip(low + step, 0, size - 1), weight, (wanted, size))
    return found / found.sum(1, keepdims=True) if half else found


def area_weights(k: Any, size: int, wanted: int) -> Any:
    """Each output is the mean of the stretch that it covers."""
    scale = float(_scale(k, size, wanted))
    found = np.zeros((wanted, size))
    for row in range(wanted):
        start, stop = row * scale, (row + 1) * scale
        for at in range(int(np.floor(start)), int(np.ceil(stop))):
            found[row, min(at, size - 1)] += (min(at + 1, stop) - max(at, start)) / scale
    return found


def nearest_weights(k: Any, size: int, wanted: int) -> Any:
    half = k.op.attrs.get("half_pixel_centers")
    at = np.arange(wanted, dtype=np.float32)
    at = (at + np.float32(0.5)) * _scale(k, size, wanted) if half else at * _scale(k, size, wanted)
    chosen = np.floor(at + 0.5) if k.op.attrs.get("align_corners") else np.floor(at)
    return _spread(np.arange(wanted), np.clip(chosen.astype(int), 0, size - 1), 1.0, (wanted, size))


_WEIGHTS: dict[str, Callable[[Any, int, int], Any]] = {
    "ResizeBilinear": linear_weights,
    "ResizeBicubic": cubic_weights,
    "ResizeArea": area_weights,
    "ResizeNearestNeighbor": nearest_weights,
}


def _weighted(images: Any, rows: Any, columns: Any) -> Any:
    return np.einsum("ah,nhwc,bw->nabc", rows, images, columns, optimize=True)


@kernel("ResizeBilinear", "ResizeBicubic", "ResizeArea")
def resize(k: Any, images: Any, size: Any) -> Any:
    weights = _WEIGHTS[k.op.type]
    return _weighted(images, weights(k, images.shape[1], int(size[0])), weights(k, images.shape[2], int(size[1])))


@kernel("ResizeNearestNeighbor")
def resize_nearest(k: Any, images: Any, size: Any) -> Any:
    rows = nearest_weights(k, images.shape[1], int(size[0])).argmax(1)
    return images[:, rows][:, :, nearest_weights(k, images.shape[2], int(size[1])).argmax(1)]


@kernel("ResizeBilinearGrad", "ResizeBicubicGrad")
def resize_grad(k: Any, grads: Any, images: Any) -> Any:
    weights = _WEIGHTS[k.op.type.removesuffix("Grad")]
    rows, columns = (weights(k, images.shape[axis], grads.shape[axis]).T for axis in (1, 2))
    return _weighted(grads, rows, columns)


@kernel("ResizeNearestNeighborGrad")
def resize_nearest_grad(k: Any, grads: Any, size: Any) -> Any:
    rows = nearest_weights(k, int(size[0]), grads.shape[1]).T
    return _weighted(grads, rows, nearest_weights(k, int(size[1]), grads.shape[2]).T)


def _crop_axis(low: float, high: float, size: int, count: int, nearest: bool) -> tuple[Any, Any]:
    """Weights of one axis of a crop, and which of its places lie inside the image."""
    if count > 1:
        at = low * (size - 1) + np.arange(count) * ((high - low) * (size - 1) / (count - 1))
    else:
        at = np.asarray([0.5 * (low + high) * (size - 1)])
    inside = (at >= 0) & (at <= size - 1)
    base = np.clip(np.round(at) if nearest else np.floor(at), 0, size - 1).astype(int)
    share = np.where(inside, at - base, 0) * (not nearest)
    rows = np.arange(count)
    found = _spread(rows, base, np.where(inside, 1 - share, 0), (count, size))
    return found + _spread(rows, np.minimum(base + 1, size - 1), share, (count, size)), inside


@kernel("CropAndResize")
def crop_and_resize(k: Any, images: Any, boxes: Any, numbers: Any, size: Any) -> Any:
    height, width = int(size[0]), int(size[1])
    found = np.empty((len(boxes), height, width, images.shape[3]))
    nearest = k.attr("method") == "nearest"
    for index, (top, left, bottom, right) in enumerate(boxes.astype(np.float64)):
        rows, inside = _crop_axis(top, bottom, images.shape[1], height, nearest)
        columns, beside = _crop_axis(left, right, images.shape[2], width, nearest)
        found[index] = np.einsum("ah,hwc,bw->abc", rows, images[numbers[index]], columns)
        found[index][~(inside[:, None] & beside)] = k.attr("extrapolation_value")
    return found


@kernel("CropAndResizeGradImage")
def crop_and_resize_grad_image(k: Any, grads: Any, boxes: Any, numbers: Any, size: Any) -> Any:
    found = np.zeros(tuple(map(int, size)))
    nearest = k.attr("method") == "nearest"
    for index, (top, left, bottom, right) in enumerate(boxes.astype(np.float64)):
        rows, inside = _crop_axis(top, bottom, found.shape[1], grads.shape[1], nearest)
        columns, beside = _crop_axis(left, right, found.shape[2], grads.shape[2], nearest)
        given = grads[index] * (inside[:, None] & beside)[:, :, None]
        found[numbers[index]] += np.einsum("ah,abc,bw->hwc", rows, given, columns)
    return found
