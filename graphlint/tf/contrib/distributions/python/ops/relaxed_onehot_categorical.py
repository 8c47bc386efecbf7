"""Categories by Gumbel's softmax (contrib/distributions/python/ops/relaxed_onehot_categorical.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.tf.contrib.distributions.python.ops.bijectors.exp import Exp
from graphlint.tf.contrib.distributions.python.ops.onehot_categorical import OfLogits
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, math_ops, nn_ops, random_ops
from graphlint.tf.python.ops.distributions import distribution
from graphlint.tf.python.ops.distributions.transformed_distribution import TransformedDistribution
from graphlint.tf.python.ops.distributions.util import get_logits_and_probs


class ExpRelaxedOneHotCategorical(OfLogits):
    def __init__(self, temperature: Any, logits: Any = None, probs: Any = None, dtype: Any = None,
                 validate_args: Any = False, allow_nan_stats: Any = True, name: Any = "ExpRelaxedOneHotCategorical") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[logits, probs, temperature]) as name:
            self._logits, self._probs = get_logits_and_probs(name=name, logits=logits, probs=probs,
                                                             validate_args=validate_args, multidimensional=True)
            if dtype is None:
                dtype = self._logits.dtype
                if not validate_args:
                    temperature = math_ops.cast(temperature, dtype)
            with ops.control_dependencies([check_ops.assert_positive(temperature)] if validate_args else []):
                self._temperature = array_ops.identity(temperature, name="temperature")
                self._temperature_2d = array_ops.reshape(temperature, [-1, 1], name="temperature_2d")
            self._keep_sizes()
        super().__init__(dtype=dtype, reparameterization_type=distribution.FULLY_REPARAMETERIZED,
                         validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                         graph_parents=[self._logits, self._probs, self._temperature], name=name)

    temperature = property(lambda self: self._temperature)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        shape = array_ops.concat([[n], array_ops.shape(self._logits)], 0)
        logits = self._logits * array_ops.ones(shape, dtype=self.dtype)
        flat: Any = array_ops.reshape(logits, [-1, self._event_size])
        uniform = random_ops.random_uniform(shape=array_ops.shape(flat), minval=np.finfo(self.dtype.numpy_type).tiny,
                                            maxval=1.0, dtype=self.dtype, seed=seed)
        gumbel = -math_ops.log(-math_ops.log(uniform))  # type: ignore[operator]
        noisy = math_ops.div(gumbel + flat, self._temperature_2d)
        return array_ops.reshape(nn_ops.log_softmax(noisy), shape)

    def _log_prob(self, x: Any) -> Any:
        x, logits = self._broadcast(x)
        shape = array_ops.shape(math_ops.reduce_sum(logits, axis=[-1]))
        flat: Any = array_ops.reshape(logits, [-1, self._event_size])
        flat_x: Any = array_ops.reshape(x, [-1, self._event_size])
        k: Any = math_ops.cast(self._event_size, x.dtype)
        constant: Any = math_ops.lgamma(k) + (k - 1.0) * math_ops.log(self._temperature)
        softmax = nn_ops.log_softmax(flat - flat_x * self._temperature_2d)
        found = constant + math_ops.reduce_sum(softmax, [-1], keepdims=False)
        return array_ops.reshape(found, shape)


class RelaxedOneHotCategorical(TransformedDistribution):
    def __init__(self, temperature: Any, logits: Any = None, probs: Any = None, dtype: Any = None,
                 validate_args: Any = False, allow_nan_stats: Any = True, name: Any = "RelaxedOneHotCategorical") -> None:
        base = ExpRelaxedOneHotCategorical(temperature, logits=logits, probs=probs, dtype=dtype,
                                           validate_args=validate_args, allow_nan_stats=allow_nan_stats)
        super().__init__(base, Exp(), name=name)
