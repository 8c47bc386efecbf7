"""Keras's metrics over many thresholds: areas under curves, and one rate at a value of another (keras/metrics.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.python.keras import state
from graphlint.tf.python.ops import array_ops, division, math_ops

from .metrics_of_counts import Counting, share

_ALL = ("true_positives", "true_negatives", "false_positives", "false_negatives")


def _steps(number: int) -> list[float]:
    return [(i + 1) * 1.0 / (number - 1) for i in range(number - 2)]


class _Balanced(Counting):
    """One rate where the other is nearest to a value."""

    _fixed, _found = ("", ""), ("", "")

    def __init__(self, value: Any, num_thresholds: Any = 200, name: Any = None, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        if num_thresholds <= 0:
            raise ValueError("`num_thresholds` must be > 0.")
        self.value = value
        self.thresholds = [0.5] if num_thresholds == 1 else [0.0, *_steps(num_thresholds), 1.0]
        self._add_counts(*_ALL)

    def result(self) -> Any:
        rates = share(self, *self._fixed)
        nearest = math_ops.argmin(math_ops.abs(rates - self.value), axis=0)
        nearest = math_ops.cast(nearest, dtypes.int32)
        hits, misses = (getattr(self, name) for name in self._found)
        return division.div_no_nan(hits[nearest], hits[nearest] + misses[nearest])


class SensitivityAtSpecificity(_Balanced):
    _fixed, _found = ("true_negatives", "false_positives"), ("true_positives", "false_negatives")

    def __init__(self, specificity: Any, num_thresholds: Any = 200, name: Any = None, dtype: Any = None) -> None:
        if specificity < 0 or specificity > 1:
            raise ValueError("`specificity` must be in the range [0, 1].")
        super().__init__(specificity, num_thresholds, name, dtype)


class SpecificityAtSensitivity(_Balanced):
    _fixed, _found = ("true_positives", "false_negatives"), ("true_negatives", "false_positives")

    def __init__(self, sensitivity: Any, num_thresholds: Any = 200, name: Any = None, dtype: Any = None) -> None:
        if sensitivity < 0 or sensitivity > 1:
            raise ValueError("`sensitivity` must be in the range [0, 1].")
        super().__init__(sensitivity, num_thresholds, name, dtype)


# --- areas ------------------------------------------------------------------------------------------------------------


def _chosen(given: Any, known: tuple[str, ...], what: str) -> str:
    for one in known:
        if given in (one, one.upper(), one.capitalize()):
            return one
    raise ValueError(f'Invalid AUC {what} value "{given}".')


class AUC(Counting):
    """The area under a curve."""

    def __init__(self, num_thresholds: Any = 200, curve: Any = "ROC", summation_method: Any = "interpolation",
                 name: Any = None, dtype: Any = None, thresholds: Any = None) -> None:
        if thresholds is None and num_thresholds <= 1:
            raise ValueError("`num_thresholds` must be > 1.")
        epsilon = state.settings().epsilon
        inner = _steps(num_thresholds) if thresholds is None else sorted(thresholds)
        self.thresholds = [0.0 - epsilon, *inner, 1.0 + epsilon]
        self.num_thresholds = len(self.thresholds)
        self.curve = _chosen(curve, ("roc", "pr"), "curve")
        self.summation_method = _chosen(summation_method, ("interpolation", "majoring", "minoring"), "summation method")
        super().__init__(name=name, dtype=dtype)
        self._add_counts(*_ALL)

    def result(self) -> Any:
        if self.curve == "pr" and self.summation_method == "interpolation":
            return self._interpolated()
        last = self.num_thresholds - 1
        x, y = None, share(self, "true_positives", "false_negatives")
        if self.curve == "roc":
            x = share(self, "false_positives", "true_negatives")
        else:
            x, y = y, share(self, "true_positives", "false_positives")
        if self.summation_method == "interpolation":
            heights = (y[:last] + y[1:]) / 2.0
        else:
            build = gen.Minimum if self.summation_method == "minoring" else gen.Maximum
            heights = build(y[:last], y[1:])
        return math_ops.reduce_sum(gen.Mul(x[:last] - x[1:], heights), name=self.name)

    def _interpolated(self) -> Any:
        last, hits = self.num_thresholds - 1, self.true_positives  # type: ignore[attr-defined]
        less = hits[:last] - hits[1:]
        found = hits + self.false_positives  # type: ignore[attr-defined]
        fewer = found[:last] - found[1:]
        slope = division.div_no_nan(less, gen.Maximum(fewer, 0), name="prec_slope")
        intercept = hits[1:] - gen.Mul(slope, found[1:])
        some = gen.LogicalAnd(found[:last] > 0, found[1:] > 0)
        ratio = division.div_no_nan(found[:last], gen.Maximum(found[1:], 0), name="recall_relative_ratio")
        ratio = array_ops.where(some, ratio, array_ops.ones_like(found[1:]))
        area = slope * (less + intercept * gen.Log(ratio))
        positives = gen.Maximum(hits[1:] + self.false_negatives[1:], 0)  # type: ignore[attr-defined]
        increments = division.div_no_nan(area, positives, name="pr_auc_increment")
        return math_ops.reduce_sum(increments, name="interpolate_pr_auc")
