"""Functions to logits (contrib/estimator/python/estimator/logit_fns.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.util.function_utils import asked_for
from graphlint.tf.tensorflow_estimator.python.estimator.canned.dnn import dnn_logit_fn_builder as dnn_logit_fn_builder
from graphlint.tf.tensorflow_estimator.python.estimator.canned.linear import (
    linear_logit_fn_builder as linear_logit_fn_builder,
)


def call_logit_fn(logit_fn: Any, features: Any, mode: Any, params: Any, config: Any) -> Any:
    """Call it with what it asks for. ValueError where it gives no tensors."""
    offered = {"mode": mode, "params": params, "config": config}
    found = logit_fn(features=features, **asked_for(logit_fn, offered))
    by_name = isinstance(found, dict) and all(isinstance(k, str) and isinstance(v, Tensor) for k, v in found.items())
    if not by_name and not isinstance(found, (Tensor, Unknown)):
        raise ValueError("logit_fn should return a Tensor or a dictionary mapping strings to Tensors.  logit_fn returned: "
                         f"{found}")
    return found
