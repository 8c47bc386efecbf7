"""Crosses of features as contrib.layers makes them (contrib/layers/python/ops/sparse_feature_cross_op.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.ops import math_ops

SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY = 0xDECAFCAFFE


def sparse_feature_cross(inputs: Any, hashed_output: Any = False, num_buckets: Any = 0, name: Any = None,
                         hash_key: Any = None) -> SparseTensor:
    """All combinations of what each row has of each feature. TypeError for what is no tensor."""
    if not isinstance(inputs, list):
        raise TypeError("Inputs must be a list")
    if not all(isinstance(one, (SparseTensor, Tensor)) for one in inputs):
        raise TypeError("All inputs must be SparseTensors")
    sparse = [one for one in inputs if isinstance(one, SparseTensor)]
    dense = [one for one in inputs if not isinstance(one, SparseTensor)]
    values = [_text_or_int64(one.values) for one in sparse]
    dense = [_text_or_int64(one) for one in dense]
    texts = all(one.dtype == dtypes.string for one in [*values, *dense])
    options = {"hashed_output": hashed_output, "num_buckets": num_buckets, "name": name,
               "out_type": dtypes.int64 if hashed_output else dtypes.string,
               "internal_type": dtypes.string if texts else dtypes.int64}
    parts = [one.indices for one in sparse], values, [one.dense_shape for one in sparse], dense
    if hash_key:
        return SparseTensor(*gen.SparseFeatureCrossV2(*parts, hash_key=hash_key, **options))
    return SparseTensor(*gen.SparseFeatureCross(*parts, **options))


def _text_or_int64(tensor: Any) -> Any:
    return tensor if tensor.dtype == dtypes.string else math_ops.cast(tensor, dtypes.int64)
