"""Estimators with more metrics (estimator/extenders.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.util.function_utils import asked_for, fn_args
from graphlint.tf.tensorflow_estimator.python.estimator.estimator import Estimator
from graphlint.tf.tensorflow_estimator.python.estimator.model_fn import ModeKeys

_ALLOWED = ("features", "labels", "predictions", "config")


def add_metrics(estimator: Any, metric_fn: Any) -> Estimator:
    """ValueError for a metric function with other arguments than are given."""
    invalid = [name for name in fn_args(metric_fn) if name not in _ALLOWED]
    if invalid:
        raise ValueError(f"metric_fn ({metric_fn}) has following not expected args: {invalid}")

    def extended(features: Any, labels: Any, mode: Any, config: Any) -> Any:
        spec = estimator.model_fn(features, labels, mode, config)
        if mode != ModeKeys.EVAL:
            return spec
        given = {"features": features, "labels": labels, "predictions": spec.predictions, "config": config}
        new = metric_fn(**asked_for(metric_fn, given))
        return spec._replace(eval_metric_ops={**(spec.eval_metric_ops or {}), **new})

    return Estimator(model_fn=extended, model_dir=estimator.model_dir, config=estimator.config,
                     warm_start_from=estimator._warm_start)
