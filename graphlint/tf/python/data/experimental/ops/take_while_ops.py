"""tf.data.experimental.take_while (data/experimental/ops/take_while_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.data.ops import transformations
from graphlint.tf.python.data.ops.structured_function import TracedFunction
from graphlint.tf.python.data.util import structure


def take_while(predicate: Any) -> Any:
    """ValueError where the predicate gives no scalar bool."""

    def apply(dataset: Any) -> Any:
        function = TracedFunction(predicate, "tf.data.experimental.take_while()", dataset.element_spec)
        if not structure.is_one_tensor(function.output_spec, dtypes.bool_):
            raise ValueError("`predicate` must return a scalar boolean tensor.")
        return transformations.through(function, "TakeWhileDataset", dataset, dataset.element_spec, "predicate")

    return apply
