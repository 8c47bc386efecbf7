"""Boxes in images: suppression, cropping, sampling, drawing, glimpses (ops/image_ops_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, random_seed
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

_LOWEST = float("-inf")


def crop_and_resize_v1(image: Any, boxes: Any, box_ind: Any = None, crop_size: Any = None, method: Any = "bilinear",
                       extrapolation_value: Any = 0, name: Any = None, box_indices: Any = None) -> Any:
    index = deprecated_argument_lookup("box_indices", box_indices, "box_ind", box_ind)
    return crop_and_resize_v2(image, boxes, index, crop_size, method, extrapolation_value, name)


def crop_and_resize_v2(image: Any, boxes: Any, box_indices: Any, crop_size: Any, method: Any = "bilinear",
                       extrapolation_value: Any = 0, name: Any = None) -> Any:
    return gen.CropAndResize(image, boxes, box_indices, crop_size, method=method, extrapolation_value=extrapolation_value,
                             name=name)


def extract_glimpse(input: Any, size: Any, offsets: Any, centered: bool = True, normalized: bool = True,
                    uniform_noise: bool = True, name: Any = None) -> Any:
    return gen.ExtractGlimpse(input, size, offsets, centered=centered, normalized=normalized, uniform_noise=uniform_noise,
                              name=name)


def extract_glimpse_v2(input: Any, size: Any, offsets: Any, centered: bool = True, normalized: bool = True,
                       noise: Any = "uniform", name: Any = None) -> Any:
    return gen.ExtractGlimpse(input, size, offsets, centered=centered, normalized=normalized, noise=noise,
                              uniform_noise=False, name=name)


def draw_bounding_boxes(images: Any, boxes: Any, name: Any = None, colors: Any = None) -> Any:
    return draw_bounding_boxes_v2(images, boxes, colors, name)


def draw_bounding_boxes_v2(images: Any, boxes: Any, colors: Any, name: Any = None) -> Any:
    if colors is None:
        return gen.DrawBoundingBoxes(images, boxes, name=name)
    return gen.DrawBoundingBoxesV2(images, boxes, colors, name=name)


def sample_distorted_bounding_box(image_size: Any, bounding_boxes: Any, seed: Any = None, seed2: Any = None,
                                  min_object_covered: Any = 0.1, aspect_ratio_range: Any = None, area_range: Any = None,
                                  max_attempts: Any = None, use_image_if_no_bounding_boxes: Any = None,
                                  name: Any = None) -> Any:
    with ops.name_scope(name, "sample_distorted_bounding_box"):
        return gen.SampleDistortedBoundingBoxV2(
            image_size, bounding_boxes, min_object_covered, seed=seed, seed2=seed2, aspect_ratio_range=aspect_ratio_range,
            area_range=area_range, max_attempts=max_attempts,
            use_image_if_no_bounding_boxes=use_image_if_no_bounding_boxes, name=name)


def sample_distorted_bounding_box_v2(image_size: Any, bounding_boxes: Any, seed: Any = 0, min_object_covered: Any = 0.1,
                                     aspect_ratio_range: Any = None, area_range: Any = None, max_attempts: Any = None,
                                     use_image_if_no_bounding_boxes: Any = None, name: Any = None) -> Any:
    seed1, seed2 = random_seed.get_seed(seed) if seed else (0, 0)
    return sample_distorted_bounding_box(image_size, bounding_boxes, seed1, seed2, min_object_covered, aspect_ratio_range,
                                         area_range, max_attempts, use_image_if_no_bounding_boxes, name)


# --- non-maximum suppression ------------------------------------------------------------------------------------------


def _thresholds(iou: Any, score: Any) -> tuple[Any, Any]:
    return convert(iou, name="iou_threshold"), convert(score, name="score_threshold")


def non_max_suppression(boxes: Any, scores: Any, max_output_size: Any, iou_threshold: Any = 0.5,
                        score_threshold: Any = _LOWEST, name: Any = None) -> Any:
    with ops.name_scope(name, "non_max_suppression"):
        iou, score = _thresholds(iou_threshold, score_threshold)
        return gen.NonMaxSuppressionV3(boxes, scores, max_output_size, iou, score)


def non_max_suppression_with_scores(boxes: Any, scores: Any, max_output_size: Any, iou_threshold: Any = 0.5,
                                    score_threshold: Any = _LOWEST, soft_nms_sigma: Any = 0.0, name: Any = None) -> Any:
    with ops.name_scope(name, "non_max_suppression_with_scores"):
        iou, score = _thresholds(iou_threshold, score_threshold)
        sigma = convert(soft_nms_sigma, name="soft_nms_sigma")
        found = gen.NonMaxSuppressionV5(boxes, scores, max_output_size, iou, score, sigma, pad_to_max_output_size=False)
        return found[0], found[1]


def non_max_suppression_padded(boxes: Any, scores: Any, max_output_size: Any, iou_threshold: Any = 0.5,
                               score_threshold: Any = _LOWEST, pad_to_max_output_size: bool = False,
                               name: Any = None) -> Any:
    with ops.name_scope(name, "non_max_suppression_padded"):
        iou, score = _thresholds(iou_threshold, score_threshold)
        return gen.NonMaxSuppressionV4(boxes, scores, max_output_size, iou, score,
                                       pad_to_max_output_size=pad_to_max_output_size)


def non_max_suppression_with_overlaps(overlaps: Any, scores: Any, max_output_size: Any, overlap_threshold: Any = 0.5,
                                      score_threshold: Any = _LOWEST, name: Any = None) -> Any:
    with ops.name_scope(name, "non_max_suppression_overlaps"):
        overlap = convert(overlap_threshold, name="overlap_threshold")
        return gen.NonMaxSuppressionWithOverlaps(overlaps, scores, max_output_size, overlap, score_threshold)


def combined_non_max_suppression(boxes: Any, scores: Any, max_output_size_per_class: Any, max_total_size: Any,
                                 iou_threshold: Any = 0.5, score_threshold: Any = _LOWEST, pad_per_class: bool = False,
                                 clip_boxes: bool = True, name: Any = None) -> Any:
    with ops.name_scope(name, "combined_non_max_suppression"):
        iou = convert(iou_threshold, dtypes.float32, "iou_threshold")
        score = convert(score_threshold, dtypes.float32, "score_threshold")
        return gen.CombinedNonMaxSuppression(boxes, scores, max_output_size_per_class, max_total_size, iou, score,
                                             pad_per_class=pad_per_class, clip_boxes=clip_boxes)
