"""tf.contrib.data: a dataset as one element (contrib/data/python/ops/get_single_element.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.tf.python.data.experimental.ops import get_single_element as experimental
from graphlint.tf.python.data.ops.dataset_ops import DatasetV2

get_single_element = experimental.get_single_element


def reduce_dataset(dataset: Any, reducer: Any) -> Any:
    if not isinstance(dataset, DatasetV2):
        raise TypeError("`dataset` must be a `tf.data.Dataset` object.")
    return dataset.reduce(reducer.init_func(np.int64(0)), reducer.reduce_func)
