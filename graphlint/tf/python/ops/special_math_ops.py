"""lbeta, Bessel functions and einsum (ops/special_math_ops.py). einsum itself is in `einsum_reduction`."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops

from . import math_basic, math_reduce
from .einsum_reduction import einsum as einsum


def lbeta(x: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "lbeta", [x]):
        x = convert(x, name="x")
        product: Any = math_reduce.reduce_sum(gen.Lgamma(x), [-1])
        total = math_reduce.reduce_sum(x, [-1])
        return product - gen.Lgamma(total)  # type: ignore[no-any-return]


def bessel_i0(x: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "bessel_i0", [x]):
        return gen.Exp(math_basic.abs(x)) * gen.BesselI0e(x)  # type: ignore[no-any-return]


def bessel_i1(x: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "bessel_i1", [x]):
        return gen.Exp(math_basic.abs(x)) * gen.BesselI1e(x)  # type: ignore[no-any-return]
