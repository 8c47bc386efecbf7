"""Summaries of tensors and of whole collections (contrib/layers/python/layers/summaries.py)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import patterns
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import math_ops
from graphlint.tf.python.summary import summary


def _add_scalar_summary(tensor: Any, tag: Any = None) -> Any:
    tensor.get_shape().assert_has_rank(0)
    return summary.scalar(tag or f"{tensor.op.name}_summary", tensor)


def _add_histogram_summary(tensor: Any, tag: Any = None) -> Any:
    return summary.histogram(tag or f"{tensor.op.name}_summary", tensor)


def summarize_activation(op: Any) -> Any:
    """A histogram, and for relus the share of values at their limits."""
    kind, name = op.op.type, op.op.name
    if kind in ("Relu", "Softplus", "Relu6"):
        _share(math_ops.less, op.op.inputs[0], 0.0, f"{name}/zeros")
    if kind == "Relu6":
        _share(math_ops.greater, op.op.inputs[0], 6.0, f"{name}/sixes")
    return _add_histogram_summary(op, f"{name}/activation")


def _share(compare: Callable[[Any, Any], Any], value: Any, limit: float, tag: str) -> None:
    beyond = compare(value, math_ops.cast(limit, value.dtype))
    _add_scalar_summary(math_ops.reduce_mean_v1(math_ops.to_float(beyond)), tag)


def summarize_tensor(tensor: Any, tag: Any = None) -> Any:
    if tensor.dtype.is_compatible_with(dtypes.string) or tensor.dtype.base_dtype == dtypes.bool_:
        return None
    return (_add_scalar_summary if tensor.get_shape().ndims == 0 else _add_histogram_summary)(tensor, tag)


def summarize_tensors(tensors: Any, summarizer: Any = summarize_tensor) -> list[Any]:
    return [summarizer(tensor) for tensor in tensors]


def summarize_collection(collection: Any, name_filter: Any = None, summarizer: Any = summarize_tensor) -> list[Any]:
    matches = patterns.matcher(name_filter) if name_filter is not None else None
    found = [item for item in ops.get_collection(collection) if matches is None or matches(item.op.name)]
    return summarize_tensors(found, summarizer)


summarize_variables = functools.partial(summarize_collection, GraphKeys.GLOBAL_VARIABLES)
summarize_weights = functools.partial(summarize_collection, GraphKeys.WEIGHTS)
summarize_biases = functools.partial(summarize_collection, GraphKeys.BIASES)


def summarize_activations(name_filter: Any = None, summarizer: Any = summarize_activation) -> list[Any]:
    return summarize_collection(GraphKeys.ACTIVATIONS, name_filter, summarizer)
