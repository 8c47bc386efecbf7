"""Gradients compared with differences (ops/gradient_checker.py): the graph of both; their numbers come from runs."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.ops import array_ops
from graphlint.tf.python.ops.gradients_impl import gradients


def _with_gradient(x: Any, y: Any, y_shape: Any) -> None:
    with stack.as_default(x.graph):
        dy = array_ops.identity(constant_op.constant(1.0, shape=y_shape, dtype=y.dtype))
    gradients(y, x, dy)


def compute_gradient(x: Any, x_shape: Any, y: Any, y_shape: Any, x_init_value: Any = None, delta: Any = 1e-3,
                     init_targets: Any = None, extra_feed_dict: Any = None) -> Any:
    for one in x if isinstance(x, list) else [x]:
        _with_gradient(one, y, y_shape)
    stack.world.session_runs += 1
    return Unknown("what a session computes", text="compute_gradient(...)")


def compute_gradient_error(x: Any, x_shape: Any, y: Any, y_shape: Any, x_init_value: Any = None, delta: Any = 1e-3,
                           init_targets: Any = None, extra_feed_dict: Any = None) -> Any:
    compute_gradient(x, x_shape, y, y_shape, x_init_value, delta, init_targets, extra_feed_dict)
    return Unknown("what a session computes", text="compute_gradient_error(...)")
