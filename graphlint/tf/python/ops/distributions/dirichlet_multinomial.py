"""Counts of draws whose probabilities are Dirichlet (ops/distributions/dirichlet_multinomial.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops, random_ops, special_math_ops

from . import distribution, util
from .dirichlet import OfConcentration


class DirichletMultinomial(OfConcentration):
    """`tf.distributions.DirichletMultinomial`."""

    def __init__(self, total_count: Any, concentration: Any, validate_args: bool = False, allow_nan_stats: bool = True,
                 name: str = "DirichletMultinomial") -> None:
        parameters = dict(locals())
        with ops.name_scope(name, values=[total_count, concentration]) as name:
            self._total_count = convert(total_count, None, "total_count")
            if validate_args:
                self._total_count = util.embed_check_nonnegative_integer_form(self._total_count)
            self._concentration = _valid(convert(concentration, None, "concentration"), validate_args)
            self._total_concentration = math_ops.reduce_sum(self._concentration, -1)
        super().__init__(dtype=self._concentration.dtype, validate_args=validate_args, allow_nan_stats=allow_nan_stats,
                         reparameterization_type=distribution.NOT_REPARAMETERIZED, parameters=parameters,
                         graph_parents=[self._total_count, self._concentration], name=name)

    total_count = property(lambda self: self._total_count)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        draws_of_each = math_ops.cast(self.total_count, dtype=dtypes.int32)
        k = self.event_shape_tensor()[0]
        gamma = random_ops.random_gamma(shape=[n], alpha=self.concentration, dtype=self.dtype, seed=seed)
        logits = array_ops.reshape(math_ops.log(gamma), shape=[-1, k])
        draws = random_ops.multinomial(logits=logits, num_samples=draws_of_each,
                                       seed=util.gen_new_seed(seed, "dirichlet_multinomial"))
        counts = math_ops.reduce_sum(array_ops.one_hot(draws, depth=k), -2)
        counts = array_ops.reshape(counts, array_ops.concat([[n], self.batch_shape_tensor(), [k]], 0))
        return math_ops.cast(counts, self.dtype)

    def _log_prob(self, counts: Any) -> Any:
        if self.validate_args:
            counts = util.embed_check_nonnegative_integer_form(counts)
            check = check_ops.assert_equal(self.total_count, math_ops.reduce_sum(counts, -1),
                                           message="counts last-dimension must sum to `self.total_count`")
            counts = control_flow_ops.with_dependencies([check], counts)
        ordered = special_math_ops.lbeta(self.concentration + counts) - special_math_ops.lbeta(self.concentration)
        return ordered + util.log_combinations(self.total_count, counts)

    def _mean(self) -> Any:
        return self.total_count * (self.concentration / self.total_concentration[..., None])

    def _variance(self) -> Any:
        scale = self._variance_scale_term()
        x = scale * self._mean()
        return x * (self.total_count * scale - x)

    def _variance_scale_term(self) -> Any:
        total = self.total_concentration[..., None]
        return math_ops.sqrt((1.0 + total / self.total_count) / (1.0 + total))


def _valid(concentration: Any, validate_args: bool) -> Any:
    if not validate_args:
        return concentration
    concentration = util.embed_check_categorical_event_shape(concentration)
    check = check_ops.assert_positive(concentration, message="Concentration parameter must be positive.")
    return control_flow_ops.with_dependencies([check], concentration)
