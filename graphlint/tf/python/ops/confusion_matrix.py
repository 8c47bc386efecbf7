"""The confusion matrix, and squeezing labels and predictions alike (ops/confusion_matrix.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import from_dims

from . import array_constants, array_joining, array_shape, check_ops, control_flow_ops, math_reduce
from .math_basic import cast, equal, to_int32, to_int64


def remove_squeezable_dimensions(labels: Any, predictions: Any, expected_rank_diff: int = 0,
                                 name: Any = None) -> tuple[Tensor, Tensor]:
    """Squeeze the last dim of whichever has one more than it should."""
    with ops.name_scope(name, "remove_squeezable_dimensions", [labels, predictions]):
        predictions = convert(predictions)
        labels = convert(labels)
        if labels.dims is not None and predictions.dims is not None:
            difference: Any = len(predictions.dims) - len(labels.dims)
            if difference == expected_rank_diff + 1:
                predictions = array_shape.squeeze(predictions, [-1])
            elif difference == expected_rank_diff - 1:
                labels = array_shape.squeeze(labels, [-1])
            return labels, predictions
        rank: Any = array_shape.rank(predictions)
        difference = rank - array_shape.rank(labels)
        if _may_be_one(predictions):
            predictions = _squeezed_if(equal(expected_rank_diff + 1, difference), predictions)
        if _may_be_one(labels):
            labels = _squeezed_if(equal(expected_rank_diff - 1, difference), labels)
        return labels, predictions


def _may_be_one(tensor: Tensor) -> bool:
    return tensor.dims is None or bool(from_dims(tensor.dims)[-1].is_compatible_with(1))


def _squeezed_if(condition: Tensor, tensor: Tensor) -> Tensor:
    return control_flow_ops.cond(condition, lambda: array_shape.squeeze(tensor, [-1]), lambda: tensor)  # type: ignore[no-any-return]


def confusion_matrix(labels: Any, predictions: Any, num_classes: Any = None, weights: Any = None,
                     dtype: Any = dtypes.int32, name: Any = None) -> Tensor:
    from graphlint.tf.python.framework.sparse_tensor import SparseTensor  # noqa: PLC0415 - rarely needed

    from . import sparse_ops  # noqa: PLC0415 - rarely needed

    kind, release = as_dtype(dtype), stack.world.release
    with ops.name_scope(name, "confusion_matrix", (predictions, labels, num_classes, weights)):
        labels, predictions = remove_squeezable_dimensions(convert(labels, name="labels"),
                                                           convert(predictions, name="predictions"))
        predictions, labels = cast(predictions, dtypes.int64), cast(labels, dtypes.int64)
        after = control_flow_ops.with_dependencies
        checked = release.confusion_checks_values
        if checked:
            labels = after([check_ops.assert_non_negative(labels, message="`labels` contains negative values")], labels)
            below = check_ops.assert_non_negative(predictions, message="`predictions` contains negative values")
            predictions = after([below], predictions)
        if num_classes is None:
            largest: Any = gen.Maximum(math_reduce.reduce_max(predictions), math_reduce.reduce_max(labels))
            num_classes = largest + 1
        elif checked:
            limit = cast(num_classes, dtypes.int64)
            labels = after([check_ops.assert_less(labels, limit, message="`labels` out of bound")], labels)
            predictions = after([check_ops.assert_less(predictions, limit, message="`predictions` out of bound")],
                                predictions)
        if weights is not None:
            weights = convert(weights, name="weights")
            from_dims(predictions.dims).assert_is_compatible_with(from_dims(weights.dims))
            weights = cast(weights, kind)
        shape = array_joining.stack([num_classes, num_classes])
        if release.confusion_indices_by_axis:
            indices = array_joining.stack([labels, predictions], axis=1)
        else:
            indices = array_shape.transpose(array_joining.stack([labels, predictions]))
        values = array_constants.ones_like(predictions, kind) if weights is None else weights
        plain = release.confusion_casts_plainly
        counts = SparseTensor(indices, values, cast(shape, dtypes.int64) if plain else to_int64(shape))
        zeros = array_constants.zeros(cast(shape, dtypes.int32) if plain else to_int32(shape), kind)
        return sparse_ops.sparse_add(zeros, counts)  # type: ignore[no-any-return]


def confusion_matrix_v1(labels: Any, predictions: Any, num_classes: Any = None, dtype: Any = dtypes.int32,
                        name: Any = None, weights: Any = None) -> Tensor:
    return confusion_matrix(labels, predictions, num_classes, weights, dtype, name)
