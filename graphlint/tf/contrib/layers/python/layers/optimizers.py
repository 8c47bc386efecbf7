"""optimize_loss and its clipping, noise and summaries (contrib/layers/python/layers/optimizers.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.indexed_slices import IndexedSlices
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import (
    array_ops,
    check_ops,
    clip_ops,
    control_flow_ops,
    init_ops,
    math_ops,
    random_ops,
    variable_scope,
    variables,
)
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import (
    adagrad,
    adam,
    ftrl,
    gradient_descent,
    momentum,
    moving_averages,
    optimizer,
    rmsprop,
    training_util,
)

Pairs = list[tuple[Any, Any]]


def _momentum(learning_rate: Any) -> Any:
    return momentum.MomentumOptimizer(learning_rate, momentum=0.9)


OPTIMIZER_CLS_NAMES: dict[str, Any] = {
    "Adagrad": adagrad.AdagradOptimizer,
    "Adam": adam.AdamOptimizer,
    "Ftrl": ftrl.FtrlOptimizer,
    "Momentum": _momentum,
    "RMSProp": rmsprop.RMSPropOptimizer,
    "SGD": gradient_descent.GradientDescentOptimizer,
}
OPTIMIZER_SUMMARIES = ["learning_rate", "loss", "gradients", "gradient_norm", "global_gradient_norm"]


def optimize_loss(loss: Any, global_step: Any, learning_rate: Any, optimizer: Any, gradient_noise_scale: Any = None,
                  gradient_multipliers: Any = None, clip_gradients: Any = None, learning_rate_decay_fn: Any = None,
                  update_ops: Any = None, variables: Any = None, name: Any = None, summaries: Any = None,
                  colocate_gradients_with_ops: bool = False, increment_global_step: bool = True) -> Any:
    """The loss after one training step. ValueError for arguments that don't go together."""
    loss = convert(loss)
    check_ops.assert_scalar(loss)
    if global_step is None:
        global_step = training_util.get_global_step()
    else:
        training_util.assert_global_step(global_step)
    with variable_scope.variable_scope(name, "OptimizeLoss", [loss, global_step]):
        if update_ops is None:
            update_ops = dict.fromkeys(ops.get_collection(GraphKeys.UPDATE_OPS))
        if update_ops:
            loss = control_flow_ops.with_dependencies(list(update_ops), loss)
        rate = None if learning_rate is None else _rate_of(learning_rate)
        wanted = _summaries_of(summaries)
        if learning_rate is not None and learning_rate_decay_fn is not None:
            rate = _decayed(learning_rate_decay_fn, rate, global_step, wanted)
        chosen = _optimizer_of(optimizer, rate, learning_rate)
        gradients = chosen.compute_gradients(loss, _trainable() if variables is None else variables,
                                             colocate_gradients_with_ops=colocate_gradients_with_ops)
        if gradient_noise_scale is not None:
            gradients = _add_scaled_noise_to_gradients(gradients, gradient_noise_scale)
        if gradient_multipliers is not None:
            gradients = _multiplied(gradients, gradient_multipliers)
        gradients = _clipped_and_summarized(gradients, clip_gradients, loss, wanted)
        update = chosen.apply_gradients(gradients, global_step=global_step if increment_global_step else None,
                                        name="train")
        return control_flow_ops.with_dependencies([update], loss)


def _trainable() -> Any:
    return variables.trainable_variables()


def _rate_of(learning_rate: Any) -> Any:
    """A tensor as it is, a float as a variable."""
    if isinstance(learning_rate, Tensor) and learning_rate.dims == ():
        return learning_rate
    if not isinstance(learning_rate, float):
        raise ValueError(f"Learning rate should be 0d Tensor or float. Got {learning_rate} of type {type(learning_rate)}")
    if learning_rate < 0.0:
        raise ValueError("Invalid learning_rate %s.", learning_rate)
    return variable_scope.get_variable("learning_rate", [], trainable=False,
                                       initializer=init_ops.Constant(learning_rate))


def _summaries_of(summaries: Any) -> Any:
    if summaries is None:
        return ["loss", "learning_rate", "global_gradient_norm"]
    for name in summaries:
        if name not in OPTIMIZER_SUMMARIES:
            raise ValueError(f"Summaries should be one of [{', '.join(OPTIMIZER_SUMMARIES)}], you provided {name}.")
    return summaries


def _decayed(function: Any, rate: Any, global_step: Any, wanted: Any) -> Any:
    if global_step is None:
        raise ValueError("global_step is required for learning_rate_decay_fn.")
    rate = function(rate, global_step)
    if "learning_rate" in wanted:
        summary.scalar("learning_rate", rate)
    return rate


def _optimizer_of(given: Any, rate: Any, learning_rate: Any) -> Any:
    """An Optimizer from its name, its class, a function or itself."""
    if isinstance(given, str):
        if rate is None:
            raise ValueError(f"Learning rate is None, but should be specified if optimizer is string ({given}).")
        if given not in OPTIMIZER_CLS_NAMES:
            raise ValueError(f"Optimizer name should be one of [{', '.join(OPTIMIZER_CLS_NAMES)}], you provided {given}.")
        return OPTIMIZER_CLS_NAMES[given](learning_rate=rate)
    if isinstance(given, type) and issubclass(given, optimizer.Optimizer):
        if rate is None:
            raise ValueError(f"Learning rate is None, but should be specified if optimizer is class ({given}).")
        return given(learning_rate=rate)  # type: ignore[call-arg]
    if isinstance(given, optimizer.Optimizer):
        return given
    if not callable(given):
        raise ValueError("Unrecognized optimizer: should be string, subclass of Optimizer, instance of subclass of "
                         f"Optimizer or function with one argument. Got {given}.")
    made = given(rate) if learning_rate is not None else given()
    if not isinstance(made, optimizer.Optimizer):
        raise ValueError(f"Unrecognized optimizer: function should return subclass of Optimizer. Got {made}.")
    return made


def _clipped_and_summarized(gradients: Pairs, clip_gradients: Any, loss: Any, wanted: Any) -> Pairs:
    with_norm = "global_gradient_norm" in wanted or "gradient_norm" in wanted
    if with_norm:
        summary.scalar("global_norm/gradient_norm", clip_ops.global_norm([gradient for gradient, _ in gradients]))
    if isinstance(clip_gradients, float):
        gradients = _clip_gradients_by_norm(gradients, clip_gradients)
    elif callable(clip_gradients):
        gradients = clip_gradients(gradients)
    elif clip_gradients is not None:
        raise ValueError(f"Unknown type {type(clip_gradients)} for clip_gradients")
    if "loss" in wanted:
        summary.scalar("loss", loss)
    for gradient, variable in gradients:
        _summarize(gradient.values if isinstance(gradient, IndexedSlices) else gradient, variable, wanted)
    if clip_gradients is not None and with_norm:
        clipped = clip_ops.global_norm([gradient for gradient, _ in gradients])
        summary.scalar("global_norm/clipped_gradient_norm", clipped)
    return gradients


def _summarize(values: Any, variable: Any, wanted: Any) -> None:
    if values is None:
        return
    name = variable.name.replace(":", "_")
    if "gradients" in wanted:
        summary.histogram(f"gradients/{name}", values)
    if "gradient_norm" in wanted:
        summary.scalar(f"gradient_norm/{name}", clip_ops.global_norm([values]))


def _clip_gradients_by_norm(grads_and_vars: Pairs, clip_gradients: Any) -> Pairs:
    clipped, _ = clip_ops.clip_by_global_norm([gradient for gradient, _ in grads_and_vars], clip_gradients)
    return list(zip(clipped, [variable for _, variable in grads_and_vars], strict=True))


def _add_scaled_noise_to_gradients(grads_and_vars: Pairs, gradient_noise_scale: Any) -> Pairs:
    noisy: Pairs = []
    for gradient, variable in grads_and_vars:
        if gradient is not None:
            sparse = isinstance(gradient, IndexedSlices)
            noise = random_ops.truncated_normal(gradient.dense_shape if sparse else gradient.get_shape())
            gradient = gradient + noise * gradient_noise_scale
        noisy.append((gradient, variable))
    return noisy


def _multiplied(grads_and_vars: Pairs, multipliers: Any) -> Pairs:
    found: Pairs = []
    for gradient, variable in grads_and_vars:
        if gradient is not None and (variable in multipliers or variable.name in multipliers):
            multiplier = multipliers[variable if variable in multipliers else variable.name]
            if isinstance(gradient, IndexedSlices):
                gradient = IndexedSlices(gradient.values * multiplier, gradient.indices, gradient.dense_shape)
            else:
                gradient *= math_ops.cast(multiplier, gradient.dtype)
        found.append((gradient, variable))
    if not found:
        raise ValueError("Empty list of (gradient, var) pairs encountered. This is most likely to be caused by an "
                         "improper value of gradient_multipliers.")
    return found


def adaptive_clipping_fn(std_factor: float = 2.0, decay: float = 0.95, static_max_norm: Any = None,
                         global_step: Any = None, report_summary: bool = False, epsilon: float = 1e-8,
                         name: Any = None) -> Callable[[Pairs], Pairs]:
    """Clipping by a norm that follows the gradients' own."""

    def gradient_clipping(grads_and_vars: Pairs) -> Pairs:
        norm = clip_ops.global_norm([gradient for gradient, _ in grads_and_vars])
        most, log_mean = _adaptive_max_norm(norm, std_factor, decay, global_step, epsilon, name)
        if report_summary:
            summary.scalar("global_norm/adaptive_max_gradient_norm", most)
        small, ones = norm < most, array_ops.ones_like(norm)
        factor = array_ops.where(small, ones, math_ops.exp(log_mean) / norm)
        if static_max_norm is not None:
            factor = math_ops.minimum(static_max_norm / norm, factor)
        return [(_scaled(gradient, factor), variable) for gradient, variable in grads_and_vars]

    return gradient_clipping


def _scaled(gradient: Any, factor: Any) -> Any:
    if gradient is None:
        return None
    if isinstance(gradient, IndexedSlices):
        return IndexedSlices(gradient.values * factor, gradient.indices, gradient.dense_shape)
    return gradient * factor


def _adaptive_max_norm(norm: Any, std_factor: Any, decay: Any, global_step: Any, epsilon: Any,
                       name: Any) -> tuple[Any, Any]:
    with variable_scope.variable_scope(name, "AdaptiveMaxNorm", [norm]):
        logs = math_ops.log(norm + epsilon)
        if global_step is not None:
            steps = math_ops.cast(global_step, dtypes.float32)
            decay = math_ops.minimum(decay, steps / (steps + 1.0))
        mean = _moving_average("mean", logs, decay)
        squares = _moving_average("sq_mean", math_ops.square(logs), decay)
        variance = squares - math_ops.square(mean)
        deviation = math_ops.sqrt(math_ops.maximum(epsilon, variance))
        return math_ops.exp(mean + std_factor * deviation), mean


def _moving_average(name: str, value: Any, decay: Any) -> Any:
    variable = variable_scope.get_variable(name, shape=value.get_shape(), dtype=value.dtype,
                                           initializer=init_ops.Zeros(), trainable=False)
    return moving_averages.assign_moving_average(variable, value, decay, zero_debias=False)
