"""Outputs of exported models (saved_model/model_utils/export_output.py). Signatures are not written."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import constant_op, ops


@exposed
class ExportOutput:
    """One head of a model. Scripts subclass it."""

    def as_signature_def(self, receiver_tensors: Any) -> Any:
        return Unknown("the signature of an export", text="as_signature_def(...)")


def _checked_key(key: Any, label: str) -> str:
    key = "/".join(key) if isinstance(key, tuple) else key
    if not isinstance(key, str):
        raise ValueError(f"{label} output key must be a string; got {key}.")
    return key


def _checked(outputs: Any, default: str, label: str) -> dict[str, Any]:
    """Outputs by name. ValueError for what is no tensor."""
    found: dict[str, Any] = {}
    for key, value in (outputs if isinstance(outputs, dict) else {default: outputs}).items():
        key = key if isinstance(key, Unknown) else _checked_key(key, label)
        if not isinstance(value, (Tensor, Unknown)):
            raise ValueError(f"{label} output value must be a Tensor; got {value}.")
        found[key] = value  # type: ignore[index]
    return found


class ClassificationOutput(ExportOutput):
    """Scores and classes. ValueError where there are neither, or of other types."""

    def __init__(self, scores: Any = None, classes: Any = None) -> None:
        if not _fits(scores, floating=True):
            raise ValueError(f"Classification scores must be a float32 Tensor; got {scores}")
        if not _fits(classes, floating=False):
            raise ValueError(f"Classification classes must be a string Tensor; got {classes}")
        if scores is None and classes is None:
            raise ValueError("At least one of scores and classes must be set.")
        self._scores = scores
        self._classes = classes

    scores = property(lambda self: self._scores)
    classes = property(lambda self: self._classes)


def _fits(value: Any, floating: bool) -> bool:
    if value is None or isinstance(value, Unknown):
        return True
    return isinstance(value, Tensor) and (value.dtype.is_floating if floating else value.dtype.base_dtype is dtypes.string)


class RegressionOutput(ExportOutput):
    """A value. ValueError where it is no tensor of floats."""

    def __init__(self, value: Any) -> None:
        if value is None or not _fits(value, floating=True):
            raise ValueError(f"Regression output value must be a float32 Tensor; got {value}")
        self._value = value

    value = property(lambda self: self._value)


class PredictOutput(ExportOutput):
    """Tensors by name."""

    def __init__(self, outputs: Any) -> None:
        self._outputs = _checked(outputs, "output", "Prediction")

    outputs = property(lambda self: self._outputs)


class _SupervisedOutput(ExportOutput):
    """Loss, predictions and metrics of a training or an evaluation."""

    def __init__(self, loss: Any = None, predictions: Any = None, metrics: Any = None) -> None:
        self._loss = None if loss is None else _prefixed(_checked(loss, "loss", "loss"), "loss")
        self._predictions = None if predictions is None else _prefixed(
            _checked(predictions, "predictions", "predictions"), "predictions")
        self._metrics = None if metrics is None else _metrics(metrics)

    loss = property(lambda self: self._loss)
    predictions = property(lambda self: self._predictions)
    metrics = property(lambda self: self._metrics)


class TrainOutput(_SupervisedOutput):
    pass


class EvalOutput(_SupervisedOutput):
    pass


def _with_prefix(key: str, prefix: str) -> str:
    return key if key.startswith(prefix) else f"{prefix}/{key}"


def _prefixed(outputs: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {_with_prefix(key, prefix): value for key, value in outputs.items()}


def _metrics(metrics: Any) -> dict[str, Any]:
    """A value and an update for each metric; an update that is no tensor gets one that waits for it."""
    found = {}
    for key, pair in (metrics if isinstance(metrics, dict) else {"metrics": metrics}).items():
        value, update = pair if isinstance(pair, tuple) else (pair.result(), pair.updates[0])
        name = _with_prefix(_checked_key(key, "metrics"), "metrics")
        if not isinstance(value, Tensor):
            raise ValueError(f"{name} output value must be a Tensor; got {value}.")
        if not isinstance(update, (Tensor, Operation)):
            raise ValueError(f"{name} update_op must be a Tensor or Operation; got {update}.")
        if isinstance(update, Operation):
            with ops.control_dependencies([update]):
                update = constant_op.constant([], name="metric_op_wrapper")
        found[f"{name}/value"], found[f"{name}/update_op"] = value, update
    return found
