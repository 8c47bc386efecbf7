"""The exponential (contrib/distributions/python/ops/bijectors/exp.py)."""

from __future__ import annotations

from typing import Any

from .power_transform import PowerTransform


class Exp(PowerTransform):
    def __init__(self, validate_args: Any = False, name: Any = "exp") -> None:
        super().__init__(validate_args=validate_args, name=name)
