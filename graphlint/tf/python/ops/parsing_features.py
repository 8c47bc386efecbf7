"""The kinds of features of an example, and the arguments of parsing ops that they come to (ops/parsing_ops.py)."""

from __future__ import annotations

import re
from collections import namedtuple
from dataclasses import dataclass, field
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.failures import holds_unknown
from graphlint.sandbox.unknown import is_made
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape

from . import array_shape, sparse_ops


@exposed
class VarLenFeature(namedtuple("VarLenFeature", ["dtype"])):  # noqa: PYI024
    """Values of any number: a SparseTensor."""


@exposed
class SparseFeature(  # noqa: PYI024
        namedtuple("SparseFeature", ["index_key", "value_key", "dtype", "size", "already_sorted"], defaults=[False])):
    """A SparseTensor of two features."""


@exposed
class FixedLenFeature(namedtuple("FixedLenFeature", ["shape", "dtype", "default_value"], defaults=[None])):  # noqa: PYI024
    """A dense tensor."""


@exposed
class FixedLenSequenceFeature(  # noqa: PYI024
        namedtuple("FixedLenSequenceFeature", ["shape", "dtype", "allow_missing", "default_value"], defaults=[False, None])):
    """A dense tensor of rows."""


@dataclass
class Parameters:
    """Keys, types, shapes and defaults, in the order that parsing ops want them."""

    sparse_keys: list[str] = field(default_factory=list)
    sparse_types: list[DType] = field(default_factory=list)
    dense_keys: list[str] = field(default_factory=list)
    dense_types: list[DType] = field(default_factory=list)
    dense_defaults: dict[str, Any] = field(default_factory=dict)
    dense_shapes: list[Any] = field(default_factory=list)

    def add_sparse(self, key: str, dtype: DType) -> None:
        """ValueError where the key is there with another type."""
        if key in self.sparse_keys:
            known = self.sparse_types[self.sparse_keys.index(key)]
            if known is not dtype:
                raise ValueError(f"Conflicting type {known} vs {dtype} for feature {key}.")
            return
        self.sparse_keys.append(key)
        self.sparse_types.append(dtype)

    def add_dense(self, key: str, feature: Any) -> None:
        self.dense_keys.append(key)
        self.dense_shapes.append(feature.shape)
        self.dense_types.append(as_dtype(feature.dtype))
        if feature.default_value is not None:
            self.dense_defaults[key] = feature.default_value

    def check(self) -> None:
        if not self.dense_keys and not self.sparse_keys:
            raise ValueError("Must provide at least one sparse key or dense key")
        both = set(self.dense_keys) & set(self.sparse_keys)
        if both:
            raise ValueError(f"Dense and sparse keys must not intersect; intersection: {both}")

    def shapes(self) -> list[TensorShape]:
        return [as_shape(shape) for shape in self.dense_shapes]

    def defaults(self) -> list[Tensor]:
        """The tensors of the dense defaults; padding for features of any number of rows."""
        return [self._default(key, dtype, shape)
                for key, dtype, shape in zip(self.dense_keys, self.dense_types, self.shapes(), strict=True)]

    def _default(self, key: str, dtype: DType, shape: TensorShape) -> Any:
        value = self.dense_defaults.get(key)
        if shape.ndims and shape[0].value is None:
            if value is None:
                return convert("" if dtype is dtypes.string else 0, dtype)
            return array_shape.reshape(convert(value, dtype, f"padding_{legal(key)}"), [])
        if value is None:
            return constant_op.constant([], dtype)
        if isinstance(value, Tensor):
            return value
        return array_shape.reshape(convert(value, dtype, f"key_{legal(key)}"), shape)

    def named(self, found: Any) -> dict[str, Any]:
        """The outputs of a parsing op under their keys."""
        indices, values, shapes, dense = found
        sparse = [SparseTensor(*parts) for parts in zip(indices, values, shapes, strict=True)]
        return dict(zip([*self.sparse_keys, *self.dense_keys], [*sparse, *dense], strict=True))


def legal(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.\-/]", "_", key)


def parameters(features: Any, kinds: tuple[type, ...]) -> Parameters:
    """ValueError for features of other kinds or without what they need."""
    found = Parameters()
    for key in sorted(features or {}):
        feature = features[key]
        if not isinstance(feature, (VarLenFeature, SparseFeature, FixedLenFeature, FixedLenSequenceFeature)):
            raise ValueError(f"Invalid feature {key}:{feature}.")
        if not isinstance(feature, kinds):
            raise ValueError(f"Unsupported {type(feature).__name__} {feature}.")
        if isinstance(feature, SparseFeature):
            _add_sparse_feature(found, key, feature)
            continue
        if not feature.dtype:
            raise ValueError(f"Missing type for feature {key}.")
        if isinstance(feature, VarLenFeature):
            found.sparse_keys.append(key)
            found.sparse_types.append(as_dtype(feature.dtype))
            continue
        if feature.shape is None:
            raise ValueError(f"Missing shape for feature {key}.")
        if isinstance(feature, FixedLenFeature):
            _check_fixed(key, feature)
        elif feature.allow_missing:
            found.dense_defaults[key] = None
        found.add_dense(key, feature)
    return found


def _check_fixed(key: str, feature: Any) -> None:
    shape = as_shape(feature.shape)
    if holds_unknown(feature.shape) or any(map(is_made, shape.to_dims() or ())):
        return
    if feature.shape and shape.ndims and shape[0].value is None:
        raise ValueError(f"First dimension of shape for feature {key} unknown. Consider using FixedLenSequenceFeature.")
    if not shape.is_fully_defined():
        raise ValueError(f"All dimensions of shape for feature {key} need to be known but received {feature.shape}.")


def _add_sparse_feature(found: Parameters, key: str, feature: Any) -> None:
    for part in ("index_key", "value_key"):
        if not getattr(feature, part):
            raise ValueError(f"Missing {part} for SparseFeature {feature}.")
    if not feature.dtype:
        raise ValueError(f"Missing type for feature {key}.")
    for index_key in sorted([feature.index_key] if isinstance(feature.index_key, str) else feature.index_key):
        found.add_sparse(index_key, dtypes.int64)
    found.add_sparse(feature.value_key, as_dtype(feature.dtype))


def with_rows(features: Any) -> Any:
    """Sequence features with the leading dim that a batch of rows has."""
    found = dict(features)
    for key, feature in features.items():
        if isinstance(feature, FixedLenSequenceFeature):
            if not feature.allow_missing:
                raise ValueError("Unsupported: FixedLenSequenceFeature requires allow_missing to be True.")
            found[key] = feature._replace(shape=[None, *list(feature.shape)])
    return found


def merged(features: Any, tensors: dict[str, Any]) -> dict[str, Any]:
    """SparseFeatures put together from their parts, which go."""
    found = dict(tensors)
    for key in sorted(features):
        feature = features[key]
        if isinstance(feature, SparseFeature):
            keys = feature.index_key
            ids = found[keys] if isinstance(keys, str) else [found[part] for part in keys]
            found[key] = sparse_ops.sparse_merge(ids, found[feature.value_key], feature.size,
                                                 already_sorted=feature.already_sorted)
    return {key: value for key, value in found.items() if key in features}
