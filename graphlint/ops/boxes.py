"""Bounding boxes: non-maximum suppression, drawing, distorted sampling: shapes and kernels."""

from __future__ import annotations

from graphlint.graph.graph import Dims
from shapecalc import Clashes, Dim, ShapeError

from .inference import InferenceContext
from .registry import shape
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
