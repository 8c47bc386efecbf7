"""Histograms of fixed width (ops/histogram_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops

from . import array_shape, clip_ops, division
from .math_basic import cast


def histogram_fixed_width_bins(values: Any, value_range: Any, nbins: Any = 100, dtype: Any = dtypes.int32,
                               name: Any = None) -> Tensor:
    with ops.name_scope(name, "histogram_fixed_width_bins", [values, value_range, nbins]):
        values = convert(values, name="values")
        shape = array_shape.shape(values)
        flat: Any = array_shape.reshape(values, [-1])
        bounds: Any = convert(value_range, name="value_range")
        nbins = convert(nbins, dtypes.int32, "nbins")
        count = cast(nbins, flat.dtype)
        scaled = division.truediv(flat - bounds[0], bounds[1] - bounds[0], name="scaled_values")
        indices = gen.Floor(count * scaled, name="indices")
        indices = cast(clip_ops.clip_by_value(indices, 0, count - 1), dtypes.int32)
        return array_shape.reshape(indices, shape)


def histogram_fixed_width(values: Any, value_range: Any, nbins: Any = 100, dtype: Any = dtypes.int32,
                          name: Any = None) -> Tensor:
    with ops.name_scope(name, "histogram_fixed_width", [values, value_range, nbins]) as scope:
        return gen.HistogramFixedWidth(values, value_range, nbins, dtype=dtype, name=scope)  # type: ignore[no-any-return]
