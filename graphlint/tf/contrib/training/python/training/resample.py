"""Examples drawn again and again, by their rates (contrib/training/python/training/resample.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import (
    array_ops,
    control_flow_ops,
    math_ops,
    random_ops,
    tensor_array_ops,
    variable_scope,
)
from graphlint.tf.python.training import moving_averages


def _repeated(counts: Any) -> Any:
    """Each place as often as its count says."""
    with ops.name_scope(None, "repeat_range", [counts]) as scope:
        counts = convert(counts, None, "counts")
        sizes: Any = array_ops.shape(counts)
        size = sizes[0]
        first = tensor_array_ops.TensorArray(dtype=dtypes.int32, size=size, infer_shape=False)
        array, count = control_flow_ops.while_loop(
            lambda _, i: i < size, lambda array, i: (array.write(i, array_ops.fill(counts[i:i + 1], i)), i + 1),
            loop_vars=[first, 0])
        return control_flow_ops.cond(count > 0, array.concat, lambda: array_ops.zeros(shape=[0], dtype=dtypes.int32),
                                     name=scope)


def resample_at_rate(inputs: Any, rates: Any, scope: Any = None, seed: Any = None, back_prop: Any = False) -> list[Any]:
    with ops.name_scope(scope, default_name="resample_at_rate", values=[*inputs, rates]):
        rates = convert(rates, None, "rates")
        counts = math_ops.cast(random_ops.random_poisson(rates, (), rates.dtype, seed=seed), dtypes.int32)
        indices = _repeated(counts)
        if not back_prop:
            indices = array_ops.stop_gradient(indices)
        return [array_ops.gather(value, indices) for value in inputs]


def weighted_resample(inputs: Any, weights: Any, overall_rate: Any, scope: Any = None, mean_decay: Any = 0.999,
                      seed: Any = None) -> tuple[list[Any], Any]:
    with ops.name_scope(scope, "weighted_resample", inputs) as opscope:
        with variable_scope.variable_scope(scope, "estimate_mean", inputs):
            estimated = variable_scope.get_local_variable(
                "estimated_mean", initializer=math_ops.cast(0, weights.dtype), dtype=weights.dtype)
            mean: Any = moving_averages.assign_moving_average(estimated, math_ops.reduce_mean(weights), mean_decay)
        rates = weights * overall_rate / mean
        first, *rest = resample_at_rate([rates, *inputs], rates, scope=opscope, seed=seed, back_prop=False)
        return rest, first
