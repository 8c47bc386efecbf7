"""tf.cond (ops/control_flow_ops.py, version 1: Switch and Merge)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.func_graph import functional_control_flow
from graphlint.tf.python.framework.ops import GraphKeys, IndexedSlices
from graphlint.tf.python.util import nest

from .control_flow_contexts import CondContext
from .control_flow_primitives import merge, switch
from .tensor_array_ops import with_flows


def cond_for_tf_v2(pred: Any, true_fn: Any = None, false_fn: Any = None, name: Any = None) -> Any:
    """`tf.compat.v2.cond`: what the branches return keeps its structure."""
    return cond(pred, true_fn=true_fn, false_fn=false_fn, strict=True, name=name)


def cond(pred: Any, true_fn: Any = None, false_fn: Any = None, strict: bool = False, name: Any = None, fn1: Any = None,
         fn2: Any = None) -> Any:
    """Both branches, of which one runs; their outputs are merged one by one."""
    if functional_control_flow():
        from .cond_v2 import cond_v2  # noqa: PLC0415 - only functions need it

        return cond_v2(pred, true_fn, false_fn, name)
    true_fn = _branch("true_fn", true_fn, "fn1", fn1)
    false_fn = _branch("false_fn", false_fn, "fn2", fn2)
    if not callable(true_fn):
        raise TypeError("true_fn must be callable.")
    if not callable(false_fn):
        raise TypeError("false_fn must be callable.")
    graph = stack.default_graph()
    with ops.name_scope(name, "cond", [pred]):
        if isinstance(pred, bool):
            raise TypeError("pred must not be a Python bool")
        when_false, when_true = switch(pred, pred)
        pivot_true = gen.Identity(when_true, name="switch_t")
        pivot_false = gen.Identity(when_false, name="switch_f")
        pred = gen.Identity(pred, name="pred_id")
        for tensor in (when_true, when_false, pivot_true, pivot_false, pred):
            tensor.graph.prevent_fetching(tensor.op)
        context_true = CondContext(pred, pivot_true, branch=1)
        originals_true, results_true = _build(context_true, true_fn, "true_fn")
        context_false = CondContext(pred, pivot_false, branch=0)
        originals_false, results_false = _build(context_false, false_fn, "false_fn")
        if not strict:
            originals_true, originals_false = _unpacked(originals_true), _unpacked(originals_false)
        _assert_alike(originals_true, originals_false, results_true, results_false)
        merged = _merged(originals_true, results_true, results_false)
        if context_true.outer_context is None or graph.release.nested_context_collections:
            graph.add_to_collection(GraphKeys.COND_CONTEXT, context_true)
            graph.add_to_collection(GraphKeys.COND_CONTEXT, context_false)
        packed = nest.pack_sequence_as(originals_true, merged, expand_composites=True)
        return packed if strict else _unpacked(packed)


def _branch(name: str, function: Any, old_name: str, old: Any) -> Any:
    """A branch under its name or its deprecated one."""
    if old is not None:
        if function is not None:
            raise TypeError(f"cond(): {name} and {old_name} may not be set simultaneously.")
        return old
    if function is None:
        raise TypeError(f"cond(): {name} argument required")
    return function


def _build(context: CondContext, function: Callable[[], Any], name: str) -> tuple[Any, Any]:
    try:
        context.Enter()
        original, result = context.build_branch(function)
        if original is None:
            raise ValueError(f"{name} must have a return value.")
        context.exit_result(result)
    finally:
        context.Exit()
    return original, result


def _unpacked(result: Any) -> Any:
    return result[0] if isinstance(result, (list, tuple)) and len(result) == 1 else result


def _assert_alike(first: Any, second: Any, results_true: Any, results_false: Any) -> None:
    try:
        nest.assert_same_structure(first, second, expand_composites=True)
        return
    except (TypeError, ValueError):
        if stack.default_graph().release.cond_widens_indices:
            nest.map_structure(_widen_indices, first, second)
            nest.map_structure(_widen_indices, results_true, results_false)
    try:
        nest.assert_same_structure(first, second, expand_composites=True)
    except TypeError as error:
        raise TypeError(f"Incompatible return types of true_fn and false_fn: {error}") from None
    except ValueError as error:
        raise ValueError(f"Incompatible return values of true_fn and false_fn: {error}") from None


def _widen_indices(a: Any, b: Any) -> None:
    """Indices of different types become int64."""
    from . import math_basic  # noqa: PLC0415 - it may build conds

    if isinstance(a, IndexedSlices) and isinstance(b, IndexedSlices) and a.indices.dtype != b.indices.dtype:
        a.indices = math_basic.cast(a.indices, "int64")
        b.indices = math_basic.cast(b.indices, "int64")


def _merged(originals: Any, results_true: Any, results_false: Any) -> list[Any]:
    if not results_true:
        raise ValueError("true_fn and false_fn must return at least one result.")
    flat_true = nest.flatten(results_true, expand_composites=True)
    flat_false = nest.flatten(results_false, expand_composites=True)
    for x, y in zip(flat_true, flat_false, strict=False):
        if not (isinstance(x, Tensor) and isinstance(y, Tensor)):
            raise AssertionError
        if x.dtype.base_dtype != y.dtype.base_dtype:
            raise ValueError("Outputs of true_fn and false_fn must have the same type: "
                             f"{x.dtype.name}, {y.dtype.name}")
    merged = [merge(list(pair))[0] for pair in zip(flat_false, flat_true, strict=False)]
    return with_flows(nest.flatten(originals, expand_composites=True), merged)
