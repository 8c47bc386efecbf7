"""What the signal ops share: greatest common divisors, and scalars that are converted and checked."""

from __future__ import annotations

import math
from typing import Any

from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.ops import array_constants, control_flow_ops, math_ops


def gcd(a: Any, b: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "gcd", [a, b]):
        first, second = scalar(a), scalar(b)
        for label, value in (("a", first), ("b", second)):
            if not value.dtype.is_integer:
                raise ValueError(f"{label} must be an integer type. Got: {value.dtype}")
        known = [tensor_util.constant_value(value) for value in (first, second)]
        if all(value is not None for value in known):
            return convert(math.gcd(int(known[0]), int(known[1])))
        return control_flow_ops.while_loop(lambda _, rest: math_ops.greater(rest, array_constants.zeros_like(rest)),
                                           lambda value, rest: [rest, math_ops.mod(value, rest)],
                                           [first, second], back_prop=False)[0]


def scalar(value: Any, name: Any = None, dtype: Any = None) -> Any:
    """A tensor of rank 0. ValueError for another rank."""
    tensor: Any = convert(value, dtype, name)
    tensor.shape.assert_has_rank(0)
    return tensor
