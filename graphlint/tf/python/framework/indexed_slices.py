"""IndexedSlices: a sparse gradient (framework/indexed_slices.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Graph, Operation
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert, optional_dtype, register


@exposed
class IndexedSlices:
    """Values of some rows of a larger tensor."""

    is_composite_tensor = True

    def __init__(self, values: Any, indices: Any, dense_shape: Any = None) -> None:
        self.values = values
        self.indices = indices
        self.dense_shape = dense_shape

    @property
    def dtype(self) -> DType:
        return self.values.dtype  # type: ignore[no-any-return]

    @property
    def device(self) -> str:
        return self.values.device  # type: ignore[no-any-return]

    @property
    def op(self) -> Operation:
        return self.values.op  # type: ignore[no-any-return]

    @property
    def name(self) -> str:
        return self.values.name  # type: ignore[no-any-return]

    @property
    def graph(self) -> Graph:
        return self.values.graph  # type: ignore[no-any-return]

    @property
    def shape(self) -> Any:
        from .tensor_util import constant_value_as_shape  # noqa: PLC0415

        return None if self.dense_shape is None else constant_value_as_shape(self.dense_shape)

    @property
    def control_op(self) -> Operation:
        return self.op

    def to_components(self) -> tuple[Any, ...]:
        """The tensors it is made of, in the order of TensorFlow's IndexedSlicesSpec."""
        return (self.values, self.indices) + (() if self.dense_shape is None else (self.dense_shape,))

    def from_components(self, components: Any) -> IndexedSlices:
        return type(self)(*components)

    def __str__(self) -> str:
        dense = "" if self.dense_shape is None else f", dense_shape={self.dense_shape}"
        return f"IndexedSlices(indices={self.indices}, values={self.values}{dense})"

    def __neg__(self) -> IndexedSlices:
        return IndexedSlices(-self.values, self.indices, self.dense_shape)


def convert_to_tensor_or_indexed_slices(value: Any, dtype: Any = None, name: Any = None) -> Any:
    """IndexedSlices and other values of several tensors as they are, all else as a tensor."""
    if getattr(type(value), "is_composite_tensor", False):
        return value
    return convert(value, optional_dtype(dtype), name)


def _densify(value: IndexedSlices, dtype: DType | None, name: str | None, as_ref: bool) -> Any:
    """Gradients' conversion to a dense tensor: UnsortedSegmentSum (ops/gradients_impl.py)."""
    from graphlint.tf import gen  # noqa: PLC0415

    if dtype is not None and not dtype.is_compatible_with(value.dtype):
        raise ValueError(f"Tensor conversion requested dtype {dtype.name} for IndexedSlices with dtype {value.dtype.name}")
    if value.dense_shape is None:
        raise ValueError(f"Tensor conversion requested for IndexedSlices without dense_shape: {value}")
    return gen.UnsortedSegmentSum(value.values, value.indices, value.dense_shape[0], name=name)


register(IndexedSlices, _densify)
