"""roll (ops/manip_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen


def roll(input: Any, shift: Any, axis: Any, name: Any = None) -> Tensor:
    return gen.Roll(input, shift, axis, name=name)  # type: ignore[no-any-return]
