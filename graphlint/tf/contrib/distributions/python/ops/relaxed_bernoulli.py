"""Bernoulli distributions relaxed to the interval (contrib/distributions/python/ops/relaxed_bernoulli.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.contrib.distributions.python.ops.bijectors.sigmoid import Sigmoid
from graphlint.tf.contrib.distributions.python.ops.logistic import Logistic
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops
from graphlint.tf.python.ops.distributions.transformed_distribution import TransformedDistribution
from graphlint.tf.python.ops.distributions.util import get_logits_and_probs


class RelaxedBernoulli(TransformedDistribution):
    def __init__(self, temperature: Any, logits: Any = None, probs: Any = None, validate_args: Any = False,
                 allow_nan_stats: Any = True, name: Any = "RelaxedBernoulli") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[logits, probs, temperature]) as name:
            with ops.control_dependencies([check_ops.assert_positive(temperature)] if validate_args else []):
                self._temperature: Any = array_ops.identity(temperature, name="temperature")
            self._logits, self._probs = get_logits_and_probs(logits=logits, probs=probs, validate_args=validate_args)
            loc = self._logits / self._temperature
            base = Logistic(loc, 1.0 / self._temperature, validate_args=validate_args, allow_nan_stats=allow_nan_stats,
                            name=f"{name}/Logistic")
            super().__init__(distribution=base, bijector=Sigmoid(validate_args=validate_args), validate_args=validate_args,
                             name=name)
        self._parameters = {key: value for key, value in parameters.items() if key not in ("self", "__class__")}

    temperature = property(lambda self: self._temperature)
    logits = property(lambda self: self._logits)
    probs = property(lambda self: self._probs)

    @staticmethod
    def _param_shapes(sample_shape: Any) -> Any:
        return {"logits": convert(sample_shape, dtypes.int32)}
