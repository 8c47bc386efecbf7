"""Weighting and reducing of Keras's losses (keras/utils/losses_utils.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_shape, division, math_basic, math_reduce
from graphlint.tf.python.ops.losses import util


@exposed
class ReductionV2:
    AUTO = "auto"
    NONE = "none"
    SUM = "sum"
    SUM_OVER_BATCH_SIZE = "sum_over_batch_size"

    @classmethod
    def all(cls) -> tuple[str, ...]:
        return (cls.AUTO, cls.NONE, cls.SUM, cls.SUM_OVER_BATCH_SIZE)

    @classmethod
    def validate(cls, key: Any) -> None:
        if key not in cls.all():
            raise ValueError(f"Invalid Reduction Key {key}.")


def reduce_weighted_loss(weighted: Any, reduction: str = ReductionV2.SUM_OVER_BATCH_SIZE) -> Any:
    if reduction == ReductionV2.NONE:
        return weighted
    loss = math_reduce.reduce_sum(weighted)
    if reduction != ReductionV2.SUM_OVER_BATCH_SIZE:
        return loss
    with ops.name_scope("num_elements") as scope:
        count = math_basic.cast(array_shape.size(weighted, name=scope), weighted.dtype)
    return division.div_no_nan(math_reduce.reduce_sum(loss), count, name="value")


def compute_weighted_loss(losses: Any, sample_weight: Any = None, reduction: str = ReductionV2.SUM_OVER_BATCH_SIZE,
                          name: Any = None) -> Any:
    ReductionV2.validate(reduction)
    if reduction == ReductionV2.AUTO:
        reduction = ReductionV2.SUM_OVER_BATCH_SIZE
    with ops.name_scope(name or "weighted_loss"):
        losses = convert(losses)
        weighted = util.scale_losses_by_sample_weight(losses, 1.0 if sample_weight is None else sample_weight)
        return math_basic.cast(reduce_weighted_loss(weighted, reduction), losses.dtype)
