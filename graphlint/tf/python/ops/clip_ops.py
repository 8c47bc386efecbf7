"""Clipping by value and by norm (ops/clip_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.ops import IndexedSlices
from graphlint.tf.python.framework.tensor_shape import from_dims

from . import array_constants, array_joining, array_shape, array_slicing, math_basic, math_reduce, numerics


def _values(t: Any) -> Any:
    return t.values if isinstance(t, IndexedSlices) else t


def _as_given(found: Tensor, t: Any) -> Any:
    return IndexedSlices(found, t.indices, t.dense_shape) if isinstance(t, IndexedSlices) else found


def _check_shapes(values: Tensor, found: Tensor) -> None:
    """ValueError where clipping broadcast the tensor to another shape."""
    from_dims(values.dims).merge_with(from_dims(found.dims))


def clip_by_value(t: Any, clip_value_min: Any, clip_value_max: Any, name: Any = None) -> Any:
    release = stack.world.release
    if release.clip_by_value_op:
        return gen.ClipByValue(t, clip_value_min, clip_value_max, name=name or "clip_by_value")
    with ops.name_scope(name, "clip_by_value", [t, clip_value_min, clip_value_max]) as scope:
        values = convert(_values(t), name="t")
        lower = gen.Minimum(values, clip_value_max)
        _check_shapes(values, lower)
        found = gen.Maximum(lower, clip_value_min, name=scope)
        _check_shapes(values, found)
        return _as_given(found, t)


def clip_by_norm(t: Any, clip_norm: Any, axes: Any = None, name: Any = None) -> Any:
    with ops.name_scope(name, "clip_by_norm", [t, clip_norm]) as scope:
        values: Any = convert(_values(t), name="t")
        if stack.world.release.clip_by_norm_is_safe_at_zero:
            squares: Any = math_reduce.reduce_sum(values * values, axes, True)
            positive = squares > 0
            safe = array_slicing.where(positive, squares, array_constants.ones_like(squares))
            norm = array_slicing.where(positive, gen.Sqrt(safe), squares)
            scaled = values * clip_norm
            _check_shapes(values, scaled)
            found = array_shape.identity(scaled / gen.Maximum(norm, clip_norm), scope)
        elif stack.world.release.clip_by_norm_divides:
            norm = gen.Sqrt(math_reduce.reduce_sum(values * values, axes, True))
            found = array_shape.identity(values * clip_norm / gen.Maximum(norm, clip_norm), scope)
        else:
            inverse = gen.Rsqrt(math_reduce.reduce_sum(values * values, axes, True))
            scaled = values * clip_norm
            limit = constant_op.constant(1.0, values.dtype) / clip_norm
            found = array_shape.identity(scaled * gen.Minimum(inverse, limit), scope)
        return _as_given(found, t)


def _list(t_list: Any) -> list[Any]:
    if not isinstance(t_list, (list, tuple)):
        raise TypeError("t_list should be a sequence")
    return list(t_list)


def _converted(t_list: list[Any]) -> list[Any]:
    return [None if t is None else convert(_values(t), name=f"t_{i}") for i, t in enumerate(t_list)]


def global_norm(t_list: Any, name: Any = None) -> Tensor:
    t_list = _list(t_list)
    with ops.name_scope(name, "global_norm", t_list):
        halves = []
        for value in _converted(t_list):
            if value is not None:
                with ops.colocate_with(value):
                    halves.append(gen.L2Loss(value))
        half: Any = math_reduce.reduce_sum(array_joining.stack(halves))
        return gen.Sqrt(half * constant_op.constant(2.0, half.dtype), name="global_norm")  # type: ignore[no-any-return]


def clip_by_global_norm(t_list: Any, clip_norm: Any, use_norm: Any = None, name: Any = None) -> tuple[list[Any], Any]:
    t_list = _list(t_list)
    if use_norm is None:
        use_norm = global_norm(t_list, name)
        if stack.world.release.global_norm_checks_numerics:
            use_norm = numerics.verify_tensor_all_finite_v2(use_norm, "Found Inf or NaN global norm.")
    with ops.name_scope(name, "clip_by_global_norm", [*t_list, clip_norm]) as scope:
        one: Any = 1.0 / use_norm
        limit: Any = constant_op.constant(1.0, use_norm.dtype) / clip_norm
        scale: Any = clip_norm * gen.Minimum(one, limit)
        if stack.world.release.global_norm_selects_finite:
            finite = gen.IsFinite(use_norm)
            scale = array_slicing.where(finite, scale, constant_op.constant(float("nan"), use_norm.dtype))
        clipped: list[Any] = []
        for number, value in enumerate(_converted(t_list)):
            if value is None:
                clipped.append(None)
                continue
            with ops.colocate_with(value):
                clipped.append(array_shape.identity(value * scale, f"{scope}_{number}"))
        found = [None if c is None else _as_given(c, t) for c, t in zip(clipped, t_list, strict=True)]
    return found, use_norm


def clip_by_average_norm(t: Any, clip_norm: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "clip_by_average_norm", [t, clip_norm]) as scope:
        t = convert(t, name="t")
        count: Any = math_basic.cast(array_shape.size(t), dtypes.float32)
        inverse: Any = gen.Rsqrt(math_reduce.reduce_sum(t * t, math_reduce.range(array_shape.rank(t))))
        scaled = t * clip_norm
        found = scaled * gen.Minimum(inverse * count, constant_op.constant(1.0) / clip_norm)  # type: ignore[operator]
        return array_shape.identity(found, scope)
