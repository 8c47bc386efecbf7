"""Unary ops over sparse tensors: when the op fails, TensorFlow calls it again with the values alone (ops/sparse_ops.py)."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from typing import Any, TypeVar

from graphlint.graph import stack

F = TypeVar("F", bound=Callable[..., Any])

OP_TYPES = frozenset({"Neg", "Sign", "Square", "Sqrt", "Erf", "Tanh", "BesselI0e", "BesselI1e"})


def also_sparse(function: F) -> F:
    """Let a function of one tensor take a SparseTensor."""

    @functools.wraps(function)
    def dispatched(x: Any, *args: Any, **kwargs: Any) -> Any:
        kind = type(x)
        if not (hasattr(kind, "is_composite_tensor") and hasattr(kind, "is_sparse_tensor")):
            return function(x, *args, **kwargs)
        if stack.world.release.ragged_tensors:
            with contextlib.suppress(TypeError, ValueError):  # what fails leaves its name taken
                return function(x, *args, **kwargs)
        values = function(x.values, *args, **kwargs)
        return kind(indices=x.indices, values=values, dense_shape=x.dense_shape)

    return dispatched  # type: ignore[return-value]
