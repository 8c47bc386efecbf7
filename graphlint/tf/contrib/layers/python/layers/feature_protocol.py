"""Columns of contrib.layers as columns of tf.feature_column: they answer to the first of its two protocols as well.

Columns of unknown length do not; scattered embeddings are not modelled.
"""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.feature_column.features import CategoricalColumn, DenseColumn, Features, IdWeightPair


class _Filled:
    """What the builder of tf.feature_column holds, as the dict that a column of contrib.layers puts its tensor into."""

    def __init__(self, inputs: Features) -> None:
        self._inputs = inputs
        self.made: Any = None

    def __contains__(self, key: Any) -> bool:
        return True

    def __getitem__(self, key: Any) -> Any:
        return self._inputs.get(key)

    def __setitem__(self, key: Any, tensor: Any) -> None:
        self.made = tensor


class _Answers:
    """What both kinds answer alike."""

    is_second = False
    config: Any

    @property
    def parse_example_spec(self) -> dict[str, Any]:
        return self.config  # type: ignore[no-any-return]

    def insert_transformed_feature(self, columns_to_tensors: Any) -> None:
        raise NotImplementedError

    def transformed(self, inputs: Features) -> Any:
        filled = _Filled(inputs)
        self.insert_transformed_feature(filled)
        return filled.made


class Dense(_Answers, DenseColumn):
    """A column of contrib.layers that gives numbers."""


class Categorical(_Answers, CategoricalColumn):
    """A column of contrib.layers that gives ids."""

    length: Any

    @property
    def num_buckets(self) -> Any:
        return self.length

    def id_tensor(self, input_tensor: Any) -> Any:
        return input_tensor

    def weight_tensor(self, input_tensor: Any) -> Any:
        return None

    def sparse(self, inputs: Features) -> IdWeightPair:
        tensor = inputs.get(self)
        return IdWeightPair(self.id_tensor(tensor), self.weight_tensor(tensor))
