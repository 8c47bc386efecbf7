"""Elements chosen by a condition, and clipping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import broadcast, merge

from .inference import InferenceContext
from .registry import kernel, shape


@shape("Select")
def select_shape(c: InferenceContext) -> Sequence[Dims]:
    """The branches merge; the condition has their shape, or is a scalar, or a vector of rows."""
    condition = c.inputs[0].dims
    data = merge(c.inputs[1].dims, c.inputs[2].dims)
    if condition is None or data is None or not condition:
        return (data,)
    if len(condition) == 1 and data:
        merge(condition, data[:1])
        return (data,)
    return (merge(data, condition),)


@kernel("Select")
def select(k: Any, condition: Any, x: Any, y: Any) -> Any:
    if np.ndim(condition) == 1 and np.ndim(x) > 1:
        condition = np.reshape(condition, (-1,) + (1,) * (np.ndim(x) - 1))
    return np.where(condition, x, y)


@shape("SelectV2")
def select_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    condition, x, y = (tensor.dims for tensor in c.inputs)
    return (broadcast(condition, broadcast(x, y)),)


@kernel("SelectV2")
def select_v2(k: Any, condition: Any, x: Any, y: Any) -> Any:
    return np.where(condition, x, y)


@shape("ClipByValue")
def clip_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.inputs[0].dims,)


@kernel("ClipByValue")
def clip(k: Any, x: Any, low: Any, high: Any) -> Any:
    return np.minimum(np.maximum(x, low), high)


