"""Windows that slide over one dim: convolution and pooling, and their transposes.

One dim at a time; which dims of a tensor are spatial is the caller's affair (see `convolution`).
"""

from __future__ import annotations

from shapecalc.compare import dmax
from shapecalc.dims import value
from shapecalc.divide import ceil_div
from shapecalc.errors import ShapeError
from shapecalc.expr import Dim


def window(size: Dim, k: Dim, stride: int = 1, padding: str = "VALID", dilation: int = 1) -> Dim:
    """How many places a window of k has on a dim: SAME `ceil(n/s)`, VALID `ceil((n - (k-1)*d)/s)`."""
    if isinstance(size, int) and isinstance(k, int):
        if padding == "SAME":
            return -(-size // stride)
        rest = size - (k - 1) * dilation
        if padding == "VALID" and rest > 0:
            return -(-rest // stride)
    return _window(size, k, stride, padding, dilation)


def _window(size: Dim, k: Dim, stride: int, padding: str, dilation: int) -> Dim:
    if padding == "SAME":
        return ceil_div(size, stride)
    if padding != "VALID":
        raise ValueError(f"padding is neither SAME nor VALID: {padding!r}")
    reach = (k - 1) * dilation + 1
    left_over = size - reach
    places = ceil_div(left_over + 1, stride)
    known = value(left_over)
    if known is not None and known < 0:
        message = f"Negative dimension size caused by subtracting {reach} from {size}"
        raise ShapeError(message, left=size, right=reach, static=isinstance(left_over, int), result=places)
    return places


def transposed_window(size: Dim, k: Dim, stride: int = 1, padding: str = "VALID") -> Dim:
    """The dim a transposed convolution makes: SAME `n*s`, VALID `n*s + max(k-s, 0)`."""
    if padding == "SAME":
        return size * stride
    if padding != "VALID":
        raise ValueError(f"padding is neither SAME nor VALID: {padding!r}")
    return size * stride + dmax(k - stride, 0)
