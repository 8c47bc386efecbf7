"""tf.data.experimental.RandomDataset (data/experimental/ops/random_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.python.data.ops.dataset_ops import DatasetV1
from graphlint.tf.python.data.util import random_seed
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.framework.tensor_spec import TensorSpec

_NUMBER = TensorSpec([], dtypes.int64)


class RandomDatasetV1(DatasetV1):
    """Numbers drawn at random."""

    def __init__(self, seed: Any = None) -> None:
        first, second = random_seed.get_seed(seed)
        super().__init__(lambda: gen.RandomDataset(seed=first, seed2=second, output_types=[dtypes.int64],
                                                   output_shapes=[TensorShape([])]), _NUMBER)


RandomDataset = RandomDatasetV2 = RandomDatasetV1
