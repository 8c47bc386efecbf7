"""The one element of a dataset as tensors (data/experimental/ops/get_single_element.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.data.ops.dataset_ops import DatasetV2
from graphlint.tf.python.data.util import structure


def get_single_element(dataset: Any) -> Any:
    if not isinstance(dataset, DatasetV2):
        raise TypeError("`dataset` must be a `tf.data.Dataset` object.")
    spec = dataset.element_spec
    found = gen.DatasetToSingleElement(dataset._variant_tensor, output_types=structure.flat_types(spec),
                                       output_shapes=structure.flat_shapes(spec))
    return structure.from_tensor_list(spec, found)
