"""What contrib.layers' feature columns share, and how they are looked up (contrib/layers/python/layers/feature_column.py).

A column puts its tensor into a dict of features; columns are taken in the order of their texts.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.exposed import exposed
from graphlint.tf.contrib.framework.python.ops import variables as contrib_variables
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops
from graphlint.tf.python.ops.variables import Variable

from . import embedding_ops
from .reshaping import _inner_flatten

Wide = namedtuple("Wide", ["input_tensor", "weight_tensor", "vocab_size", "initializer", "combiner"])
Deep = namedtuple("Deep", ["input_tensor", "weight_tensor", "vocab_size", "initializer", "combiner", "dimension",
                           "shared_embedding_name", "max_norm", "trainable"])


@exposed
class _FeatureColumn:
    """A column: its name, what parsing it needs, and its tensor."""

    @property
    def name(self) -> Any:
        raise NotImplementedError

    @property
    def config(self) -> dict[str, Any]:
        raise NotImplementedError

    @property
    def key(self) -> str:
        return str(self)

    def insert_transformed_feature(self, columns_to_tensors: Any) -> None:
        raise NotImplementedError(f"Transform is not implemented for {self}.")

    def _to_dnn_input_layer(self, input_tensor: Any, weight_collections: Any = None, trainable: Any = True,
                            output_rank: int = 2) -> Any:
        raise ValueError("Calling an abstract method.")

    def _deep_embedding_lookup_arguments(self, input_tensor: Any) -> Deep:
        raise NotImplementedError(f"No deep embedding lookup arguments for column {self}.")

    def _wide_embedding_lookup_arguments(self, input_tensor: Any) -> Wide:
        raise NotImplementedError(f"No wide embedding lookup arguments for column {self}.")

    def _to_dense_tensor(self, input_tensor: Any) -> Any:
        raise NotImplementedError(f"No dense tensor representation for column {self}.")

    def _key_without(self, *left_out: str) -> str:
        parts = [f"{name}={getattr(self, name)}" for name in self._fields  # type: ignore[attr-defined]
                 if name not in left_out]
        return f"{type(self).__name__}({', '.join(parts)})"


def transformed(columns_to_tensors: Any, column: Any) -> Any:
    """The tensor of a feature or a column, made where it isn't there yet."""
    if column not in columns_to_tensors:
        if isinstance(column, str):
            raise ValueError(f"features dictionary doesn't contain key ({column})")
        if not isinstance(column, _FeatureColumn):
            raise TypeError(f'"key" must be either a "str" or "_FeatureColumn". Provided: {column}')
        column.insert_transformed_feature(columns_to_tensors)
    return columns_to_tensors[column]


def of_rank(tensor: Any, rank: int, column_name: Any = None) -> Any:
    """A tensor of numbers in another rank. ValueError where it has too few dims."""
    own = tensor.get_shape().ndims
    if own is None:
        return _inner_flatten(tensor, rank)
    if rank > own + 1:
        where = "" if column_name is None else f"Error while processing column {column_name}."
        raise ValueError(f"{where}Rank of input Tensor ({own}) should be the same as output_rank ({rank}). For example, "
                         "sequence data should typically be 3 dimensional (rank 3) while non-sequence data is typically 2 "
                         "dimensional (rank 2).")
    if rank == own + 1:
        return array_ops.expand_dims(tensor, -1, name="expand_dims")
    return tensor if rank == own else _inner_flatten(tensor, rank)


def slices(variable: Any) -> list[Any]:
    return [variable] if isinstance(variable, Variable) else variable._get_variable_list()  # type: ignore[no-any-return]


def embedded(column: Any, arguments: Deep, weight_collections: Any, trainable: Any, output_rank: int = 2) -> Any:
    """The embeddings of a column's ids. ValueError where shared ones have another shape."""
    ids = _inner_flatten(arguments.input_tensor, output_rank)
    weights = arguments.weight_tensor
    if weights is not None:
        weights = _inner_flatten(weights, output_rank)
    variable = _embeddings(arguments, weight_collections, trainable)
    return embedding_ops.safe_embedding_lookup_sparse(slices(variable), ids, sparse_weights=weights,
                                                      combiner=arguments.combiner, name=f"{column.name}weights",
                                                      max_norm=arguments.max_norm)


def _embeddings(arguments: Deep, weight_collections: Any, trainable: Any) -> Any:
    shape, shared = [arguments.vocab_size, arguments.dimension], arguments.shared_embedding_name

    def make(name: Any) -> Any:
        return contrib_variables.model_variable(
            name=name, shape=shape, dtype=dtypes.float32, initializer=arguments.initializer,
            trainable=trainable and arguments.trainable, collections=weight_collections)

    if shared is None:
        return make("weights")
    collection = f"SHARED_EMBEDDING_COLLECTION_{shared.upper()}"
    held = ops.get_collection(collection)
    if len(held) > 1:
        raise ValueError(f"Collection {collection} can only contain one (partitioned) variable.")
    if not held:
        made = make(shared)
        ops.add_to_collection(collection, made)
        return made
    if held[0].get_shape() != shape:
        raise ValueError(f"The embedding variable with name {shared} already exists, but its shape does not match required "
                         "embedding shape here. Please make sure to use different shared_embedding_name for different "
                         "shared embeddings.")
    return held[0]
