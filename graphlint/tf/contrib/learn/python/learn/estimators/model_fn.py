"""What a model function of tf.contrib.learn gets and returns (contrib/learn/python/learn/estimators/model_fn.py)."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.graph.graph import Operation
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.framework.sparse_tensor import convert_to_tensor_or_sparse_tensor
from graphlint.tf.python.ops import array_ops
from graphlint.tf.python.training import session_run_hook


@exposed
class ModeKeys:
    """What a model is built for."""

    TRAIN = "train"
    EVAL = "eval"
    INFER = "infer"

    @classmethod
    def validate(cls, key: Any) -> None:
        if key not in (cls.TRAIN, cls.EVAL, cls.INFER):
            raise ValueError(f"Invalid mode {key}.")


@exposed
class ModelFnOps(namedtuple("ModelFnOps", [  # noqa: PYI024
        "predictions", "loss", "train_op", "eval_metric_ops", "output_alternatives", "training_chief_hooks",
        "training_hooks", "scaffold", "mode"])):
    """The ops of a model. ValueError, TypeError as TensorFlow."""

    def __new__(cls, mode: Any, predictions: Any = None, loss: Any = None, train_op: Any = None, eval_metric_ops: Any = None,
                output_alternatives: Any = None, training_chief_hooks: Any = None, training_hooks: Any = None,
                scaffold: Any = None) -> ModelFnOps:
        ModeKeys.validate(mode)
        if train_op is None and mode == ModeKeys.TRAIN:
            raise ValueError("Missing train_op.")
        if train_op is not None and not isinstance(train_op, Operation):
            train_op = convert(train_op).op
        loss = _loss(loss, mode)
        if predictions is None and mode in (ModeKeys.INFER, ModeKeys.EVAL):
            raise ValueError("Missing predictions.")
        if isinstance(predictions, dict):
            predictions = {key: convert_to_tensor_or_sparse_tensor(value) for key, value in predictions.items()}
        elif predictions is not None:
            predictions = convert_to_tensor_or_sparse_tensor(predictions)
        if eval_metric_ops is not None and not isinstance(eval_metric_ops, dict):
            raise ValueError("eval_metric_ops must be a dict.")
        hooks = list(training_hooks or []), list(training_chief_hooks or [])
        for hook in (*hooks[0], *hooks[1]):
            if not isinstance(hook, session_run_hook.SessionRunHook):
                raise TypeError("All hooks returned from model_fn must be SessionRunHook instances, got instance of "
                                f"{type(hook)}: {hook}")
        return super().__new__(cls, predictions, loss, train_op, {} if eval_metric_ops is None else eval_metric_ops,
                               output_alternatives, hooks[1], hooks[0], scaffold, mode)


def _loss(loss: Any, mode: Any) -> Any:
    if loss is None:
        if mode in (ModeKeys.TRAIN, ModeKeys.EVAL):
            raise ValueError("Missing loss.")
        return None
    loss = convert(loss)
    shape = loss.get_shape()
    if shape.num_elements() not in (None, 1):
        raise ValueError(f"Loss must be scalar: {loss}.")
    return loss if shape.is_compatible_with([]) else array_ops.reshape(loss, [])
