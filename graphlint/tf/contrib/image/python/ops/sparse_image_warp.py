"""Images moved so that given points come to others (contrib/image/python/ops/sparse_image_warp.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import array_ops

from .dense_image_warp import dense_image_warp
from .interpolate_spline import interpolate_spline


def _places(height: int, width: int, rows: int, columns: int) -> tuple[Any, Any]:
    return tuple(np.meshgrid(np.linspace(0, height - 1, rows), np.linspace(0, width - 1, columns), indexing="ij"))  # type: ignore[return-value]


def _constant(points: Any, batch_size: int, dtype: Any) -> Any:
    return constant_op.constant(np.tile(points[None], [batch_size, 1, 1]), dtype=dtype)


def _still_boundary(locations: Any, flows: Any, height: int, width: int, per_edge: int) -> tuple[Any, Any]:
    """The control points, and those of the boundary, which don't move."""
    batch_size = locations.get_shape()[0].value
    ys, xs = _places(height, width, per_edge + 2, per_edge + 2)
    outer = (xs == 0) | (xs == width - 1) | (ys == 0) | (ys == height - 1)
    points = np.stack([ys[outer], xs[outer]], axis=-1)
    of_boundary = _constant(points, batch_size, locations.dtype)
    still = _constant(np.zeros([points.shape[0], 2]), batch_size, locations.dtype)
    return array_ops.concat([locations, of_boundary], 1), array_ops.concat([flows, still], 1)


def sparse_image_warp(image: Any, source_control_point_locations: Any, dest_control_point_locations: Any,
                      interpolation_order: Any = 2, regularization_weight: Any = 0.0, num_boundary_points: Any = 0,
                      name: Any = "sparse_image_warp") -> tuple[Any, Any]:
    image = convert(image)
    source, target = convert(source_control_point_locations), convert(dest_control_point_locations)
    flows = target - source
    with ops.name_scope(name):
        batch_size, height, width, _ = image.get_shape().as_list()
        grid = np.stack(_places(height, width, height, width), -1).reshape(height * width, 2)
        queries = _constant(grid, batch_size, image.dtype)
        if num_boundary_points > 0:
            target, flows = _still_boundary(target, flows, height, width, num_boundary_points - 1)
        flat = interpolate_spline(target, flows, queries, interpolation_order, regularization_weight)
        dense = array_ops.reshape(flat, [batch_size, height, width, 2])
        return dense_image_warp(image, dense), dense
