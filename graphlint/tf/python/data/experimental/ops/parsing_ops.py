"""tf.data.experimental.parse_example_dataset (data/experimental/ops/parsing_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf.python.data.ops import transformations
from graphlint.tf.python.data.ops.dataset_ops import DatasetV2
from graphlint.tf.python.data.util import structure
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.ops import parsing_features

_KINDS = (parsing_features.VarLenFeature, parsing_features.SparseFeature, parsing_features.FixedLenFeature,
          parsing_features.FixedLenSequenceFeature)


def parse_example_dataset(features: Any, num_parallel_calls: Any = 1) -> Any:
    """Batches of serialized examples as dicts. ValueError without features, TypeError for other elements."""
    if features is None:
        raise ValueError(f"Missing: features was {features}.")

    def apply(dataset: Any) -> Any:
        parsed = _parsed(dataset, features, num_parallel_calls)
        if not any(isinstance(feature, parsing_features.SparseFeature) for feature in features.values()):
            return parsed
        return parsed.map(lambda x: parsing_features.merged(features, x), num_parallel_calls=num_parallel_calls)

    return apply


def _parsed(dataset: Any, features: Any, calls: Any) -> Any:
    if not structure.is_one_tensor(dataset.element_spec, dtypes.string, [None]):
        raise TypeError("Input dataset should be a dataset of vectors of strings")
    wanted = parsing_features.parameters(parsing_features.with_rows(features), _KINDS)
    defaults = wanted.defaults()
    batch = dataset.output_shapes
    shapes = [batch.concatenate(shape) for shape in wanted.shapes()] + [batch.concatenate([None]) for _ in wanted.sparse_keys]
    keys = [*wanted.dense_keys, *wanted.sparse_keys]
    types = dict(zip(keys, [*wanted.dense_types, *wanted.sparse_types], strict=True))
    classes = dict(zip(keys, [Tensor] * len(wanted.dense_keys) + [SparseTensor] * len(wanted.sparse_keys), strict=True))
    made = structure.convert_legacy_structure(types, dict(zip(keys, shapes, strict=True)), classes)
    return transformations.dataset(
        "ParseExampleDataset", [dataset], made, kind=DatasetV2, num_parallel_calls=calls,
        dense_defaults=defaults, sparse_keys=list(wanted.sparse_keys), dense_keys=list(wanted.dense_keys),
        sparse_types=list(wanted.sparse_types), dense_shapes=wanted.shapes())
