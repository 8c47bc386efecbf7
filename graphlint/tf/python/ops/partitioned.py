"""PartitionedVariable: a variable in slices (ops/variables.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import register
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape


@exposed(also={"_name", "_variable_list", "_partitions", "_get_variable_list", "_get_partitions"})
class PartitionedVariable:
    """The slices of a variable, which reads as their concatenation."""

    is_tensor_like = True

    def __init__(self, name: str, shape: Any, dtype: DType, variable_list: list[Any], partitions: list[int]) -> None:
        if len(variable_list) < 1:
            raise ValueError("variable_list may not be empty")
        self._name = name
        self._shape = as_shape(shape)
        self._dtype = dtype
        self._variable_list = variable_list
        self._partitions = partitions
        self._as_tensor_cache: Tensor | None = None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._variable_list)

    def __len__(self) -> int:
        axes = [axis for axis, count in enumerate(self._partitions) if count > 1]
        if len(axes) > 1:
            raise NotImplementedError("Cannot concatenate along more than one axis")
        return len(self._variable_list)

    def _concat(self) -> Tensor:
        from . import array_ops  # noqa: PLC0415

        if len(self._variable_list) == 1:
            with ops.name_scope(None):
                return array_ops.identity(self._variable_list[0], name=self._name)
        axes = [axis for axis, count in enumerate(self._partitions) if count > 1]
        if len(axes) > 1:
            raise NotImplementedError("Cannot concatenate along more than one dimension: "
                                      f"{axes}.  Multi-axis partition concat is not supported")
        axis = axes[0] if axes else 0
        with ops.name_scope(self._name + "/ConcatPartitions/"):
            joined = array_ops.concat(self._variable_list, axis)
        with ops.name_scope(None):
            return array_ops.identity(joined, name=self._name)

    def as_tensor(self) -> Tensor:
        with ops.control_dependencies(None):
            return self._concat()

    def _get_variable_list(self) -> list[Any]:
        return self._variable_list

    def _get_partitions(self) -> list[int]:
        return self._partitions

    @property
    def name(self) -> str:
        return self._name

    @property
    def dtype(self) -> DType:
        return self._dtype

    @property
    def shape(self) -> TensorShape:
        return self._shape

    def get_shape(self) -> TensorShape:
        return self._shape

    def assign(self, value: Any, use_locking: bool = False, name: Any = None, read_value: bool = True) -> list[Any]:
        return self._each("assign", value, use_locking, name, read_value)

    def assign_add(self, value: Any, use_locking: bool = False, name: Any = None, read_value: bool = True) -> list[Any]:
        return self._each("assign_add", value, use_locking, name, read_value)

    def assign_sub(self, value: Any, use_locking: bool = False, name: Any = None, read_value: bool = True) -> list[Any]:
        return self._each("assign_sub", value, use_locking, name, read_value)

    def _each(self, method: str, value: Any, use_locking: bool, name: Any, read_value: bool) -> list[Any]:
        from . import array_ops  # noqa: PLC0415

        axes = [axis for axis, count in enumerate(self._partitions) if count > 1]
        axis = axes[0] if axes else 0
        if not isinstance(value, list):
            sizes = [variable.shape.as_list()[axis] for variable in self._variable_list]
            value = array_ops.split(value, sizes, axis=axis)
        found = [getattr(variable, method)(part, use_locking=use_locking, name=name, read_value=read_value)
                 for variable, part in zip(self._variable_list, value, strict=True)]
        return found if read_value else [item.op if isinstance(item, Tensor) else item for item in found]


def _convert(value: PartitionedVariable, dtype: DType | None, name: str | None, as_ref: bool) -> Any:
    if as_ref:
        raise NotImplementedError("PartitionedVariable doesn't support being used as a reference.")
    if dtype is not None and not dtype.is_compatible_with(value.dtype):
        raise ValueError(f"Incompatible type conversion requested to type '{dtype.name}' for variable of type "
                         f"'{value.dtype.name}'")
    return value.as_tensor()


register(PartitionedVariable, _convert)
