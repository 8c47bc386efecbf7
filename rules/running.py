"""Running one op with numpy at concrete sizes: how rules confirm what they say of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.ops import kernels, registry
from graphlint.ops.values import constant
from shapecalc import Expr, substitute
from shapecalc import value as number_of

DEFAULT_SIZE = 3
MAX_ELEMENTS = 1 << 22


def sized(dims: Any, sizes: dict[str, int]) -> list[int] | None:
    """Concrete sizes of a shape: each symbol as given, or a small number; None where the rank is unknown or it is large."""
    if dims is None:
        return None
    found = [_size(dim, sizes) for dim in dims]
    total = 1
    for size in found:
        total *= max(size, 1)
    return found if total <= MAX_ELEMENTS else None


def _size(dim: Any, sizes: dict[str, int]) -> int:
    if not isinstance(dim, Expr):
        return int(dim)
    known = number_of(substitute(dim, {name: sizes.get(name, DEFAULT_SIZE) for name in symbols_of(dim)}))
    return DEFAULT_SIZE if known is None else known


def symbols_of(dim: Expr) -> list[str]:
    """The names of the symbols in an expression."""
    return sorted(getattr(dim, "symbols", lambda: ())()) if callable(getattr(dim, "symbols", None)) else list(
        getattr(dim, "symbols", ()))


def inputs_for(tensors: list[Tensor], sizes: dict[str, int] | None = None) -> list[Any] | None:
    """An array for each input: its constant value, or numbers of its shape; None where one can't be made."""
    arrays = []
    for tensor in tensors:
        value = constant(tensor)
        if value is None:
            shape = sized(tensor.dims, sizes or {})
            dtype = tensor.dtype.base_dtype.numpy_type
            if shape is None or dtype in (None, np.object_):
                return None
            value = np.arange(int(np.prod(shape)), dtype=np.int64).reshape(shape).astype(dtype)
        arrays.append(value)
    return arrays


def attempt(op_type: str, tensors: list[Tensor], attrs: dict[str, Any],
            sizes: dict[str, int] | None = None) -> tuple[Any, str] | None:
    """The op's result on made-up inputs, or None and the text of what its kernel raised; None where it can't be run."""
    function = registry.kernel_of(op_type)
    arrays = inputs_for(tensors, sizes) if function is not None else None
    if function is None or arrays is None:
        return None
    op = Operation(Graph(), op_type, op_type, [], dict(attrs), [], [], [])
    try:
        with np.errstate(all="ignore"):
            return function(kernels.KernelContext(op), *arrays), ""
    except (ValueError, IndexError, TypeError, ZeroDivisionError, AssertionError) as error:
        return None, f"{type(error).__name__}: {error}"
    except (KeyError, AttributeError, NotImplementedError, MemoryError):
        return None


def shapes_text(tensors: list[Tensor], sizes: dict[str, int] | None = None) -> str:
    """The concrete shapes that were run: `(3, 784) and (785, 10)`."""
    parts = [str(tuple(sized(tensor.dims, sizes or {}) or ())) for tensor in tensors if constant(tensor) is None or
             tensor.dims]
    return " and ".join(parts)
