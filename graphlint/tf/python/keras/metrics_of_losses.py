"""Keras's metrics that are means of losses and errors (keras/metrics.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.keras import losses
from graphlint.tf.python.ops import confusion_matrix, division, math_basic
from graphlint.tf.python.ops.losses import util

from .metrics_of_means import Mean, MeanMetricWrapper


def _plain(class_name: str, function: Any, name: str | None = None) -> Any:
    """The class of a metric that has no settings of its own."""
    default = function.__name__ if name is None else name

    def __init__(self: Any, name: Any = default, dtype: Any = None) -> None:  # noqa: N807
        MeanMetricWrapper.__init__(self, function, name, dtype=dtype)

    return type(class_name, (MeanMetricWrapper,), {"__init__": __init__, "__module__": __name__})


MeanSquaredError = _plain("MeanSquaredError", losses.mean_squared_error)
MeanAbsoluteError = _plain("MeanAbsoluteError", losses.mean_absolute_error)
MeanAbsolutePercentageError = _plain("MeanAbsolutePercentageError", losses.mean_absolute_percentage_error)
MeanSquaredLogarithmicError = _plain("MeanSquaredLogarithmicError", losses.mean_squared_logarithmic_error)
Hinge = _plain("Hinge", losses.hinge)
SquaredHinge = _plain("SquaredHinge", losses.squared_hinge)
CategoricalHinge = _plain("CategoricalHinge", losses.categorical_hinge)
Poisson = _plain("Poisson", losses.poisson)
LogCoshError = _plain("LogCoshError", losses.logcosh)
KLDivergence = _plain("KLDivergence", losses.kullback_leibler_divergence)


class CosineSimilarity(MeanMetricWrapper):
    def __init__(self, name: Any = "cosine_similarity", dtype: Any = None, axis: Any = -1) -> None:
        super().__init__(losses.cosine_proximity, name, dtype=dtype, axis=axis)


class BinaryCrossentropy(MeanMetricWrapper):
    def __init__(self, name: Any = "binary_crossentropy", dtype: Any = None, from_logits: Any = False,
                 label_smoothing: Any = 0) -> None:
        super().__init__(losses.binary_crossentropy, name, dtype=dtype, from_logits=from_logits,
                         label_smoothing=label_smoothing)


class CategoricalCrossentropy(MeanMetricWrapper):
    def __init__(self, name: Any = "categorical_crossentropy", dtype: Any = None, from_logits: Any = False,
                 label_smoothing: Any = 0) -> None:
        super().__init__(losses.categorical_crossentropy, name, dtype=dtype, from_logits=from_logits,
                         label_smoothing=label_smoothing)


class SparseCategoricalCrossentropy(MeanMetricWrapper):
    def __init__(self, name: Any = "sparse_categorical_crossentropy", dtype: Any = None, from_logits: Any = False,
                 axis: Any = -1) -> None:
        super().__init__(losses.sparse_categorical_crossentropy, name, dtype=dtype, from_logits=from_logits, axis=axis)


class RootMeanSquaredError(Mean):
    def __init__(self, name: Any = "root_mean_squared_error", dtype: Any = None) -> None:
        super().__init__(name, dtype=dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:  # type: ignore[override]
        y_true, y_pred = math_basic.cast(y_true, self.dtype), math_basic.cast(y_pred, self.dtype)
        y_pred, y_true = util.squeeze_or_expand_dimensions(y_pred, y_true)
        return super().update_state(gen.SquaredDifference(y_pred, y_true), sample_weight=sample_weight)

    def result(self) -> Any:
        return gen.Sqrt(division.div_no_nan(self.total, self.count))


class MeanRelativeError(Mean):
    def __init__(self, normalizer: Any, name: Any = None, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.normalizer = math_basic.cast(normalizer, self.dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:  # type: ignore[override]
        y_true, y_pred = math_basic.cast(y_true, self.dtype), math_basic.cast(y_pred, self.dtype)
        y_pred, y_true = util.squeeze_or_expand_dimensions(y_pred, y_true)
        y_pred, self.normalizer = confusion_matrix.remove_squeezable_dimensions(y_pred, self.normalizer)
        y_pred.shape.assert_is_compatible_with(y_true.shape)
        errors = division.div_no_nan(math_basic.abs(y_true - y_pred), self.normalizer)
        return super().update_state(errors, sample_weight=sample_weight)
