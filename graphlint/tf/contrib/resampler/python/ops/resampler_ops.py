"""Sampling of images at given places (contrib/resampler/python/ops/resampler_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops


def resampler(data: Any, warp: Any, name: Any = "resampler") -> Any:
    with ops.name_scope(name, "resampler", [data, warp]):
        return gen.Resampler(convert(data, None, "data"), convert(warp, None, "warp"))
