"""What contributed distributions share (contrib/distributions/python/ops/distribution_util.py): scales, mixtures."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.distributions.util import prefer_static_broadcast_shape
from graphlint.tf.python.ops.linalg.linear_operator import LinearOperator
from graphlint.tf.python.ops.linalg.linear_operator_diag import LinearOperatorDiag
from graphlint.tf.python.ops.linalg.linear_operator_identity import LinearOperatorIdentity, LinearOperatorScaledIdentity
from graphlint.tf.python.ops.linalg.linear_operator_lower_triangular import LinearOperatorLowerTriangular


def converted(x: Any, name: str) -> Any:
    return None if x is None else convert(x, None, name)


def _checked(x: Any, diagonal: Any, validate_args: bool, assert_positive: bool) -> Any:
    """A scale, after a check of its diagonal."""
    if not validate_args:
        return x
    of = diagonal(x)
    if assert_positive:
        check = check_ops.assert_positive(of, message="diagonal part must be positive")
    else:
        zero = array_ops.zeros([], x.dtype)
        check = check_ops.assert_none_equal(of, zero, message="diagonal part must be non-zero")
    return control_flow_ops.with_dependencies([check], x)


def make_tril_scale(loc: Any = None, scale_tril: Any = None, scale_diag: Any = None, scale_identity_multiplier: Any = None,
                    shape_hint: Any = None, validate_args: bool = False, assert_positive: bool = False,
                    name: Any = None) -> LinearOperator:
    with ops.name_scope(name, "make_tril_scale", values=[loc, scale_diag, scale_identity_multiplier]):
        loc, tril = converted(loc, "loc"), converted(scale_tril, "scale_tril")
        diag = converted(scale_diag, "scale_diag")
        multiplier = converted(scale_identity_multiplier, "scale_identity_multiplier")
    if tril is None:
        return make_diag_scale(loc=loc, scale_diag=diag, scale_identity_multiplier=multiplier, shape_hint=shape_hint,
                               validate_args=validate_args, assert_positive=assert_positive, name=name)
    tril = array_ops.matrix_band_part(tril, -1, 0)
    own: Any = array_ops.matrix_diag_part(tril)
    if diag is not None:
        own += diag
    if multiplier is not None:
        own += multiplier[..., None]
    tril = array_ops.matrix_set_diag(tril, own)
    return LinearOperatorLowerTriangular(
        tril=_checked(tril, array_ops.matrix_diag_part, validate_args, assert_positive), is_non_singular=True,
        is_self_adjoint=False, is_positive_definite=assert_positive)


def make_diag_scale(loc: Any = None, scale_diag: Any = None, scale_identity_multiplier: Any = None, shape_hint: Any = None,
                    validate_args: bool = False, assert_positive: bool = False, name: Any = None) -> LinearOperator:
    with ops.name_scope(name, "make_diag_scale", values=[loc, scale_diag, scale_identity_multiplier]):
        loc, diag = converted(loc, "loc"), converted(scale_diag, "scale_diag")
        multiplier = converted(scale_identity_multiplier, "scale_identity_multiplier")
        if diag is not None:
            if multiplier is not None:
                diag += multiplier[..., None]
            return LinearOperatorDiag(diag=_checked(diag, lambda x: x, validate_args, assert_positive), is_non_singular=True,
                                      is_self_adjoint=True, is_positive_definite=assert_positive)
        if loc is None and shape_hint is None:
            raise ValueError("Cannot infer `event_shape` unless `loc` or `shape_hint` is specified.")
        if shape_hint is None:
            shape_hint = loc.get_shape()[-1]
        if multiplier is None:
            return LinearOperatorIdentity(num_rows=shape_hint, dtype=loc.dtype.base_dtype, is_self_adjoint=True,
                                          is_positive_definite=True, assert_proper_shapes=validate_args)
        return LinearOperatorScaledIdentity(
            num_rows=shape_hint, multiplier=_checked(multiplier, lambda x: x, validate_args, assert_positive),
            is_non_singular=True, is_self_adjoint=True, is_positive_definite=assert_positive,
            assert_proper_shapes=validate_args)


def shapes_from_loc_and_scale(loc: Any, scale: Any, name: str = "shapes_from_loc_and_scale") -> tuple[Any, Any]:
    """Batch and event shape of what `loc` and `scale` describe. ValueError where they don't fit."""
    with ops.name_scope(name, values=[loc, *scale.graph_parents]):
        size = scale.range_dimension_tensor()
        known = tensor_util.constant_value(size)
        event_shape = size[None] if known is None else known.reshape([1])
        if loc is not None:
            of_loc = loc.get_shape()[-1].value
            if of_loc is not None and known is not None and of_loc not in (1, known):
                # TensorFlow names the two the other way round
                raise ValueError(f"Event size of 'scale' ({of_loc}) could not be broadcast up to that of 'loc' ({known}).")
        batch_shape = scale.batch_shape_tensor()
        if loc is None:
            known = tensor_util.constant_value(batch_shape)
            return batch_shape if known is None else known, event_shape
        outer: Any = loc.get_shape().with_rank_at_least(1)[:-1]
        if loc.get_shape().ndims is None or not outer.is_fully_defined():
            outer = array_ops.shape(loc)[:-1]
        else:
            outer = convert(outer, None, "loc_batch_shape")
        return prefer_static_broadcast_shape(batch_shape, outer), event_shape


def is_diagonal_scale(scale: Any) -> bool:
    if not isinstance(scale, LinearOperator):
        raise TypeError(f"Expected argument 'scale' to be instance of LinearOperator. Found: {scale}")
    return isinstance(scale, (LinearOperatorIdentity, LinearOperatorScaledIdentity, LinearOperatorDiag))


def mixture_stddev(mixture_weight_vector: Any, mean_vector: Any, stddev_vector: Any) -> Any:
    shape = mixture_weight_vector.get_shape()
    shape.assert_has_rank(2)
    for vector, what in ((mean_vector, "means"), (stddev_vector, "stddevs")):
        if not vector.get_shape().is_compatible_with(shape):
            raise ValueError(f"Expecting {what} to have same shape as mixture weights.")
    weights = array_ops.expand_dims(mixture_weight_vector, axis=1)
    means = array_ops.expand_dims(mean_vector, axis=2)
    deviations = array_ops.expand_dims(stddev_vector, axis=2)
    mean: Any = array_ops.reshape(math_ops.matmul(weights, means), (-1,))
    variance: Any = array_ops.reshape(math_ops.matmul(weights, math_ops.square(deviations)), (-1,))
    squared = array_ops.reshape(math_ops.matmul(weights, math_ops.square(means)), (-1,))
    return math_ops.sqrt(variance + squared - math_ops.square(mean))


def pad_mixture_dimensions(x: Any, mixture_distribution: Any, categorical_distribution: Any, event_ndims: Any) -> Any:
    with ops.name_scope("pad_mix_dims", values=[x]):
        ndims, of_categories = _batch_ndims(mixture_distribution), _batch_ndims(categorical_distribution)
        count = array_ops.where_v2(categorical_distribution.is_scalar_batch(), ndims, ndims - of_categories)
        shape: Any = array_ops.shape(x)
        parts = [shape[:-1], array_ops.ones([count], dtype=dtypes.int32), shape[-1:],
                 array_ops.ones([event_ndims], dtype=dtypes.int32)]
        return array_ops.reshape(x, shape=array_ops.concat(parts, axis=0))


def _batch_ndims(distribution: Any) -> Any:
    known = distribution.batch_shape.ndims
    return array_ops.shape(distribution.batch_shape_tensor())[0] if known is None else known
