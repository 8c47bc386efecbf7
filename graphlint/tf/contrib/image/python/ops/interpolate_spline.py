"""Polyharmonic interpolation (contrib/image/python/ops/interpolate_spline.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, linalg_ops, math_ops

_SMALL = 1e-10


def _between(x: Any, y: Any) -> Any:
    """Squared distances of the points of two sets."""
    of_x = math_ops.reduce_sum(math_ops.square(x), 2)
    of_y = math_ops.reduce_sum(math_ops.square(y), 2)
    of_x, of_y = array_ops.expand_dims(of_x, 2), array_ops.expand_dims(of_y, 1)
    return of_x - 2 * math_ops.matmul(x, y, adjoint_b=True) + of_y


def _within(x: Any) -> Any:
    """Squared distances of the points of one set."""
    products = math_ops.matmul(x, x, adjoint_b=True)
    norms = array_ops.expand_dims(array_ops.matrix_diag_part(products), 2)
    return norms - 2 * products + array_ops.transpose(norms, [0, 2, 1])


def _phi(r: Any, order: Any) -> Any:
    with ops.name_scope("phi"):
        if order == 1:
            return math_ops.sqrt(math_ops.maximum(r, _SMALL))
        if order == 2:
            return 0.5 * r * math_ops.log(math_ops.maximum(r, _SMALL))
        if order == 4:
            return 0.5 * math_ops.square(r) * math_ops.log(math_ops.maximum(r, _SMALL))
        r = math_ops.maximum(r, _SMALL)
        if order % 2 == 0:
            return 0.5 * math_ops.pow(r, 0.5 * order) * math_ops.log(r)
        return math_ops.pow(r, 0.5 * order)


def _known(dim: Any, what: str) -> Any:
    if dim.value is None:
        raise ValueError(f"The dimensionality of the {what} must be statically-inferrable.")
    return dim


def _solve_interpolation(points: Any, values: Any, order: Any, weight: Any) -> tuple[Any, Any]:
    batch, count, _ = array_ops.unstack(array_ops.shape(points), num=3)
    depth = _known(points.get_shape()[-1], "input points (d)")
    width = _known(values.get_shape()[-1], "output values (k)")
    with ops.name_scope("construct_linear_system"):
        matrix = _phi(_within(points), order)
        if weight > 0:
            eye = array_ops.expand_dims(linalg_ops.eye(count, dtype=points.dtype), 0)
            matrix += weight * eye
        ones = array_ops.ones_like(points[..., :1], dtype=points.dtype)
        affine = array_ops.concat([points, ones], 2)
        left = array_ops.concat([matrix, array_ops.transpose(affine, [0, 2, 1])], 1)
        columns = affine.get_shape()[2]
        corner = array_ops.zeros([batch, columns, columns], points.dtype)
        right = array_ops.concat([affine, corner], 1)
        lhs = array_ops.concat([left, right], 2)
        rhs = array_ops.concat([values, array_ops.zeros([batch, depth + 1, width], points.dtype)], 1)
    with ops.name_scope("solve_linear_system"):
        solved = linalg_ops.matrix_solve(lhs, rhs)
        return solved[:, :count, :], solved[:, count:, :]


def interpolate_spline(train_points: Any, train_values: Any, query_points: Any, order: Any,
                       regularization_weight: Any = 0.0, name: Any = "interpolate_spline") -> Any:
    with ops.name_scope(name):
        points, values, queries = convert(train_points), convert(train_values), convert(query_points)
        with ops.name_scope("solve"):
            w, v = _solve_interpolation(points, values, order, regularization_weight)
        with ops.name_scope("predict"):
            radial = math_ops.matmul(_phi(_between(queries, points), order), w)
            ones = array_ops.ones_like(queries[..., :1], points.dtype)
            return radial + math_ops.matmul(array_ops.concat([queries, ones], 2), v)
