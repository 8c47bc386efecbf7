"""SparseTensor, its value and its spec (framework/sparse_tensor.py)."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert

from . import ops, tensor_util
from .tensor_shape import TensorShape, as_shape, from_dims


@exposed
class SparseTensorValue(namedtuple("SparseTensorValue", ["indices", "values", "dense_shape"])):  # noqa: PYI024
    """The value of a SparseTensor."""

    is_sparse_tensor = True


@exposed
class SparseTensor:
    """Indices, values, and the dense shape."""

    is_sparse_tensor = True
    is_composite_tensor = True
    is_tensor_like = True
    absorbs_unknown = True

    def __init__(self, indices: Any, values: Any, dense_shape: Any) -> None:
        with ops.name_scope(None, "SparseTensor", [indices, values, dense_shape]):
            self._indices = convert(indices, dtypes.int64, "indices")
            self._values = convert(values, None, "values")
            self._dense_shape = convert(dense_shape, dtypes.int64, "dense_shape")
        rows = from_dims(self._indices.dims).with_rank(2)
        count = from_dims(self._values.dims).with_rank(1)
        rank = from_dims(self._dense_shape.dims).with_rank(1)
        rows[0].merge_with(count[0])
        rows[1].merge_with(rank[0])

    @classmethod
    def from_value(cls, sparse_tensor_value: Any) -> SparseTensor:
        if not is_sparse(sparse_tensor_value):
            raise TypeError(f"Neither a SparseTensor nor SparseTensorValue: {sparse_tensor_value}.")
        value = sparse_tensor_value
        return SparseTensor(value.indices, value.values, value.dense_shape)

    def to_components(self) -> list[Tensor]:
        return [self._indices, self._values, self._dense_shape]

    def from_components(self, components: list[Any]) -> SparseTensor:
        return SparseTensor(*components)

    def get_shape(self) -> TensorShape:
        return tensor_util.constant_value_as_shape(self._dense_shape)

    @property
    def shape(self) -> TensorShape:
        return self.get_shape()

    @property
    def indices(self) -> Tensor:
        return self._indices

    @property
    def values(self) -> Tensor:
        return self._values

    @property
    def dense_shape(self) -> Tensor:
        return self._dense_shape

    @property
    def op(self) -> Operation:
        return self._values.op

    @property
    def control_op(self) -> Operation:
        return self._values.op

    @property
    def name(self) -> str:
        raise AttributeError("'SparseTensor' object has no attribute 'name'")

    @property
    def dtype(self) -> DType:
        return self._values.dtype

    @property
    def graph(self) -> Graph:
        return self._indices.graph

    @property
    def as_graph_element_tensor(self) -> Tensor:
        return self._values

    def consumers(self) -> list[Operation]:
        return [op for part in self.to_components() for op in part.consumers()]

    def __str__(self) -> str:
        return f"SparseTensor(indices={self._indices}, values={self._values}, dense_shape={self._dense_shape})"

    def __mul__(self, y: Any) -> SparseTensor:
        from graphlint.tf.python.ops import sparse_arithmetic  # noqa: PLC0415 - the ops stand above this class

        return sparse_arithmetic.multiply(self, y)

    def __truediv__(self, y: Any) -> SparseTensor:
        from graphlint.tf.python.ops import sparse_arithmetic  # noqa: PLC0415

        return sparse_arithmetic.true_divide(self, y)

    def __div__(self, y: Any) -> SparseTensor:
        from graphlint.tf.python.ops import sparse_arithmetic  # noqa: PLC0415

        return sparse_arithmetic.divide(self, y)


@exposed
class SparseTensorSpec:
    """The static type of a SparseTensor."""

    value_type = SparseTensor

    def __init__(self, shape: Any = None, dtype: Any = dtypes.float32) -> None:
        self._shape = as_shape(shape)
        self._dtype = as_dtype(dtype)

    @property
    def dtype(self) -> DType:
        return self._dtype

    @property
    def shape(self) -> TensorShape:
        return self._shape

    @classmethod
    def from_value(cls, value: Any) -> SparseTensorSpec:
        if isinstance(value, SparseTensorValue):
            value = SparseTensor.from_value(value)
        if not isinstance(value, SparseTensor):
            raise TypeError("Expected SparseTensor or SparseTensorValue")
        return cls(value.shape, value.dtype)

    def is_compatible_with(self, spec_or_value: Any) -> bool:
        if not is_sparse(spec_or_value) and not isinstance(spec_or_value, SparseTensorSpec):
            return False
        other = spec_or_value if isinstance(spec_or_value, SparseTensorSpec) else type(self).from_value(spec_or_value)
        return self._dtype.is_compatible_with(other.dtype) and self._shape.is_compatible_with(other.shape)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SparseTensorSpec) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[DType, Any]:
        dims = None if self._shape.ndims is None else tuple(self._shape.as_list())
        return self._dtype, dims

    def __repr__(self) -> str:
        return f"SparseTensorSpec({self._shape!r}, {self._dtype!r})"


def is_sparse(x: Any) -> bool:
    return isinstance(x, (SparseTensor, SparseTensorValue))


def convert_to_tensor_or_sparse_tensor(value: Any, dtype: Any = None, name: Any = None) -> Any:
    wanted = None if dtype is None else as_dtype(dtype)
    if isinstance(value, SparseTensorValue):
        value = SparseTensor.from_value(value)
    if isinstance(value, SparseTensor):
        if wanted is not None and not wanted.is_compatible_with(value.dtype):
            raise RuntimeError(f"Sparse dtype: requested = {wanted.name}, actual = {value.dtype.name}")
        return value
    return convert(value, wanted, name)
