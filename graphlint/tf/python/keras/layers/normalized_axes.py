"""The `axis` of a normalization layer, once the rank of its input is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def set_axes(layer: Any, rank: int, shown: Callable[[list[int]], Any] = list) -> list[int]:
    """Make `layer.axis` a list of axes counted from the front, and return it.

    ValueError for an axis out of range, or one given twice; the message has the axes as `shown`.
    """
    axes = [layer.axis] if isinstance(layer.axis, int) else list(layer.axis)
    axes = [rank + axis if axis < 0 else axis for axis in axes]
    object.__setattr__(layer, "axis", axes)
    for axis in axes:
        if not 0 <= axis < rank:
            raise ValueError(f"Invalid axis: {axis}")
    if len(axes) != len(set(axes)):
        raise ValueError(f"Duplicate axis: {shown(axes)}")
    return axes
