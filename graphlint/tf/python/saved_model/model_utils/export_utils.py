"""The outputs that an export has in each mode (saved_model/model_utils/export_utils.py). Folders are not made."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown

from .export_output import EvalOutput, ExportOutput, PredictOutput, TrainOutput
from .mode_keys import EstimatorModeKeys

SINGLE_FEATURE_DEFAULT_NAME = "feature"
SINGLE_LABEL_DEFAULT_NAME = "label"
SINGLE_RECEIVER_DEFAULT_NAME = "input"


def export_outputs_for_mode(mode: Any, serving_export_outputs: Any = None, predictions: Any = None, loss: Any = None,
                            metrics: Any = None) -> Any:
    if mode == EstimatorModeKeys.PREDICT:
        return get_export_outputs(serving_export_outputs, predictions)
    if mode == EstimatorModeKeys.TRAIN:
        return {"train": TrainOutput(loss, predictions, metrics)}
    return {"eval": EvalOutput(loss, predictions, metrics)}


def get_export_outputs(export_outputs: Any, predictions: Any) -> Any:
    """TypeError for what are no outputs, ValueError where none of several serves by default."""
    if isinstance(export_outputs, Unknown):
        return export_outputs
    if export_outputs is None:
        export_outputs = {"serving_default": PredictOutput(predictions)}
    if not isinstance(export_outputs, dict):
        raise TypeError(f"export_outputs must be dict, given: {export_outputs}")
    if any(not isinstance(output, (ExportOutput, Unknown)) for output in export_outputs.values()):
        raise TypeError(f"Values in export_outputs must be ExportOutput objects. Given: {export_outputs}")
    if len(export_outputs) == 1:
        export_outputs.setdefault("serving_default", next(iter(export_outputs.values())))
    elif "serving_default" not in export_outputs and not any(isinstance(key, Unknown) for key in export_outputs):
        raise ValueError("Multiple export_outputs were provided, but none of them is specified as the default.  Do this by "
                         "naming one of them with signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY.")
    return export_outputs
