"""Questions about ops and contexts, and smart_cond (ops/control_flow_util.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Operation, Tensor
from graphlint.ops import values
from graphlint.tf.python.framework.tensor_util import constant_value

ENABLE_CONTROL_FLOW_V2 = False


def IsSwitch(op: Operation) -> bool:  # noqa: N802 - TensorFlow's names, here and below
    return op.type in ("Switch", "RefSwitch")


def IsMerge(op: Operation) -> bool:  # noqa: N802
    return op.type in ("Merge", "RefMerge")


def IsLoopEnter(op: Operation) -> bool:  # noqa: N802
    return op.type in ("Enter", "RefEnter")


def IsLoopExit(op: Operation) -> bool:  # noqa: N802
    return op.type in ("Exit", "RefExit")


def IsLoopConstantEnter(op: Operation) -> bool:  # noqa: N802
    return IsLoopEnter(op) and bool(op.attrs["is_constant"])


def IsInWhileLoop(op: Operation) -> bool:  # noqa: N802
    return containing_while(op.control_flow_context) is not None


def IsInCond(op: Operation) -> bool:  # noqa: N802
    context = op.control_flow_context
    while context is not None and not context.IsCondContext():
        context = context.outer_context
    return context is not None


def output_context(op: Operation) -> Any:
    """`GetOutputContext`: where the outputs of an op live; those of an Exit are outside of its loop."""
    context = op.control_flow_context
    return context.outer_context if context is not None and IsLoopExit(op) else context


GetOutputContext = output_context


def containing_while(context: Any) -> Any:
    while context is not None and not context.IsWhileContext():
        context = context.outer_context
    return context


def contains(context: Any, maybe_containing: Any) -> bool:
    """`IsContainingContext`: whether `maybe_containing` is `context` or around it."""
    while context is not maybe_containing:
        if context is None:
            return False
        context = context.outer_context
    return True


def op_in_context(op: Operation, context: Any) -> bool:
    return contains(op.control_flow_context, context)


def check_input(op: Operation, producer: Operation) -> None:
    """ValueError where `op` uses an output of a loop that it is not in."""
    context, source = op.control_flow_context, output_context(producer)
    if source is None or context is source:
        return
    loop, source_loop = containing_while(context), containing_while(source)
    if loop is None:
        if source_loop is None or IsLoopEnter(op) or IsSwitch(op):
            return
        raise ValueError(f"Cannot use '{producer.name}' as input to '{op.name}' because '{producer.name}' is in a "
                         "while loop. See info log for more details.")
    if not contains(loop, source_loop):
        raise ValueError(f"Cannot use '{producer.name}' as input to '{op.name}' because they are in different while "
                         "loops. See info log for more details.")


CheckInputFromValidContext = check_input


def smart_cond(pred: Any, true_fn: Any = None, false_fn: Any = None, name: Any = None) -> Any:
    """`cond`, or the one branch where the predicate is known."""
    if not callable(true_fn):
        raise TypeError("`true_fn` must be callable.")
    if not callable(false_fn):
        raise TypeError("`false_fn` must be callable.")
    value = smart_constant_value(pred)
    if value is not None:
        return true_fn() if value else false_fn()
    from .control_flow_cond import cond  # noqa: PLC0415 - cond's contexts ask this module

    return cond(pred, true_fn=true_fn, false_fn=false_fn, name=name)


def smart_constant_value(pred: Any) -> Any:
    """True or False where a predicate is known when the graph is built, else None."""
    if isinstance(pred, Tensor):
        value = constant_value(pred)
        return values.constant(pred) if value is None else value
    if isinstance(pred, bool):
        return pred
    if hasattr(type(pred), "__hash__") and pred in (0, 1):
        return bool(pred)
    raise TypeError(f"`pred` must be a Tensor, or a Python bool, or 1 or 0. Found instead: {type(pred)}")


def smart_case(pred_fn_pairs: Any, default: Any = None, exclusive: bool = False, name: Any = "smart_case") -> Any:
    from .control_flow_case import build_case  # noqa: PLC0415 - built on cond, which asks this module

    return build_case(smart_cond, pred_fn_pairs, default, exclusive, name, allow_python_preds=True)
