"""Windows of raised cosines (ops/signal/window_ops.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops, tensor_util
from graphlint.tf.python.ops import array_constants, control_flow_ops, math_ops

from .util_ops import scalar


def hann_window(window_length: Any, periodic: Any = True, dtype: Any = dtypes.float32, name: Any = None) -> Tensor:
    return _raised_cosine(name, "hann_window", window_length, periodic, dtype, (0.5, 0.5))


def hamming_window(window_length: Any, periodic: Any = True, dtype: Any = dtypes.float32, name: Any = None) -> Tensor:
    return _raised_cosine(name, "hamming_window", window_length, periodic, dtype, (0.54, 0.46))


def _raised_cosine(name: Any, default: str, window_length: Any, periodic: Any, dtype: Any,
                   weights: tuple[float, float]) -> Tensor:
    kind = dtypes.as_dtype(dtype)
    if not kind.is_floating:
        raise ValueError(f"dtype must be a floating point type. Found {kind}")
    with ops.name_scope(name, default, [window_length, periodic]):
        length = scalar(window_length, "window_length", dtypes.int32)
        known = tensor_util.constant_value(length)
        if known == 1:
            return array_constants.ones([1], dtype=kind)
        repeats: Any = math_ops.cast(convert(periodic, dtypes.bool_, "periodic"), dtypes.int32)
        even: Any = 1 - math_ops.mod(length, 2)  # type: ignore[operator]
        period: Any = math_ops.cast(length + repeats * even - 1, kind)
        count: Any = math_ops.cast(math_ops.range(length), kind)
        angle: Any = constant_op.constant(2 * np.pi, dtype=kind) * count / period  # type: ignore[operator]

        def window() -> Any:
            return math_ops.cast(weights[0] - weights[1] * math_ops.cos(angle), kind)

        if known is not None:
            return window()  # type: ignore[no-any-return]
        return control_flow_ops.cond(math_ops.equal(length, 1),  # type: ignore[no-any-return]
                                     lambda: array_constants.ones([1], dtype=kind), window)
