"""Distributions of what a bijector makes of another's samples (ops/distributions/transformed_distribution.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops

from .distribution import Distribution, _as_vector
from .identity_bijector import Identity
from .util import maybe_get_static_value, pick_vector


def _known(x: Any) -> Any:
    return tensor_util.constant_value(convert(x))


def _both(*conditions: Any) -> Any:
    known = [_known(condition) for condition in conditions]
    if any(value is not None and not bool(value) for value in known):
        return constant_op.constant(False)
    if all(value is not None and bool(value) for value in known):
        return constant_op.constant(True)
    return math_ops.logical_and(*conditions) if len(conditions) == 2 else math_ops.reduce_all(conditions)


def _equal(x: Any, y: Any) -> Any:
    known_x, known_y = _known(x), _known(y)
    if known_x is None or known_y is None:
        return math_ops.equal(x, y)
    return constant_op.constant(np.array_equal(known_x, known_y))


def _negated(x: Any) -> Any:
    known = _known(x)
    return math_ops.logical_not(x) if known is None else constant_op.constant(np.logical_not(known))


def _joined(*vectors: Any) -> Any:
    known = [_known(vector) for vector in vectors]
    if any(vector is None for vector in known):
        return array_ops.concat(vectors, 0)
    return constant_op.constant([value for vector in known for value in vector])


def _picked(condition: Any, if_true: Any, if_false: Any) -> Any:
    known = _known(condition)
    if known is None:
        return array_ops.where_v2(condition, if_true, if_false)
    return if_true if known else if_false


def _ones_like(x: Any) -> Any:
    if x.get_shape().is_fully_defined():
        return array_ops.ones(x.get_shape().as_list(), dtype=x.dtype)
    return array_ops.ones_like(x)


def _length(shape: Any) -> Any:
    """The number of dims of a shape. ValueError, TypeError for what is none."""
    if shape.get_shape().ndims not in (None, 1):
        raise ValueError("input is not a valid shape: not 1D")
    if not shape.dtype.is_integer:
        raise TypeError("input is not a valid shape: wrong dtype")
    if shape.get_shape().is_fully_defined():
        return constant_op.constant(shape.get_shape().as_list()[0])
    return array_ops.shape(shape)[0]


def _maybe_given(override: Any) -> bool:
    known = tensor_util.constant_value(override)
    return known is None or known.size != 0


class TransformedDistribution(Distribution):
    def __init__(self, distribution: Any, bijector: Any = None, batch_shape: Any = None, event_shape: Any = None,
                 validate_args: Any = False, name: Any = None) -> None:
        parameters = dict(locals())
        name = name or ("" if bijector is None else bijector.name) + distribution.name
        with ops.name_scope(name, values=[event_shape, batch_shape]) as name:
            self._zero = constant_op.constant(0, dtype=dtypes.int32, name="zero")
            self._empty = constant_op.constant([], dtype=dtypes.int32, name="empty")
            if bijector is None:
                bijector = Identity(validate_args=validate_args)
            self._overrides(distribution, batch_shape, event_shape, validate_args)
        self._distribution = distribution
        self._bijector = bijector
        super().__init__(dtype=distribution.dtype, reparameterization_type=distribution.reparameterization_type,
                         validate_args=validate_args, allow_nan_stats=distribution.allow_nan_stats, parameters=parameters,
                         graph_parents=[*distribution._graph_parents, *bijector.graph_parents], name=name)

    distribution = property(lambda self: self._distribution)
    bijector = property(lambda self: self._bijector)

    def _overrides(self, distribution: Any, batch_shape: Any, event_shape: Any, validate_args: Any) -> None:
        batch = self._override_batch_shape = self._override(batch_shape, distribution.is_scalar_batch(), validate_args,
                                                            "batch_shape")
        self._is_batch_override = _negated(_equal(_length(batch), self._zero))
        self._is_maybe_batch_override = _maybe_given(batch)
        event = self._override_event_shape = self._override(event_shape, distribution.is_scalar_event(), validate_args,
                                                            "event_shape")
        self._is_event_override = _negated(_equal(_length(event), self._zero))
        self._is_maybe_event_override = _maybe_given(event)
        self._needs_rotation = _both(self._is_event_override, _negated(self._is_batch_override),
                                     _negated(distribution.is_scalar_batch()))
        event_ndims = _length(event)
        self._rotate_ndims = _picked(self._needs_rotation, event_ndims, 0)
        self._reduce_event_indices = math_ops.range(self._rotate_ndims - event_ndims, self._rotate_ndims)

    def _override(self, shape: Any, base_is_scalar: Any, validate_args: Any, name: str) -> Any:
        """A shape that stands for the base's. ValueError, TypeError where it can't."""
        shape = convert([] if shape is None else shape, dtypes.int32, name)
        if not shape.dtype.is_integer:
            raise TypeError("shape override must be an integer")
        is_scalar = _equal(_length(shape), 0)
        if tensor_util.constant_value(is_scalar):
            return self._empty
        checks = []
        if shape.get_shape().ndims is not None:
            if shape.get_shape().ndims != 1:
                raise ValueError("shape override must be a vector")
        elif validate_args:
            checks.append(check_ops.assert_rank(shape, 1, message="shape override must be a vector"))
        known = tensor_util.constant_value(shape)
        if known is not None:
            if any(size <= 0 for size in known):
                raise ValueError("shape override must have positive elements")
        elif validate_args:
            checks.append(check_ops.assert_positive(shape, message="shape override must have positive elements"))
        neither = _both(_negated(base_is_scalar), _negated(is_scalar))
        clash = tensor_util.constant_value(neither)
        if clash is not None:
            if clash:
                raise ValueError("base distribution not scalar")
        elif validate_args:
            checks.append(check_ops.assert_equal(neither, False, message="base distribution not scalar"))
        return control_flow_ops.with_dependencies(checks, shape) if checks else shape

    # --- shapes and samples -------------------------------------------------------------------------------------------

    def _event_shape_tensor(self) -> Any:
        return self._bijector.forward_event_shape_tensor(pick_vector(
            self._is_event_override, self._override_event_shape, self._distribution.event_shape_tensor()))

    def _event_shape(self) -> Any:
        override = tensor_util.constant_value_as_shape(self._override_event_shape)
        return self._bijector.forward_event_shape(
            override if self._is_maybe_event_override else self._distribution.event_shape)

    def _batch_shape_tensor(self) -> Any:
        return pick_vector(self._is_batch_override, self._override_batch_shape, self._distribution.batch_shape_tensor())

    def _batch_shape(self) -> Any:
        override = tensor_util.constant_value_as_shape(self._override_batch_shape)
        return override if self._is_maybe_batch_override else self._distribution.batch_shape

    def _sample_n(self, n: Any, seed: Any = None, **kwargs: Any) -> Any:
        shape = _joined(pick_vector(self._needs_rotation, self._empty, [n]), self._override_batch_shape,
                        self._override_event_shape, pick_vector(self._needs_rotation, [n], self._empty))
        return self._rotated(self._distribution.sample(sample_shape=shape, seed=seed))

    def _call_sample_n(self, sample_shape: Any, seed: Any, name: str, **kwargs: Any) -> Any:
        with self._name_scope(name, [sample_shape]):
            shape, count = _as_vector(convert(sample_shape, dtypes.int32, "sample_shape"), "sample_shape")
            x = self._sample_n(count, seed, **kwargs)
            rest = array_ops.shape(x)[1:]
            x = array_ops.reshape(x, array_ops.concat([shape, rest], 0))
            y = self._bijector.forward(x)
            self._refine(y, shape)
            return y

    def _rotated(self, x: Any, right: bool = False) -> Any:
        needed = tensor_util.constant_value(self._needs_rotation)
        if needed is not None and not needed:
            return x
        rank = array_ops.rank(x)
        n = rank - self._rotate_ndims if right else self._rotate_ndims
        return array_ops.transpose(x, _joined(math_ops.range(n, rank), math_ops.range(0, n)))

    # --- quantities ---------------------------------------------------------------------------------------------------

    def _log_prob(self, y: Any) -> Any:
        x, ildj, event_ndims = self._fibers(y)
        if self._bijector._is_injective:
            return self._log_prob_of(y, x, ildj, event_ndims)
        fibers = [self._log_prob_of(y, one, jacobian, event_ndims) for one, jacobian in zip(x, ildj, strict=True)]
        return math_ops.reduce_logsumexp(array_ops.stack(fibers), axis=0)

    def _prob(self, y: Any) -> Any:
        x, ildj, event_ndims = self._fibers(y)
        if self._bijector._is_injective:
            return self._prob_of(y, x, ildj, event_ndims)
        return sum([self._prob_of(y, one, jacobian, event_ndims) for one, jacobian in zip(x, ildj, strict=True)])

    def _fibers(self, y: Any) -> tuple[Any, Any, Any]:
        x = self._bijector.inverse(y)
        event_ndims = self.event_shape.ndims
        if event_ndims is None:
            size = array_ops.size(self.event_shape_tensor())
            known = maybe_get_static_value(size)
            event_ndims = size if known is None else known
        return x, self._bijector.inverse_log_det_jacobian(y, event_ndims=event_ndims), event_ndims

    def _log_prob_of(self, y: Any, x: Any, ildj: Any, event_ndims: Any) -> Any:
        found = self._distribution.log_prob(self._rotated(x, right=True))
        if self._is_maybe_event_override:
            found = math_ops.reduce_sum(found, self._reduce_event_indices)
        return self._with_batch(found + math_ops.cast(ildj, found.dtype), y, event_ndims)

    def _prob_of(self, y: Any, x: Any, ildj: Any, event_ndims: Any) -> Any:
        found = self._distribution.prob(self._rotated(x, right=True))
        if self._is_maybe_event_override:
            found = math_ops.reduce_prod(found, self._reduce_event_indices)
        return self._with_batch(found * math_ops.exp(math_ops.cast(ildj, found.dtype)), y, event_ndims)

    def _with_batch(self, found: Any, y: Any, event_ndims: Any) -> Any:
        if self._is_maybe_event_override and isinstance(event_ndims, int):
            outer = y.get_shape().with_rank_at_least(1)[:-event_ndims]
            found.set_shape(array_ops.broadcast_static_shape(outer, self.batch_shape))
        return found

    def _untransformed(self, what: str, y: Any) -> Any:
        """A quantity of the base at the value that becomes `y`."""
        self._check_of_base(what)
        return getattr(self._distribution, what)(self._bijector.inverse(y))

    def _check_of_base(self, what: str) -> None:
        if self._is_maybe_event_override:
            raise NotImplementedError(f"{what} is not implemented when overriding event_shape")
        if not self._bijector._is_injective:
            raise NotImplementedError(f"{what} is not implemented when bijector is not injective.")

    def _log_cdf(self, y: Any) -> Any:
        return self._untransformed("log_cdf", y)

    def _cdf(self, y: Any) -> Any:
        return self._untransformed("cdf", y)

    def _log_survival_function(self, y: Any) -> Any:
        return self._untransformed("log_survival_function", y)

    def _survival_function(self, y: Any) -> Any:
        return self._untransformed("survival_function", y)

    def _quantile(self, value: Any) -> Any:
        self._check_of_base("quantile")
        return self._bijector.forward(self._distribution.quantile(value))

    def _entropy(self) -> Any:
        if not self._bijector.is_constant_jacobian:
            raise NotImplementedError("entropy is not implemented")
        if not self._bijector._is_injective:
            raise NotImplementedError("entropy is not implemented when bijector is not injective.")
        entropy = self._distribution.entropy()
        if self._is_maybe_event_override:
            count = math_ops.reduce_prod(self._override_event_shape)
            entropy *= math_ops.cast(count, dtype=entropy.dtype.base_dtype)
        if self._is_maybe_batch_override:
            shape = array_ops.concat([_ones_like(self._override_batch_shape), self._distribution.batch_shape_tensor()], 0)
            entropy = array_ops.reshape(entropy, shape)
            ones = _ones_like(self._distribution.batch_shape_tensor())
            entropy = array_ops.tile(entropy, array_ops.concat([self._override_batch_shape, ones], 0))
        shape = array_ops.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0)
        anywhere = array_ops.zeros(shape=shape, dtype=self.dtype)
        ndims = self.event_shape.ndims
        if ndims is None:
            ndims = array_ops.size(self.event_shape_tensor())
        ildj = self._bijector.inverse_log_det_jacobian(anywhere, event_ndims=ndims)
        entropy -= math_ops.cast(ildj, entropy.dtype)
        entropy.set_shape(TensorShape(self.batch_shape))
        return entropy
