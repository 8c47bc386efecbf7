"""What the canned estimators of contrib.learn share: predictions under their own names.

(In TensorFlow each of dnn.py and linear.py writes it out.)
"""

from __future__ import annotations

from typing import Any

from .estimator import Estimator


class Classifier(Estimator):
    """An estimator of classes."""

    def predict(self, x: Any = None, input_fn: Any = None, batch_size: Any = None, outputs: Any = None,
                as_iterable: bool = True, iterate_batches: bool = False) -> Any:
        return super().predict(x, input_fn, batch_size, outputs or ["classes"], as_iterable)

    def predict_classes(self, x: Any = None, input_fn: Any = None, batch_size: Any = None, as_iterable: bool = True) -> Any:
        return super().predict(x, input_fn, batch_size, ["classes"], as_iterable)

    def predict_proba(self, x: Any = None, input_fn: Any = None, batch_size: Any = None, as_iterable: bool = True) -> Any:
        return super().predict(x, input_fn, batch_size, ["probabilities"], as_iterable)


class Regressor(Estimator):
    """An estimator of numbers."""

    def evaluate(self, x: Any = None, y: Any = None, input_fn: Any = None, feed_fn: Any = None, batch_size: Any = None,
                 steps: Any = None, metrics: Any = None, name: Any = None, checkpoint_path: Any = None, hooks: Any = None,
                 log_progress: bool = True) -> Any:
        if isinstance(metrics, dict):
            metrics = {key if isinstance(key, tuple) or hasattr(metric, "create_metric_ops") else (key, "scores"): metric
                       for key, metric in metrics.items()}
        return super().evaluate(x, y, input_fn, feed_fn, batch_size, steps, metrics, name, checkpoint_path, hooks)

    def predict(self, x: Any = None, input_fn: Any = None, batch_size: Any = None, outputs: Any = None,
                as_iterable: bool = True, iterate_batches: bool = False) -> Any:
        return super().predict(x, input_fn, batch_size, outputs or ["scores"], as_iterable)

    def predict_scores(self, x: Any = None, input_fn: Any = None, batch_size: Any = None, as_iterable: bool = True) -> Any:
        return super().predict(x, input_fn, batch_size, ["scores"], as_iterable)


def by_name(features: Any) -> Any:
    """Features as a dict: a single tensor is called ''."""
    return features if isinstance(features, dict) else {"": features}
