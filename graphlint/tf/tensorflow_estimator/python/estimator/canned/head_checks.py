"""How heads check the logits, labels, weights and loss functions that they are given (estimator/canned/head.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.convert import convert
from graphlint.tf.python.feature_column.dense_columns import NumericColumn
from graphlint.tf.python.feature_column.features import Features
from graphlint.tf.python.feature_column.making_columns import numeric_column
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor, convert_to_tensor_or_sparse_tensor
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.losses.losses_impl import Reduction
from graphlint.tf.python.util.function_utils import fn_args

NO_LABELS = ("You must provide a labels Tensor. Given: None. Suggested troubleshooting steps: Check that your data contain "
              "your label feature. Check that your input_fn properly parses and returns labels.")
_SPARSE_LABELS = (
    "SparseTensor labels are not supported. labels must be a Tensor of shape [D0, D1, ..., DN, {0}], e.g. [batch_size, {0}]. "
    "Suggested Fix (1): Check the label feature in your data. Each example must contain {0} value(s). If not, your choice "
    "of label was probably incorrect. Suggested Fix (2): In your input_fn, use tf.sparse_tensor_to_dense() to turn labels "
    "into a Tensor.")
_OTHER_LABELS = (
    "Mismatched label shape. Expected labels dimension={}.  Received {}. Suggested Fix:If your classifier expects one-hot "
    "encoding label,check your n_classes argument to the estimator and/or the shape of your label. Otherwise, check the "
    "shape of your label.")
_LABEL_SHAPE = ("labels shape must be [D0, D1, ... DN, {}]. Suggested Fix: check your n_classes argument to the estimator "
                "and/or the shape of your label.")
_LOGITS_SHAPE = "logits shape must be [D0, D1, ... DN, logits_dimension]"


def _one_rank_less(tensor: Any, logits: Any) -> bool:
    rank, other = tensor.shape.ndims, logits.shape.ndims
    return rank is not None and other is not None and rank == other - 1


def labels_like_logits(labels: Any, logits: Any, dimension: Any) -> Any:
    """Labels with the logits' rank. ValueError for none, sparse ones, and other sizes of the last axis."""
    if labels is None:
        raise ValueError(NO_LABELS)
    with ops.name_scope(None, "labels", (labels, logits)) as scope:
        labels = convert_to_tensor_or_sparse_tensor(labels)
        if isinstance(labels, SparseTensor):
            raise ValueError(_SPARSE_LABELS.format(dimension))
        if _one_rank_less(labels, logits):
            labels = array_ops.expand_dims(labels, -1)
        labels_shape, logits_shape = array_ops.shape(labels), array_ops.shape(logits)
        message = _LABEL_SHAPE.format(dimension)
        with ops.control_dependencies([check_ops.assert_rank_at_least(labels, 2, message=message)]):
            size = labels.shape[-1].value if labels.shape.ndims is not None else None
            if size is not None and size != dimension:
                raise ValueError(_OTHER_LABELS.format(dimension, size))
            expected = array_ops.concat([logits_shape[:-1], [dimension]], axis=0)
            same = check_ops.assert_equal(expected, labels_shape, message=message,
                                          data=["expected_labels_shape: ", expected, "labels_shape: ", labels_shape])
            with ops.control_dependencies([same]):
                return array_ops.identity(labels, name=scope)


def weights_like_logits(features: Any, column: Any, logits: Any, each_logit: bool = False) -> Any:
    """The weights of a feature, or 1. TypeError for what is no numeric column."""
    message = "weights shape must be [D0, D1, ... DN]" + (
        ", [D0, D1, ... DN, 1] or [D0, D1, ... DN, logits_dimension]" if each_logit else " or [D0, D1, ... DN, 1]")
    with ops.name_scope(None, "weights", (*features.values(), logits)) as scope:
        if column is None:
            return 1.0
        weights = math_ops.to_float(_weight_column(column).dense(Features(features)), name="weights")
        weights_shape = array_ops.shape(weights, name="weights_shape")
        logits_shape = array_ops.shape(logits, name="logits_shape")
        data = ["logits_shape: ", logits_shape, "weights_shape: ", weights_shape]
        if _one_rank_less(weights, logits):
            same = check_ops.assert_equal(logits_shape[:-1], weights_shape, message=message, data=data)
            with ops.control_dependencies([same]):
                return array_ops.expand_dims(weights, -1, name=scope)
        supported = array_ops.concat([logits_shape[:-1], [1]], axis=0)
        if each_logit:
            fits = math_ops.reduce_any_v1([math_ops.reduce_all_v1(math_ops.equal(logits_shape, weights_shape)),
                                           math_ops.reduce_all_v1(math_ops.equal(supported, weights_shape))])
            same = control_flow_ops.Assert(condition=fits, data=[message, *data])
        else:
            same = check_ops.assert_equal(supported, weights_shape, message=message, data=data)
        with ops.control_dependencies([same]):
            return array_ops.identity(weights, name=scope)


def _weight_column(column: Any) -> NumericColumn:
    if isinstance(column, str):
        return numeric_column(key=column, shape=(1,))
    if not isinstance(column, NumericColumn):
        raise TypeError(f"Weight column must be either a string or _NumericColumn. Given type: {type(column)}.")
    return column


def logits_of_size(logits: Any, dimension: Any) -> Any:
    """Logits as float32. ValueError for another size of the last axis."""
    with ops.name_scope(None, "logits", (logits,)) as scope:
        logits = math_ops.to_float(logits)
        shape = array_ops.shape(logits)
        rank = check_ops.assert_rank_at_least(logits, 2, data=[shape], message=_LOGITS_SHAPE)
        with ops.control_dependencies([rank]):
            static = logits.shape
            # TensorFlow 1.x's last Dimension is never None: the size itself isn't checked when the graph runs
            if static.ndims is not None:
                size = static[-1].value
                if isinstance(dimension, int) and size is not None and size != dimension:
                    raise ValueError(f"{_LOGITS_SHAPE}, got {static}.")
                return logits
            same = check_ops.assert_equal(dimension, shape[-1], data=[shape], message=_LOGITS_SHAPE)
            with ops.control_dependencies([same]):
                return array_ops.identity(logits, name=scope)


def labels_in_range(labels: Any, n_classes: Any, message: Any = None) -> Any:
    with ops.name_scope(None, "assert_range", (labels,)):
        limit = convert(n_classes - 1, labels.dtype)
        less = check_ops.assert_less_equal(labels, limit, message=message or "Labels must <= n_classes - 1")
        greater = check_ops.assert_non_negative(labels, message=message or "Labels must >= 0")
        with ops.control_dependencies((less, greater)):
            return array_ops.identity(labels)


def call_loss_fn(loss_fn: Any, labels: Any, logits: Any, features: Any, dimension: Any = 1) -> Any:
    """The script's own loss, whose shape is checked when the graph runs."""
    more = {"features": features} if "features" in fn_args(loss_fn) else {}
    with ops.name_scope(None, "call_loss_fn", [labels, logits, *features.values()]):
        loss = loss_fn(labels=labels, logits=logits, **more)
        logits_shape = array_ops.shape(logits, name="logits_shape")
        expected = array_ops.concat([logits_shape[:-1], [dimension]], axis=0, name="expected_loss_shape")
        shape = array_ops.shape(loss, name="loss_shape")
        told = f"loss_fn must return Tensor of shape [D0, D1, ... DN, {dimension}]. "
        check = control_flow_ops.Assert(math_ops.reduce_all_v1(math_ops.equal(shape, expected)), name="check_loss_shape",
                                        data=[told, "logits_shape: ", logits_shape, "loss_shape: ", shape])
        with ops.control_dependencies([check]):
            return array_ops.identity(loss)


def check_options(loss_reduction: Any, loss_fn: Any) -> None:
    """ValueError for a reduction that gives no scalar, and for loss functions of other arguments."""
    if loss_reduction not in Reduction.all() or loss_reduction == Reduction.NONE:
        raise ValueError(f"Invalid loss_reduction: {loss_reduction}")
    if not loss_fn or isinstance(loss_fn, Unknown):
        return
    names = fn_args(loss_fn)
    for required in ("labels", "logits"):
        if required not in names:
            raise ValueError(f"loss_fn must contain argument: {required}. Given arguments: {names}")
    others = list(set(names) - {"labels", "logits", "features"})
    if others:
        raise ValueError(f"loss_fn has unexpected args: {others}")


def check_n_classes(n_classes: Any) -> Any:
    """Two classes or fewer are refused, at the latest when the graph runs."""
    if isinstance(n_classes, int) and n_classes <= 2:
        raise ValueError(f"n_classes must be > 2: {n_classes}.")
    more = check_ops.assert_greater(convert(n_classes), 2, message="n_classes must be greater than 2")
    with ops.control_dependencies([more]):
        control_flow_ops.no_op()
    return n_classes
