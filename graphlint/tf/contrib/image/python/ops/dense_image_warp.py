"""Images moved along a flow (contrib/image/python/ops/dense_image_warp.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import array_ops, check_ops, math_ops


def _sizes(images: Any) -> list[Any]:
    return [array_ops.shape(images)[axis] for axis in range(4)]


def _along(queries: Any, size: Any, grid_type: Any) -> tuple[Tensor, Tensor, Tensor]:
    """Indices before and after each query along one axis, and how far between them it lies."""
    query_type = queries.dtype
    most = math_ops.cast(size - 2, query_type)
    least = constant_op.constant(0.0, dtype=query_type)
    floor = math_ops.minimum(math_ops.maximum(least, math_ops.floor(queries)), most)
    before = math_ops.cast(floor, dtypes.int32)
    after = before + 1
    alpha = math_ops.cast(queries - floor, grid_type)
    zero, one = (constant_op.constant(value, dtype=grid_type) for value in (0.0, 1.0))
    alpha = math_ops.minimum(math_ops.maximum(zero, alpha), one)
    return before, after, array_ops.expand_dims(alpha, 2)


def _interpolate_bilinear(grid: Any, query_points: Any, name: Any = "interpolate_bilinear", indexing: str = "ij") -> Any:
    if indexing not in ("ij", "xy"):
        raise ValueError("Indexing mode must be 'ij' or 'xy'")
    with ops.name_scope(name):
        grid, query_points = convert(grid), convert(query_points)
        static = grid.get_shape().as_list()
        if len(static) != 4:
            raise ValueError(f"Grid must be 4 dimensional. Received size: {grid.get_shape()}")
        batch_size, height, width, channels = _sizes(grid)
        checks = [
            check_ops.assert_equal(len(query_points.get_shape()), 3, message="Query points must be 3 dimensional."),
            check_ops.assert_equal(array_ops.shape(query_points)[2], 2, message="Query points must be size 2 in dim 2.")]
        with ops.control_dependencies(checks):
            count = array_ops.shape(query_points)[1]
        checks = [check_ops.assert_greater_equal(height, 2, message="Grid height must be at least 2."),
                  check_ops.assert_greater_equal(width, 2, message="Grid width must be at least 2.")]
        with ops.control_dependencies(checks):
            queries = array_ops.unstack(query_points, axis=2)
        found = []
        for axis in (0, 1) if indexing == "ij" else (1, 0):
            with ops.name_scope(f"dim-{axis}"):
                found.append(_along(queries[axis], (height, width)[axis], grid.dtype))
        (top, bottom, alpha_y), (left, right, alpha_x) = found
        elements = math_ops.cast(batch_size * height * width, dtype=dtypes.float32)
        with ops.control_dependencies([check_ops.assert_less_equal(
                elements, np.iinfo(np.int32).max / 8, message="""The image size or batch size is sufficiently large
                       that the linearized addresses used by array_ops.gather
                       may exceed the int32 limit.""")]):
            flat = array_ops.reshape(grid, [batch_size * height * width, channels])
            offsets = array_ops.reshape(math_ops.range(batch_size) * height * width, [batch_size, 1])

        def gather(y: Tensor, x: Tensor, corner: str) -> Tensor:
            with ops.name_scope(f"gather-{corner}"):
                values = array_ops.gather(flat, offsets + y * width + x)
                return array_ops.reshape(values, [batch_size, count, channels])

        corners = [gather(y, x, f"{down}_{across}") for y, down in ((top, "top"), (bottom, "bottom"))
                   for x, across in ((left, "left"), (right, "right"))]
        with ops.name_scope("interpolate"):
            upper = alpha_x * (corners[1] - corners[0]) + corners[0]
            lower = alpha_x * (corners[3] - corners[2]) + corners[2]
            return alpha_y * (lower - upper) + upper


def dense_image_warp(image: Any, flow: Any, name: Any = "dense_image_warp") -> Tensor:
    with ops.name_scope(name):
        batch_size, height, width, channels = _sizes(image)
        grid_x, grid_y = array_ops.meshgrid(math_ops.range(width), math_ops.range(height))
        places = math_ops.cast(array_ops.stack([grid_y, grid_x], axis=2), flow.dtype)
        points = array_ops.expand_dims(places, axis=0) - flow
        flat = array_ops.reshape(points, [batch_size, height * width, 2])
        return array_ops.reshape(_interpolate_bilinear(image, flat), [batch_size, height, width, channels])
