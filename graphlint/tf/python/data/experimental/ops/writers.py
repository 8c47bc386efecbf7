"""tf.data.experimental.TFRecordWriter (data/experimental/ops/writers.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.data.ops.dataset_ops import DatasetV2
from graphlint.tf.python.data.util import structure
from graphlint.tf.python.data.util.convert import optional_param_to_tensor as optional


@exposed
class TFRecordWriter:
    """Writes a dataset of texts into a file, as an op."""

    def __init__(self, filename: Any, compression_type: Any = None) -> None:
        self._filename = convert(filename, dtypes.string, "filename")
        self._compression_type = optional("compression_type", compression_type, "", dtypes.string)

    def write(self, dataset: Any) -> Any:
        """TypeError for what is no dataset of scalar texts."""
        if not isinstance(dataset, DatasetV2):
            raise TypeError("`dataset` must be a `tf.data.Dataset` object.")
        if not structure.is_one_tensor(dataset.element_spec, dtypes.string):
            raise TypeError("`dataset` must produce scalar `DT_STRING` tensors whereas it produces shape "
                            f"{dataset.output_shapes} and types {dataset.output_types}")
        return gen.DatasetToTFRecord(dataset._variant_tensor, self._filename, self._compression_type)
