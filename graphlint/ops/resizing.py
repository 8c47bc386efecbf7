"""Resize*, CropAndResize*, ScaleAndTranslate and their gradient ops: shapes and kernels."""

from __future__ import annotations

from graphlint.graph.graph import Dims
from shapecalc import Clashes

from .inference import InferenceContext
from .registry import shape
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
