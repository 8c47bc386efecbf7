"""Identity, Switch and Merge, loop frames, Assert and Print, functional control flow.

Kernels of ops that decide what runs (Switch, Merge, Enter ...) belong to the interpreter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import ShapeError, eq

from .elementwise_unary import same_shape
from .inference import InferenceContext
from .registry import kernel, shape

shape("RefIdentity", "Exit", "RefExit", "NextIteration", "RefNextIteration", "DebugIdentity",
      "DebugGradientRefIdentity", "Copy", "CopyHost", "_HostCast", "CheckNumerics")(same_shape)


def no_outputs(c: InferenceContext) -> Sequence[Dims]:
    """Ops without outputs."""
    return ()


shape("NoOp", "Assert", "ControlTrigger", "Abort", "ConsumeMutexLock")(no_outputs)


@shape("Print")
def print_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.inputs[0].dims,)


@shape("IdentityN")
def identity_n_shape(c: InferenceContext) -> Sequence[Dims]:
    return [tensor.dims for tensor in c.inputs]


@kernel("IdentityN")
def identity_n(k: Any, *inputs: Any) -> Any:
    return list(inputs)


@kernel("RefIdentity", "DebugIdentity", "DebugGradientRefIdentity", "Copy", "CopyHost")
def identity(k: Any, x: Any) -> Any:
    return x


@kernel("CheckNumerics")
def check_numerics(k: Any, x: Any) -> Any:
    if not np.all(np.isfinite(x)):
        what = "Inf and NaN" if np.any(np.isnan(x)) and np.any(np.isinf(x)) else "NaN" if np.any(np.isnan(x)) else "Inf"
        raise ValueError(f"{k.attr('message')} : Tensor had {what} values")
    return x


@shape("Switch", "RefSwitch")
def switch_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(1, 0)
    dims = c.inputs[0].dims
    return (dims, dims)


@shape("_SwitchN")
def switch_n_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(1, 0)
    return [c.inputs[0].dims] * c.outputs


@shape("Merge", "RefMerge")
def merge_shape(c: InferenceContext) -> Sequence[Dims]:
    """What all inputs have in common; the index of the one that came is a scalar."""
    found = c.inputs[0].dims
    for tensor in c.inputs[1:]:
        dims = tensor.dims
        if found is None or dims is None or len(found) != len(dims):
            return (None, ())
        if dims != found:
            found = tuple([a if a == b else c.unknown() if eq(a, b) is not True else _vague(a, b)
                           for a, b in zip(found, dims, strict=True)])
    return (found, ())


def _vague(a: Any, b: Any) -> Any:
    """Two dims of the same number, of which TensorFlow knows at most one: it shows `?`."""
    return b if isinstance(a, int) else a


shape("RefEnter")(same_shape)


@shape("PrintV2")
def print_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    if dims != ():
        raise ShapeError(f"input must be a scalar, but has rank: {-1 if dims is None else len(dims)}")
    return ()


@shape("Enter")
def enter_shape(c: InferenceContext) -> Sequence[Dims]:
    """A loop's variable may change its shape from turn to turn; only constants keep theirs."""
    return (c.inputs[0].dims if c.attrs["is_constant"] else None,)


@shape("LoopCond")
def loop_cond_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 0)
    return ((),)


@shape("RefSelect")
def ref_select_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 0)
    first = c.inputs[1].dims
    if first is None or any(not isinstance(dim, int) for dim in first):
        return (None,)
    return (first if all(tensor.dims == first for tensor in c.inputs[2:]) else None,)


@shape("While", "StatelessWhile", "_While")
def while_shape(c: InferenceContext) -> Sequence[Dims]:
    shapes = c.attrs.get("output_shapes")
    return list(shapes) if shapes else [tensor.dims for tensor in c.inputs]


@shape("If", "StatelessIf", "_If", "Case")
def if_shape(c: InferenceContext) -> Sequence[Dims]:
    shapes = c.attrs.get("output_shapes")
    return list(shapes) if shapes else [None] * c.outputs


@shape("For")
def for_shape(c: InferenceContext) -> Sequence[Dims]:
    return [None] * c.outputs
