"""Mixtures over the last batch dim of one distribution (contrib/distributions/python/ops/mixture_same_family.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import NotKnown
from graphlint.tf.contrib.distributions.python.ops import distribution_util
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops, nn_ops
from graphlint.tf.python.ops.distributions import distribution


class MixtureSameFamily(distribution.Distribution):
    def __init__(self, mixture_distribution: Any, components_distribution: Any, validate_args: Any = False,
                 allow_nan_stats: Any = True, name: Any = "MixtureSameFamily") -> None:
        parameters = dict(locals())
        if validate_args:
            raise NotKnown(unmodelled("tensorflow.contrib.distributions.MixtureSameFamily with validate_args"))
        with ops.name_scope(name) as name:
            self._mixture = mixture_distribution
            self._of_components = components_distribution
            shape = components_distribution.event_shape_tensor()
            known = shape.get_shape()[0].value
            self._event_ndims = array_ops.shape(shape)[0] if known is None else known
            self._check_mixture()
            self._num_components = self._counted()
            super().__init__(dtype=components_distribution.dtype, reparameterization_type=distribution.NOT_REPARAMETERIZED,
                             validate_args=validate_args, allow_nan_stats=allow_nan_stats, parameters=parameters,
                             graph_parents=[*self._mixture._graph_parents, *self._of_components._graph_parents], name=name)

    mixture_distribution = property(lambda self: self._mixture)
    components_distribution = property(lambda self: self._of_components)

    def _check_mixture(self) -> None:
        if not self._mixture.dtype.is_integer:
            raise ValueError(f"`mixture_distribution.dtype` ({self._mixture.dtype.name}) is not over integers")
        if self._mixture.event_shape.ndims not in (None, 0):
            raise ValueError("`mixture_distribution` must have scalar `event_dim`s")
        own = self._mixture.batch_shape
        outer = self._of_components.batch_shape.with_rank_at_least(1)[:-1]
        if own.is_fully_defined() and outer.is_fully_defined() and own.ndims != 0 and own != outer:
            raise ValueError(f"`mixture_distribution.batch_shape` (`{own.as_list()}`) is not compatible with "
                             f"`components_distribution.batch_shape` (`{outer.as_list()}`)")

    def _counted(self) -> Any:
        of_mixture = self._mixture.logits.get_shape().with_rank_at_least(1)[-1].value
        of_components = self._of_components.batch_shape.with_rank_at_least(1)[-1].value
        if of_mixture is not None and of_components is not None and of_mixture != of_components:
            raise ValueError(f"`mixture_distribution components` ({of_mixture}) does not equal "
                             f"`components_distribution.batch_shape[-1]` ({of_components})")
        return array_ops.shape(self._mixture.logits)[-1] if of_mixture is None else of_mixture

    def _batch_shape_tensor(self) -> Any:
        return self._of_components.batch_shape_tensor()[:-1]

    def _batch_shape(self) -> Any:
        return self._of_components.batch_shape.with_rank_at_least(1)[:-1]

    def _event_shape_tensor(self) -> Any:
        return self._of_components.event_shape_tensor()

    def _event_shape(self) -> Any:
        return self._of_components.event_shape

    def _padded(self, x: Any) -> Any:
        return distribution_util.pad_mixture_dimensions(x, self, self._mixture, self._event_shape().ndims)

    def _over_components(self, x: Any) -> Any:
        return math_ops.reduce_sum(x, axis=-1 - self._event_ndims)

    def _sample_n(self, n: Any, seed: Any = None) -> Any:
        x = self._of_components.sample(n)
        kind = x.dtype.numpy_type
        mask = array_ops.one_hot(indices=self._mixture.sample(n), depth=self._num_components,
                                 on_value=np.ones([], dtype=kind), off_value=np.zeros([], dtype=kind))
        return self._over_components(x * self._padded(mask))

    def _with_component_dim(self, x: Any) -> Any:
        with ops.name_scope("pad_sample_dims", values=[x]):
            rank = x.get_shape().ndims
            rank = array_ops.rank(x) if rank is None else rank
            shape: Any = array_ops.shape(x)
            at = rank - self._event_ndims
            return array_ops.reshape(x, shape=array_ops.concat([shape[:at], [1], shape[at:]], axis=0))

    def _log_of(self, what: str, x: Any) -> Any:
        found = getattr(self._of_components, what)(self._with_component_dim(x))
        weights = nn_ops.log_softmax(self._mixture.logits, axis=-1)
        return math_ops.reduce_logsumexp(found + weights, axis=-1)

    def _log_prob(self, x: Any) -> Any:
        return self._log_of("log_prob", x)

    def _log_cdf(self, x: Any) -> Any:
        return self._log_of("log_cdf", x)

    def _mean(self) -> Any:
        probs = self._padded(self._mixture.probs)
        return self._over_components(probs * self._of_components.mean())

    def _variance(self) -> Any:
        probs = self._padded(self._mixture.probs)
        within: Any = self._over_components(probs * self._of_components.variance())
        means = self._of_components.mean()
        apart = math_ops.squared_difference(means, self._with_component_dim(self._mean()))
        return within + self._over_components(probs * apart)

    def _covariance(self) -> Any:
        if self.event_shape.ndims != 1:
            raise NotImplementedError("covariance is not implemented")
        probs = self._padded(self._padded(self._mixture.probs))
        within: Any = math_ops.reduce_sum(probs * self._of_components.covariance(), axis=-3)
        means = self._of_components.mean()
        apart = means - self._with_component_dim(self._mean())
        outer = apart[..., None, :] * apart[..., None]
        return within + math_ops.reduce_sum(probs * outer, axis=-3)
