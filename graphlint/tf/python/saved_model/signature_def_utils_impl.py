"""Signatures of SavedModels (saved_model/signature_def_utils_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf.protobuf import message_class

from .utils_impl import build_tensor_info

_METHODS = "tensorflow/serving/"


def build_signature_def(inputs: Any = None, outputs: Any = None, method_name: Any = None) -> Any:
    made = message_class("SignatureDef")(inputs={} if inputs is None else inputs, outputs={} if outputs is None else outputs)
    if method_name is not None:
        made.method_name = method_name  # type: ignore[attr-defined]
    return made


def predict_signature_def(inputs: Any, outputs: Any) -> Any:
    """ValueError without inputs or outputs."""
    for name, given in (("inputs", inputs), ("outputs", outputs)):
        if given is None or not given:
            raise ValueError(f"Prediction {name} cannot be None or empty.")
    infos = [{key: build_tensor_info(tensor) for key, tensor in given.items()} for given in (inputs, outputs)]
    return build_signature_def(infos[0], infos[1], f"{_METHODS}predict")


def _examples(what: str, examples: Any) -> dict[str, Any]:
    if examples is None:
        raise ValueError(f"{what} examples cannot be None.")
    if not isinstance(examples, Tensor) or examples.dtype.base_dtype is not dtypes.string:
        raise ValueError(f"{what} examples must be a string Tensor.")
    return {"inputs": build_tensor_info(examples)}


def _of_type(tensor: Any, dtype: Any, text: str) -> Any:
    if tensor.dtype.base_dtype is not dtype:
        raise ValueError(text)
    return build_tensor_info(tensor)


def regression_signature_def(examples: Any, predictions: Any) -> Any:
    """ValueError for what isn't a string tensor, and a float one."""
    inputs = _examples("Regression", examples)
    if predictions is None:
        raise ValueError("Regression predictions cannot be None.")
    outputs = {"outputs": _of_type(predictions, dtypes.float32, "Regression output must be a float Tensor.")}
    return build_signature_def(inputs, outputs, f"{_METHODS}regress")


def classification_signature_def(examples: Any, classes: Any, scores: Any) -> Any:
    """ValueError for what isn't a string tensor, with classes or float scores."""
    inputs = _examples("Classification", examples)
    if classes is None and scores is None:
        raise ValueError("Classification classes and scores cannot both be None.")
    outputs = {}
    if classes is not None:
        outputs["classes"] = _of_type(classes, dtypes.string, "Classification classes must be a string Tensor.")
    if scores is not None:
        outputs["scores"] = _of_type(scores, dtypes.float32, "Classification scores must be a float Tensor.")
    return build_signature_def(inputs, outputs, f"{_METHODS}classify")
