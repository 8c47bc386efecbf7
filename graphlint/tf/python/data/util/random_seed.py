"""Seeds of datasets, as tensors (data/util/random_seed.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops, random_seed
from graphlint.tf.python.ops import array_ops, math_ops


def get_seed(seed: Any) -> tuple[Tensor, Tensor]:
    """Two int64 scalars; both 0 where nothing is seeded, as the kernels then draw their own."""
    first, second = random_seed.get_seed(seed)
    one = convert(0 if first is None else first, dtypes.int64, "seed")
    if second is None:
        return one, constant_op.constant(0, dtypes.int64, name="seed2")
    if not stack.default_graph().release.dataset_arguments_named:
        return one, convert(second, dtypes.int64, "seed2")
    with ops.name_scope("seed2") as scope:
        two = convert(second, dtypes.int64)
        unseeded = math_ops.logical_and(math_ops.equal(one, 0), math_ops.equal(two, 0))
        return one, array_ops.where(unseeded, constant_op.constant(2**31 - 1, dtypes.int64), two, name=scope)
