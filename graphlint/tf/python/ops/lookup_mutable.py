"""Lookup tables that change while a graph runs (ops/lookup_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Operation, Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.training.saving.saveable_object import SaveableObject, SaveSpec

from .lookup_static import LookupInterface


class TableSaveable(SaveableObject):
    """What a Saver stores of a table: its keys and its values."""

    def __init__(self, table: Any, name: str) -> None:
        keys, values = table.export()
        super().__init__(table, [SaveSpec(keys, "", f"{name}-keys"), SaveSpec(values, "", f"{name}-values")], name)

    def restore(self, restored_tensors: Any, restored_shapes: Any, name: Any = None) -> Operation:
        with ops.name_scope(name, f"{self.name}_table_restore"), ops.colocate_with(self.op.resource_handle):
            return gen.LookupTableImportV2(self.op.resource_handle, restored_tensors[0], restored_tensors[1])  # type: ignore[no-any-return]


class _Mutable(LookupInterface):
    _default_value: Tensor
    _table_name: str

    def _made(self, table: Tensor, name: str, checkpoint: bool) -> None:
        self._resource_handle = table
        self._table_name = table.op.name.rpartition("/")[2]
        if checkpoint:
            ops.add_to_collection(ops.GraphKeys.SAVEABLE_OBJECTS, TableSaveable(self, name))

    @property
    def name(self) -> Any:
        return self._table_name

    def size(self, name: Any = None) -> Tensor:
        with ops.name_scope(name, f"{self.name}_Size", [self.resource_handle]), ops.colocate_with(self.resource_handle):
            return gen.LookupTableSizeV2(self.resource_handle)  # type: ignore[no-any-return]

    def remove(self, keys: Any, name: Any = None) -> Operation:
        self._check_keys(keys)
        with ops.name_scope(name, f"{self.name}_lookup_table_remove", (self.resource_handle, keys)):
            return gen.LookupTableRemoveV2(self.resource_handle, keys)  # type: ignore[no-any-return]

    def lookup(self, keys: Any, name: Any = None) -> Tensor:
        with ops.name_scope(name, f"{self.name}_lookup_table_find", (self.resource_handle, keys)):
            keys = convert(keys, self._key_dtype, "keys")
            with ops.colocate_with(self.resource_handle):
                found: Tensor = gen.LookupTableFindV2(self.resource_handle, keys, self._default_value)
            if keys.dims is not None and self._default_value.dims is not None:
                found.dims = (*keys.dims, *self._default_value.dims)
            return found

    def insert(self, keys: Any, values: Any, name: Any = None) -> Operation:
        with ops.name_scope(name, f"{self.name}_lookup_table_insert", [self.resource_handle, keys, values]):
            keys = convert(keys, self._key_dtype, "keys")
            values = convert(values, self._value_dtype, "values")
            with ops.colocate_with(self.resource_handle):
                return gen.LookupTableInsertV2(self.resource_handle, keys, values)  # type: ignore[no-any-return]

    def export(self, name: Any = None) -> tuple[Tensor, Tensor]:
        scope = f"{self.name}_lookup_table_export_values"
        with ops.name_scope(name, scope, [self.resource_handle]), ops.colocate_with(self.resource_handle):
            keys, values = gen.LookupTableExportV2(self.resource_handle, Tkeys=self._key_dtype, Tvalues=self._value_dtype)
        if keys.dims and self._default_value.dims is not None:
            values.dims = (keys.dims[0], *self._default_value.dims)
        return keys, values


class MutableHashTable(_Mutable):
    def __init__(self, key_dtype: Any, value_dtype: Any, default_value: Any, name: Any = "MutableHashTable",
                 checkpoint: bool = True) -> None:
        super().__init__(key_dtype, value_dtype)
        self._default_value = convert(default_value, self._value_dtype)
        kinds: dict[str, Any] = {"use_node_name_sharing": checkpoint, "key_dtype": self._key_dtype,
                                 "value_dtype": self._value_dtype, "name": name}
        if self._default_value.dims == ():
            table = gen.MutableHashTableV2(**kinds)
        else:
            table = gen.MutableHashTableOfTensorsV2(value_shape=from_dims(self._default_value.dims), **kinds)
        self._made(table, name, checkpoint)


class DenseHashTable(_Mutable):
    def __init__(self, key_dtype: Any, value_dtype: Any, default_value: Any, empty_key: Any, deleted_key: Any,
                 initial_num_buckets: Any = None, name: Any = "MutableDenseHashTable", checkpoint: bool = True) -> None:
        super().__init__(key_dtype, value_dtype)
        self._default_value = convert(default_value, as_dtype(value_dtype), "default_value")
        empty = convert(empty_key, self._key_dtype, "empty_key")
        deleted = convert(deleted_key, self._key_dtype, "deleted_key")
        table = gen.MutableDenseHashTableV2(
            empty, deleted, use_node_name_sharing=checkpoint, value_dtype=self._value_dtype,
            value_shape=from_dims(self._default_value.dims), initial_num_buckets=initial_num_buckets, name=name)
        self._made(table, name, checkpoint)

    def insert_or_assign(self, keys: Any, values: Any, name: Any = None) -> Operation:
        return self.insert(keys, values, name)

    def erase(self, keys: Any, name: Any = None) -> Operation:
        return self.remove(keys, name)
