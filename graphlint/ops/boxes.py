"""Bounding boxes: non-maximum suppression, drawing, distorted sampling: shapes and kernels."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Clashes, Dim, ShapeError

from .inference import InferenceContext
from .registry import kernel, shape
from .spatial import fixed, ranked


def _scalars(c: InferenceContext, first: int) -> None:
    for index in range(first, len(c.inputs)):
        c.with_rank(index, 0)


@shape("NonMaxSuppression", "NonMaxSuppressionV2", "NonMaxSuppressionV3", "NonMaxSuppressionWithOverlaps")
def non_max_suppression_shape(c: InferenceContext) -> list[Dims]:
    clashes = _suppression(c)
    return clashes.finish([(c.unknown(),)])


def _suppression(c: InferenceContext) -> Clashes:
    boxes, scores = ranked(c, 0, 2), ranked(c, 1, 1)
    _scalars(c, 2)
    clashes = Clashes()
    clashes.equal(boxes[0], scores[0], 0)
    if c.op_type == "NonMaxSuppressionWithOverlaps":
        clashes.equal(boxes[0], boxes[1], 1)
    else:
        fixed(boxes[1], 4)
    return clashes


@shape("NonMaxSuppressionV4", "NonMaxSuppressionV5")
def padded_suppression_shape(c: InferenceContext) -> list[Dims]:
    clashes = _suppression(c)
    count: Dim = c.unknown()
    if c.attr("pad_to_max_output_size"):
        most = c.input_tensor(2)
        if most is not None:
            count = int(most)
    vectors: list[Dims] = [(count,)] * (c.outputs - 1)
    return clashes.finish([*vectors, ()])


@shape("CombinedNonMaxSuppression")
def combined_suppression_shape(c: InferenceContext) -> list[Dims]:
    boxes, scores = ranked(c, 0, 4), ranked(c, 1, 3)
    _scalars(c, 2)
    clashes = Clashes()
    clashes.equal(boxes[1], scores[1], 1)
    if isinstance(boxes[2], int) and boxes[2] != 1:
        clashes.equal(boxes[2], scores[2], 2)
    fixed(boxes[3], 4)
    batch, total, each = boxes[0], c.input_tensor(3), c.input_tensor(2)
    count: Dim = c.unknown()
    if total is not None and each is not None:
        count = int(total)
        if c.attr("pad_per_class") and isinstance(scores[2], int):
            count = min(count, int(each) * scores[2])
    return clashes.finish([(batch, count, 4), (batch, count), (batch, count), (batch,)])


@shape("DrawBoundingBoxes", "DrawBoundingBoxesV2")
def draw_shape(c: InferenceContext) -> list[Dims]:
    images = c.inputs[0].dims
    if c.op_type == "DrawBoundingBoxesV2":
        return [c.with_rank_at_least(0, 3)]
    if images is not None:
        channels = ranked(c, 0, 4)[3]
        if isinstance(channels, int) and channels not in (1, 3, 4):
            raise ShapeError("Channel depth should be either 1 (GRY), 3 (RGB), or 4 (RGBA)")
    fixed(ranked(c, 1, 3)[2], 4)
    return [images]


@shape("SampleDistortedBoundingBox", "SampleDistortedBoundingBoxV2")
def sample_box_shape(c: InferenceContext) -> list[Dims]:
    size, boxes = ranked(c, 0, 1), ranked(c, 1, 3)
    _scalars(c, 2)
    fixed(size[0], 3)
    fixed(boxes[2], 4)
    return [(3,), (3,), (1, 1, 4)]


def _overlap(box: Any, boxes: Any) -> Any:
    """Intersection over union of one box with several; corners may come in any order."""
    def corners(b: Any) -> tuple[Any, Any, Any, Any]:
        return (np.minimum(b[..., 0], b[..., 2]), np.minimum(b[..., 1], b[..., 3]),
                np.maximum(b[..., 0], b[..., 2]), np.maximum(b[..., 1], b[..., 3]))

    top, left, bottom, right = corners(box)
    tops, lefts, bottoms, rights = corners(boxes)
    shared = (np.maximum(np.minimum(bottom, bottoms) - np.maximum(top, tops), 0)
              * np.maximum(np.minimum(right, rights) - np.maximum(left, lefts), 0))
    union = (bottom - top) * (right - left) + (bottoms - tops) * (rights - lefts) - shared
    return np.where(union > 0, shared / np.where(union > 0, union, 1), 0)


def _kept(boxes: Any, scores: Any, most: int, threshold: float, lowest: float, overlaps: Any = None) -> Any:
    """The boxes that are kept, best first."""
    chosen: list[int] = []
    for index in np.argsort(-scores, kind="stable"):
        if len(chosen) >= most or not scores[index] > lowest:
            break
        shared = overlaps[index, chosen] if overlaps is not None else _overlap(boxes[index], boxes[chosen])
        if not np.any(shared > threshold):
            chosen.append(int(index))
    return np.asarray(chosen, np.int32)


@kernel("NonMaxSuppression", "NonMaxSuppressionV2", "NonMaxSuppressionV3")
def non_max_suppression(k: Any, boxes: Any, scores: Any, most: Any, *limits: Any) -> Any:
    threshold = float(limits[0]) if limits else k.attr("iou_threshold")
    return _kept(boxes, scores, int(most), threshold, float(limits[1]) if len(limits) > 1 else -np.inf)


@kernel("NonMaxSuppressionWithOverlaps")
def suppression_by_overlaps(k: Any, overlaps: Any, scores: Any, most: Any, threshold: Any, lowest: Any) -> Any:
    return _kept(None, scores, int(most), float(threshold), float(lowest), overlaps)


@kernel("NonMaxSuppressionV4")
def padded_suppression(k: Any, boxes: Any, scores: Any, most: Any, threshold: Any, lowest: Any) -> Any:
    found = _kept(boxes, scores, int(most), float(threshold), float(lowest))
    count = len(found)
    if k.attr("pad_to_max_output_size"):
        found = np.concatenate([found, np.zeros(int(most) - count, np.int32)])
    return found, np.int32(count)


@kernel("SampleDistortedBoundingBox", "SampleDistortedBoundingBoxV2")
def sample_box(k: Any, size: Any, boxes: Any, *covered: Any) -> Any:
    """A random crop of the asked area and aspect ratio; how much of the boxes it covers is not checked."""
    height, width, _ = (int(n) for n in size)
    low, high = k.attr("area_range")
    ratio = k.rng.uniform(*k.attr("aspect_ratio_range"))
    area = k.rng.uniform(low, high) * height * width
    tall = min(height, max(1, round(float(np.sqrt(area / ratio)))))
    wide = min(width, max(1, round(tall * ratio)))
    top, left = int(k.rng.integers(0, height - tall + 1)), int(k.rng.integers(0, width - wide + 1))
    box = [top / height, left / width, (top + tall) / height, (left + wide) / width]
    return [top, left, 0], [tall, wide, -1], np.asarray(box).reshape(1, 1, 4)
