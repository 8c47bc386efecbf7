"""Metrics over parts of predictions and labels (contrib/learn/python/learn/metric_spec.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.util.function_utils import fn_args

_ROLES = {
    "labels": {"labels", "label", "targets", "target"},
    "predictions": {"predictions", "prediction", "logits", "logit"},
    "weights": {"weights", "weight"},
}


@exposed
class MetricSpec:
    """`tf.contrib.learn.MetricSpec`. ValueError for a function without the arguments that its keys need."""

    def __init__(self, metric_fn: Any, prediction_key: Any = None, label_key: Any = None, weight_key: Any = None) -> None:
        self._function = metric_fn
        self.prediction_key = prediction_key
        self.label_key = label_key
        self.weight_key = weight_key
        needed = {"labels": label_key is not None, "weights": weight_key is not None}
        self._arguments = {role: _argument(metric_fn, role, needed.get(role, False)) for role in _ROLES}

    def metric_fn(self, labels: Any = None, predictions: Any = None, weights: Any = None) -> Any:
        """The function, called with the names that it has for labels, predictions and weights."""
        names = self._arguments
        named = {} if weights is None else {names["weights"]: weights}
        if names["labels"] and names["predictions"]:
            return self._function(**{names["labels"]: labels, names["predictions"]: predictions, **named})
        if names["labels"] and names["labels"] == fn_args(self._function)[0]:
            return self._function(labels, predictions, **named)
        if names["labels"]:
            return self._function(predictions, **{names["labels"]: labels, **named})
        if names["predictions"]:
            return self._function(**{names["predictions"]: predictions, **named})
        return self._function(predictions, **named)

    def create_metric_ops(self, inputs: Any, labels: Any, predictions: Any) -> Any:
        """ValueError, KeyError where a key has nothing to choose from."""
        prediction = _part("prediction", predictions, self.prediction_key)
        label = _part("label", labels, self.label_key)
        weights = inputs[self.weight_key] if self.weight_key else None
        return self.metric_fn(labels=label, predictions=prediction, weights=weights)


def _argument(function: Any, role: str, required: bool) -> Any:
    arguments = fn_args(function)
    found = _ROLES[role].intersection(arguments)
    if len(found) > 1:
        raise ValueError(f"Ambiguous arguments {found}, must provide only one of {_ROLES[role]}.")
    if required and not found:
        raise ValueError(f"{_ROLES[role]} missing from {getattr(function, '__name__', function)}({arguments}).")
    return next(iter(found), None)


def _part(name: str, given: Any, key: Any) -> Any:
    if key:
        if not isinstance(given, dict):
            raise ValueError(f"MetricSpec with {name}_key specified requires {name}s dict, got {given}.\n"
                             f"You must not provide a {name}_key if you only have a single Tensor as {name}s.")
        if key not in given:
            raise KeyError(f"Key '{key}' missing from {given.keys()}.")
        return given[key]
    if not isinstance(given, dict):
        return given
    if len(given) != 1:
        raise ValueError(f"MetricSpec without specified {name}_key requires {name}s tensor or single element dict, got "
                         f"{given}")
    return next(iter(given.values()))
