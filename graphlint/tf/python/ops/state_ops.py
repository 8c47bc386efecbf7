"""Assignments and scattered updates of variables given as references or as resources (ops/state_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops

from . import array_constants, array_joining, array_shape


def variable_op(shape: Any, dtype: Any, name: Any = "Variable", set_shape: bool = True, container: str = "",
                shared_name: str = "") -> Tensor:
    found: Tensor = gen.Variable(shape=shape if set_shape else None, dtype=dtype, name=name, container=container,
                                 shared_name=shared_name)
    if set_shape:
        found.set_shape(shape)  # type: ignore[attr-defined]
    return found


def variable_op_v2(shape: Any, dtype: Any, name: Any = "Variable", container: str = "", shared_name: str = "") -> Tensor:
    return gen.VariableV2(shape=shape, dtype=dtype, name=name, container=container, shared_name=shared_name)  # type: ignore[no-any-return]


def _is_ref(ref: Any) -> bool:
    return bool(ref.dtype._is_ref_dtype)


def is_variable_initialized(ref: Any, name: Any = None) -> Tensor:
    if _is_ref(ref):
        return gen.IsVariableInitialized(ref, name=name)  # type: ignore[no-any-return]
    return ref.is_initialized(name=name)  # type: ignore[no-any-return]


def assign(ref: Any, value: Any, validate_shape: Any = None, use_locking: Any = None, name: Any = None) -> Any:
    if _is_ref(ref):
        return gen.Assign(ref, value, validate_shape=validate_shape, use_locking=use_locking, name=name)
    return ref.assign(value, name=name)


def assign_add(ref: Any, value: Any, use_locking: Any = None, name: Any = None) -> Any:
    return gen.AssignAdd(ref, value, use_locking=use_locking, name=name) if _is_ref(ref) else ref.assign_add(value)


def assign_sub(ref: Any, value: Any, use_locking: Any = None, name: Any = None) -> Any:
    return gen.AssignSub(ref, value, use_locking=use_locking, name=name) if _is_ref(ref) else ref.assign_sub(value)


def count_up_to(ref: Any, limit: Any, name: Any = None) -> Tensor:
    if _is_ref(ref):
        return gen.CountUpTo(ref, limit=limit, name=name)  # type: ignore[no-any-return]
    return gen.ResourceCountUpTo(ref.handle, limit=limit, T=ref.dtype, name=name)  # type: ignore[no-any-return]


def init_variable(v: Any, init: Any, name: Any = "init") -> Any:
    """An initialization op; the variable itself doesn't get to know it."""
    with ops.name_scope(None, v.op.name + "/", [v, init]), ops.name_scope(name) as scope, ops.colocate_with(v):
        if callable(init):
            value = convert(init(v.get_shape().as_list(), v.dtype.base_dtype), name="value")
        else:
            value = convert(init, name="init")
        return gen.Assign(v, value, name=scope)


def _scatter(kind: str, ref: Any, indices: Any, updates: Any, use_locking: bool, name: Any) -> Any:
    if _is_ref(ref):
        return gen.op(kind, ref, indices, updates, use_locking=use_locking, name=name)
    op = gen.op(f"Resource{kind}", ref.handle, indices, convert(updates, ref.dtype), name=name)
    return ref._updated(op, True)


def scatter_update(ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: Any = None) -> Any:
    return _scatter("ScatterUpdate", ref, indices, updates, use_locking, name)


def scatter_nd_update(ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: Any = None) -> Any:
    return _scatter("ScatterNdUpdate", ref, indices, updates, use_locking, name)


def scatter_add(ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: Any = None) -> Any:
    return _scatter("ScatterAdd", ref, indices, updates, use_locking, name)


def scatter_nd_add(ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: Any = None) -> Any:
    return _scatter("ScatterNdAdd", ref, indices, updates, use_locking, name)


def scatter_sub(ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: Any = None) -> Any:
    return _scatter("ScatterSub", ref, indices, updates, use_locking, name)


def scatter_nd_sub(ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: Any = None) -> Any:
    return _scatter("ScatterNdSub", ref, indices, updates, use_locking, name)


def scatter_mul(ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: Any = None) -> Any:
    return _scatter("ScatterMul", ref, indices, updates, use_locking, name)


def scatter_div(ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: Any = None) -> Any:
    return _scatter("ScatterDiv", ref, indices, updates, use_locking, name)


def scatter_max(ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: Any = None) -> Any:
    return _scatter("ScatterMax", ref, indices, updates, use_locking, name)


def scatter_min(ref: Any, indices: Any, updates: Any, use_locking: bool = False, name: Any = None) -> Any:
    return _scatter("ScatterMin", ref, indices, updates, use_locking, name)


def batch_scatter_update(ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: Any = None) -> Any:
    with ops.name_scope(name):
        indices = convert(indices, name="indices")
        shape: Any = array_shape.shape(indices)
        if indices.dims is None:
            raise ValueError("batch_gather does not allow indices with unknown shape.")
        count = len(indices.dims)
        last = array_shape.expand_dims(indices, axis=-1)
        parts: list[Any] = []
        for dimension in range(count - 1):
            size = shape[dimension]
            wanted: list[Any] = [1] * (count + 1)
            wanted[dimension] = size
            steps: Any = array_shape.reshape(gen.Range(0, size, 1), wanted)
            if steps.dtype.base_dtype is not last.dtype:
                steps = gen.Cast(steps, DstT=last.dtype)
            parts.append(steps * array_constants.ones_like(last))
        final = array_joining.concat([*parts, last], axis=-1)
        return scatter_nd_update(ref, final, updates, use_locking)
