"""TensorSpec: a static shape, dtype and name (framework/tensor_spec.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.dtypes import DType, as_dtype, float32
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed

from .tensor_shape import TensorShape, as_shape, from_dims


@exposed
class TensorSpec:
    """What is known of a tensor before it exists."""

    value_type = Tensor

    def __init__(self, shape: Any, dtype: Any = float32, name: Any = None) -> None:
        self._shape = as_shape(shape)
        self._dtype = as_dtype(dtype)
        self._name = name

    @classmethod
    def from_spec(cls, spec: Any, name: Any = None) -> TensorSpec:
        return cls(spec.shape, spec.dtype, name or spec.name)

    @classmethod
    def from_tensor(cls, tensor: Any, name: Any = None) -> TensorSpec:
        if not isinstance(tensor, Tensor):
            raise ValueError("`tensor` should be a tf.Tensor")
        return TensorSpec(from_dims(tensor.dims), tensor.dtype, name or tensor.op.name)

    @property
    def shape(self) -> TensorShape:
        return self._shape

    @property
    def dtype(self) -> DType:
        return self._dtype

    @property
    def name(self) -> Any:
        return self._name

    @property
    def is_discrete(self) -> bool:
        return self._dtype.is_integer

    @property
    def is_continuous(self) -> bool:
        return self._dtype.is_floating

    def is_compatible_with(self, spec_or_tensor: Any) -> bool:
        same = self._dtype.is_compatible_with(spec_or_tensor.dtype)
        return same and self._shape.is_compatible_with(spec_or_tensor.shape)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._key() == other._key()  # type: ignore[attr-defined]

    def _key(self) -> tuple[Any, ...]:
        sizes = None if self._shape.ndims is None else tuple(self._shape.as_list())
        return sizes, self._dtype, self._name

    def __hash__(self) -> int:
        return hash((self._shape, self._dtype))

    def __repr__(self) -> str:
        return f"TensorSpec(shape={self._shape}, dtype={self._dtype!r}, name={self._name!r})"


class BoundedTensorSpec(TensorSpec):
    """A TensorSpec with the least and the greatest value."""

    def __init__(self, shape: Any, dtype: Any, minimum: Any, maximum: Any, name: Any = None) -> None:
        if minimum is None or maximum is None:
            raise ValueError("minimum and maximum must be provided; but saw '%s' and '%s'" % (minimum, maximum))  # noqa: UP031
        super().__init__(shape, dtype, name)
        self._minimum = np.array(minimum, dtype=self._dtype.numpy_type)
        self._maximum = np.array(maximum, dtype=self._dtype.numpy_type)

    @property
    def minimum(self) -> Any:
        return self._minimum

    @property
    def maximum(self) -> Any:
        return self._maximum
