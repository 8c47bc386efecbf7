"""tf.data.experimental: shuffling and repeating at once (data/experimental/ops/shuffle_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.data.ops import transformations
from graphlint.tf.python.data.util import random_seed


def shuffle_and_repeat(buffer_size: Any, count: Any = None, seed: Any = None) -> Any:
    def apply(dataset: Any) -> Any:
        size = transformations.argument("buffer_size", buffer_size)
        times = transformations.argument("count", -1 if count is None else count)
        first, second = random_seed.get_seed(seed)
        return transformations.dataset("ShuffleAndRepeatDataset", [dataset], dataset.element_spec, buffer_size=size, count=times,
                                       seed=first, seed2=second)

    return apply
