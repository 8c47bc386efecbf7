"""Reductions and range (ops/math_ops.py).

Without an axis, a tensor of known rank is reduced over a Const of its axes, made in the caller's scope; anything else
over `range(0, rank(x))`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert, optional_dtype
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from . import array_constants, array_shape, array_slicing
from .math_basic import cast

_RANKED = [dtypes.int32, dtypes.int64, dtypes.float32, dtypes.float64]


def range(start: Any, limit: Any = None, delta: Any = 1, dtype: Any = None, name: Any = "range") -> Tensor:  # noqa: A001
    if limit is None:
        start, limit = 0, start
    kind = optional_dtype(dtype)
    with ops.name_scope(name, "Range", [start, limit, delta]) as scope:
        parts = [convert(value, kind, part) for value, part in ((start, "start"), (limit, "limit"), (delta, "delta"))]
        if kind is None:
            if any(part.dtype.base_dtype not in _RANKED for part in parts):
                raise AssertionError
            widest = max((part.dtype.base_dtype for part in parts), key=_RANKED.index)
            parts = [cast(part, widest) for part in parts]
        return gen.Range(*parts, name=scope)  # type: ignore[no-any-return]


def reduction_axes(x: Any, axis: Any) -> Any:
    if axis is not None:
        return axis
    if isinstance(x, Tensor) and x.dims is not None:
        return constant_op.constant(np.arange(len(x.dims)), dtypes.int32)
    dense = x.dense_shape if getattr(type(x), "is_sparse_tensor", False) else None
    if dense is not None and dense.dims and isinstance(dense.dims[0], int):
        return constant_op.constant(np.arange(dense.dims[0]), dtypes.int32)
    return range(0, array_shape.rank(x))


def _to_scalar(keepdims: Any, axis: Any, output: Tensor) -> Tensor:
    """A full reduction is a scalar even where the rank of its input isn't known (from release 1.5 on)."""
    if output.dims is None and not keepdims and axis is None and output.graph.release.full_reduction_is_scalar:
        output.dims = ()
    return output


def reduce(op_type: str, input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    """One reduction op of the given type."""
    keepdims = False if keepdims is None else keepdims
    output = gen.op(op_type, input_tensor, reduction_axes(input_tensor, axis), keep_dims=keepdims, name=name)
    return _to_scalar(keepdims, axis, output)


def _old(axis: Any, keepdims: Any, reduction_indices: Any, keep_dims: Any) -> tuple[Any, Any]:
    return (deprecated_argument_lookup("axis", axis, "reduction_indices", reduction_indices),
            deprecated_argument_lookup("keepdims", keepdims, "keep_dims", keep_dims))


def reduce_sum(input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    return reduce("Sum", input_tensor, axis, keepdims, name)


def reduce_mean(input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    return reduce("Mean", input_tensor, axis, keepdims, name)


def reduce_prod(input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    return reduce("Prod", input_tensor, axis, keepdims, name)


def reduce_min(input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    return reduce("Min", input_tensor, axis, keepdims, name)


def reduce_max(input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    return reduce("Max", input_tensor, axis, keepdims, name)


def reduce_all(input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    return reduce("All", input_tensor, axis, keepdims, name)


def reduce_any(input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    return reduce("Any", input_tensor, axis, keepdims, name)


def reduce_euclidean_norm(input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    return reduce("EuclideanNorm", input_tensor, axis, keepdims, name)


def reduce_sum_v1(input_tensor: Any, axis: Any = None, keepdims: Any = None, name: Any = None,
                  reduction_indices: Any = None, keep_dims: Any = None) -> Tensor:
    return reduce("Sum", input_tensor, *_old(axis, keepdims, reduction_indices, keep_dims), name)


def reduce_mean_v1(input_tensor: Any, axis: Any = None, keepdims: Any = None, name: Any = None,
                   reduction_indices: Any = None, keep_dims: Any = None) -> Tensor:
    return reduce("Mean", input_tensor, *_old(axis, keepdims, reduction_indices, keep_dims), name)


def reduce_prod_v1(input_tensor: Any, axis: Any = None, keepdims: Any = None, name: Any = None,
                   reduction_indices: Any = None, keep_dims: Any = None) -> Tensor:
    return reduce("Prod", input_tensor, *_old(axis, keepdims, reduction_indices, keep_dims), name)


def reduce_min_v1(input_tensor: Any, axis: Any = None, keepdims: Any = None, name: Any = None,
                  reduction_indices: Any = None, keep_dims: Any = None) -> Tensor:
    return reduce("Min", input_tensor, *_old(axis, keepdims, reduction_indices, keep_dims), name)


def reduce_max_v1(input_tensor: Any, axis: Any = None, keepdims: Any = None, name: Any = None,
                  reduction_indices: Any = None, keep_dims: Any = None) -> Tensor:
    return reduce("Max", input_tensor, *_old(axis, keepdims, reduction_indices, keep_dims), name)


def reduce_all_v1(input_tensor: Any, axis: Any = None, keepdims: Any = None, name: Any = None,
                  reduction_indices: Any = None, keep_dims: Any = None) -> Tensor:
    return reduce("All", input_tensor, *_old(axis, keepdims, reduction_indices, keep_dims), name)


def reduce_any_v1(input_tensor: Any, axis: Any = None, keepdims: Any = None, name: Any = None,
                  reduction_indices: Any = None, keep_dims: Any = None) -> Tensor:
    return reduce("Any", input_tensor, *_old(axis, keepdims, reduction_indices, keep_dims), name)


def reduce_logsumexp_v1(input_tensor: Any, axis: Any = None, keepdims: Any = None, name: Any = None,
                        reduction_indices: Any = None, keep_dims: Any = None) -> Tensor:
    axis, keepdims = _old(axis, keepdims, reduction_indices, keep_dims)
    return reduce_logsumexp(input_tensor, axis, keepdims, name)


def reduce_logsumexp(input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    keepdims = False if keepdims is None else keepdims
    tensor = convert(input_tensor)
    with ops.name_scope(name, "ReduceLogSumExp", [tensor]):
        raw = reduce("Max", tensor, axis, True)
        most = gen.StopGradient(array_slicing.where(gen.IsFinite(raw), raw, array_constants.zeros_like(raw)))
        release = tensor.graph.release
        below = gen.Sub(tensor, most) if release.logsumexp_plain_ops else tensor - most  # type: ignore[operator]
        first = release.logsumexp_reshapes_maximum
        found = gen.Log(reduce("Sum", gen.Exp(below), axis, keepdims if first else True))
        if first and not keepdims:
            most = array_shape.reshape(most, array_shape.shape(found))
        found = gen.Add(found, most) if release.logsumexp_plain_ops else found + most
        if not first and not keepdims:
            found = array_shape.squeeze(found, axis)
        return _to_scalar(keepdims, axis, found)


def reduce_variance(input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    with ops.name_scope(name or "reduce_variance"):
        means = reduce_mean(input_tensor, axis, True)
        squared = gen.Square(input_tensor - means)
        return reduce_mean(squared, axis, keepdims)


def reduce_std(input_tensor: Any, axis: Any = None, keepdims: Any = False, name: Any = None) -> Tensor:
    with ops.name_scope(name or "reduce_std"):
        return gen.Sqrt(reduce_variance(input_tensor, axis, keepdims))  # type: ignore[no-any-return]


def count_nonzero(input_tensor: Any = None, axis: Any = None, keepdims: Any = None, dtype: Any = dtypes.int64,
                  name: Any = None, reduction_indices: Any = None, keep_dims: Any = None, input: Any = None) -> Tensor:
    axis, keepdims = _old(axis, keepdims, reduction_indices, keep_dims)
    input_tensor = deprecated_argument_lookup("input", input, "input_tensor", input_tensor)
    return count_nonzero_v2(input_tensor, axis, keepdims, dtype, name)


def count_nonzero_v2(input: Any, axis: Any = None, keepdims: Any = None, dtype: Any = dtypes.int64,
                     name: Any = None) -> Tensor:
    with ops.name_scope(name, "count_nonzero", [input]):
        tensor = convert(input, name="input")
        if tensor.graph.release.count_nonzero_zero_tensor:
            unequal = gen.NotEqual(tensor, array_constants.zeros([], tensor.dtype))
        else:
            unequal = gen.NotEqual(tensor, tensor.dtype.numpy_type())
        counted = cast(unequal, dtypes.int64, None if tensor.graph.release.count_nonzero_zero_tensor else "ToInt64")
        return cast(reduce_sum(counted, axis, keepdims), dtype)  # type: ignore[no-any-return]


def reduced_shape(input_shape: Any, axes: Any) -> Tensor:
    """The shape of a reduction with its dims kept, computed in the graph."""
    input_shape = cast(input_shape, dtypes.int32)
    axes = cast(axes, dtypes.int32)
    input_rank: Any = array_shape.size(input_shape)
    axes = (axes + input_rank) % input_rank
    axes_shape = array_shape.shape(axes)
    return gen.DynamicStitch([range(input_rank), axes], [input_shape, array_constants.fill(axes_shape, 1)])  # type: ignore[no-any-return]


def trace(x: Any, name: Any = None) -> Tensor:
    from . import array_space  # noqa: PLC0415 - rarely needed

    with ops.name_scope(name, "Trace", [x]) as scope:
        return reduce_sum(array_space.matrix_diag_part(convert(x, name="x")), [-1], name=scope)


def argmax(input: Any, axis: Any = None, name: Any = None, dimension: Any = None, output_type: Any = dtypes.int64) -> Tensor:
    return argmax_v2(input, deprecated_argument_lookup("axis", axis, "dimension", dimension), output_type, name)


def argmax_v2(input: Any, axis: Any = None, output_type: Any = dtypes.int64, name: Any = None) -> Tensor:
    return gen.ArgMax(input, 0 if axis is None else axis, output_type=output_type, name=name)  # type: ignore[no-any-return]


def argmin(input: Any, axis: Any = None, name: Any = None, dimension: Any = None, output_type: Any = dtypes.int64) -> Tensor:
    return argmin_v2(input, deprecated_argument_lookup("axis", axis, "dimension", dimension), output_type, name)


def argmin_v2(input: Any, axis: Any = None, output_type: Any = dtypes.int64, name: Any = None) -> Tensor:
    return gen.ArgMin(input, 0 if axis is None else axis, output_type=output_type, name=name)  # type: ignore[no-any-return]


