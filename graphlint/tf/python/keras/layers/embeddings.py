"""Embedding (keras/layers/embeddings.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework.tensor_shape import as_shape
from graphlint.tf.python.keras import constraints, initializers, regularizers, state
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.ops import embedding_ops, math_basic


class Embedding(Layer):
    def __init__(self, input_dim: Any, output_dim: Any, embeddings_initializer: Any = "uniform",
                 embeddings_regularizer: Any = None, activity_regularizer: Any = None, embeddings_constraint: Any = None,
                 mask_zero: bool = False, input_length: Any = None, **kwargs: Any) -> None:
        if "input_shape" not in kwargs:
            kwargs["input_shape"] = (input_length,) if input_length else (None,)
        super().__init__(dtype=kwargs.pop("dtype", state.settings().floatx), **kwargs)
        self.input_dim, self.output_dim = input_dim, output_dim
        self.embeddings_initializer = initializers.get(embeddings_initializer)
        self.embeddings_regularizer = regularizers.get(embeddings_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.embeddings_constraint = constraints.get(embeddings_constraint)
        self.mask_zero = self.supports_masking = mask_zero
        self.input_length = input_length

    def build(self, input_shape: Any) -> None:
        self.embeddings = self.add_weight(
            shape=(self.input_dim, self.output_dim), initializer=self.embeddings_initializer, name="embeddings",
            regularizer=self.embeddings_regularizer, constraint=self.embeddings_constraint)
        self.built = True

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        return math_basic.not_equal(inputs, 0) if self.mask_zero else None

    def call(self, inputs: Any) -> Any:
        if inputs.dtype.base_dtype.name not in ("int32", "int64"):
            inputs = math_basic.cast(inputs, "int32")
        return embedding_ops.embedding_lookup(self.embeddings, inputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        sizes = as_shape(input_shape).as_list()
        if self.input_length is None:
            return as_shape([*sizes, self.output_dim])
        lengths = list(self.input_length) if isinstance(self.input_length, (list, tuple)) else [self.input_length]
        return as_shape([sizes[0], *(own if size is None else size for own, size in zip(sizes[1:], lengths, strict=True)),
                         self.output_dim])
