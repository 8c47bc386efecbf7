"""tf.RaggedTensor: values and the splits of their rows (ops/ragged/ragged_tensor.py).

Not here: conversions to and from other tensors (`ragged_conversions`), indexing (`ragged_getitem`), operators.
"""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape, dimension_at_index
from graphlint.tf.python.ops import array_ops, check_ops, math_ops

from . import ragged_operators, segment_id_ops
from . import row_partitions as rows


@exposed
class RaggedTensor:
    """Rows of different lengths."""

    is_ragged_tensor = True
    is_composite_tensor = True

    def __init__(self, values: Any, row_splits: Any, cached_row_lengths: Any = None, cached_value_rowids: Any = None,
                 cached_nrows: Any = None, internal: bool = False) -> None:
        """ValueError for calls that aren't its own, and for splits of other dtypes; TypeError for what are no tensors."""
        if not internal:
            raise ValueError("RaggedTensor constructor is private; please use one of the factory methods instead (e.g., "
                             "RaggedTensor.from_row_lengths())")
        if not isinstance(row_splits, Tensor):
            raise TypeError(f"Row-partitioning argument must be a Tensor, got {row_splits!r}")
        if not isinstance(values, (RaggedTensor, Tensor)):
            raise TypeError(f"values must be a Tensor or RaggedTensor, got {values!r}")
        if row_splits.dtype not in rows.SPLITS:
            raise ValueError("Row-partitioning argument must be int32 or int64")
        row_splits.shape.assert_has_rank(1)
        values.shape.with_rank_at_least(1)
        row_splits.set_shape([None])
        self._values, self._row_splits = values, row_splits
        self._lengths, self._rowids, self._count = cached_row_lengths, cached_value_rowids, cached_nrows

    # --- made of values and a partition -------------------------------------------------------------------------------

    @classmethod
    def from_row_splits(cls, values: Any, row_splits: Any, name: Any = None, validate: Any = True) -> RaggedTensor:
        rows.check_flag(validate)
        if isinstance(row_splits, (list, tuple)) and not row_splits:
            raise ValueError("row_splits tensor may not be empty.")
        with ops.name_scope(name, "RaggedFromRowSplits", [values, row_splits]):
            values, splits = rows.converted(values, row_splits, "row_splits")
            splits.shape.assert_has_rank(1)
            if validate:
                count = rows.rows_of(values, splits.dtype)
                splits = rows.checked("from_row_splits", values, splits, lambda text: [
                    rows.starts_at_zero(splits[0], text), rows.increases(splits, text),  # type: ignore[index]
                    check_ops.assert_equal(splits[-1], count, message=text)])  # type: ignore[index]
            return cls(values, splits, internal=True)

    @classmethod
    def from_row_lengths(cls, values: Any, row_lengths: Any, name: Any = None, validate: Any = True) -> RaggedTensor:
        rows.check_flag(validate)
        with ops.name_scope(name, "RaggedFromRowLengths", [values, row_lengths]):
            values, lengths = rows.converted(values, row_lengths, "row_lengths")
            lengths.shape.assert_has_rank(1)
            if validate:
                total = math_ops.reduce_sum(lengths)
                count = rows.rows_of(values, lengths.dtype)
                lengths = rows.checked("from_row_lengths", values, lengths, lambda text: [
                    check_ops.assert_non_negative(lengths, message=text),
                    check_ops.assert_equal(total, count, message=text)])
            splits = array_ops.concat([[0], math_ops.cumsum(lengths)], axis=0)
            return cls(values, splits, cached_row_lengths=lengths, internal=True)

    @classmethod
    def from_row_starts(cls, values: Any, row_starts: Any, name: Any = None, validate: Any = True) -> RaggedTensor:
        rows.check_flag(validate)
        with ops.name_scope(name, "RaggedFromRowStarts", [values, row_starts]):
            values, starts = rows.converted(values, row_starts, "row_starts")
            starts.shape.assert_has_rank(1)
            count = rows.rows_of(values, starts.dtype)
            if validate:
                starts = rows.checked("from_row_starts", values, starts, lambda text: [
                    rows.starts_at_zero(starts[:1], text), rows.increases(starts, text),  # type: ignore[index]
                    check_ops.assert_less_equal(starts[-1:], count, message=text)])  # type: ignore[index]
            return cls(values, array_ops.concat([starts, [count]], axis=0), internal=True)

    @classmethod
    def from_row_limits(cls, values: Any, row_limits: Any, name: Any = None, validate: Any = True) -> RaggedTensor:
        rows.check_flag(validate)
        with ops.name_scope(name, "RaggedFromRowLimits", [values, row_limits]):
            values, limits = rows.converted(values, row_limits, "row_limits")
            limits.shape.assert_has_rank(1)
            if validate:
                count = rows.rows_of(values, limits.dtype)
                limits = rows.checked("from_row_limits", values, limits, lambda text: [
                    check_ops.assert_non_negative(limits[:1], message=text), rows.increases(limits, text),  # type: ignore[index]
                    check_ops.assert_equal(limits[-1:], count, message=text)])  # type: ignore[index]
            zero = array_ops.zeros([1], limits.dtype)
            return cls(values, array_ops.concat([zero, limits], axis=0), internal=True)

    @classmethod
    def from_value_rowids(cls, values: Any, value_rowids: Any, nrows: Any = None, name: Any = None,
                          validate: Any = True) -> RaggedTensor:
        rows.check_flag(validate)
        with ops.name_scope(name, "RaggedFromValueRowIds", [values, value_rowids, nrows]):
            values, ids = rows.converted(values, value_rowids, "value_rowids")
            nrows, known = _row_count(ids, nrows)
            ids.shape.assert_has_rank(1)
            nrows.shape.assert_has_rank(0)
            values.shape[:1].assert_is_compatible_with(ids.shape)
            if validate:
                ids = _checked_ids(values, ids, nrows)
            small, count = math_ops.cast(ids, dtypes.int32), math_ops.cast(nrows, dtypes.int32)
            lengths = math_ops.bincount(small, minlength=count, maxlength=count, dtype=ids.dtype)
            splits = array_ops.concat([[0], math_ops.cumsum(lengths)], axis=0)
            if known is not None:
                lengths.set_shape([known])
                splits.set_shape([known + 1])
            return cls(values, splits, lengths, ids, nrows, internal=True)

    @classmethod
    def from_nested_row_splits(cls, flat_values: Any, nested_row_splits: Any, name: Any = None,
                               validate: Any = True) -> Any:
        return _nested(cls.from_row_splits, "RaggedFromNestedRowSplits", "nested_row_splits", flat_values, nested_row_splits,
                       name, validate)

    @classmethod
    def from_nested_row_lengths(cls, flat_values: Any, nested_row_lengths: Any, name: Any = None,
                                validate: Any = True) -> Any:
        return _nested(cls.from_row_lengths, "RaggedFromNestedRowlengths", "nested_row_lengths", flat_values,
                       nested_row_lengths, name, validate)

    # --- parts --------------------------------------------------------------------------------------------------------

    @property
    def dtype(self) -> DType:
        return self._values.dtype  # type: ignore[no-any-return]

    @property
    def shape(self) -> TensorShape:
        count = dimension_at_index(self._row_splits.shape, 0) - 1
        return TensorShape([count, None]).concatenate(self._values.shape[1:])

    @property
    def ragged_rank(self) -> int:
        return self._values.ragged_rank + 1 if isinstance(self._values, RaggedTensor) else 1

    values = property(lambda self: self._values)
    row_splits = property(lambda self: self._row_splits)

    def _chain(self) -> list[RaggedTensor]:
        found: list[Any] = [self]
        while isinstance(found[-1]._values, RaggedTensor):
            found.append(found[-1]._values)
        return found

    @property
    def flat_values(self) -> Any:
        return self._chain()[-1]._values

    @property
    def nested_row_splits(self) -> tuple[Any, ...]:
        return tuple(part._row_splits for part in self._chain())

    def to_components(self) -> tuple[Any, ...]:
        return (self.flat_values, *self.nested_row_splits)

    def from_components(self, components: Any) -> Any:
        flat, *splits = components
        return RaggedTensor.from_nested_row_splits(flat, splits, validate=False)

    def value_rowids(self, name: Any = None) -> Any:
        if self._rowids is not None:
            return self._rowids
        with ops.name_scope(name, "RaggedValueRowIds", [*self.to_components()]):
            return segment_id_ops.row_splits_to_segment_ids(self._row_splits)

    def nested_value_rowids(self, name: Any = None) -> tuple[Any, ...]:
        with ops.name_scope(name, "RaggedNestedValueRowIds", [*self.to_components()]):
            return tuple(part.value_rowids() for part in self._chain())

    def nrows(self, out_type: Any = None, name: Any = None) -> Any:
        kind = self._row_splits.dtype if out_type is None else as_dtype(out_type)
        if self._count is not None:
            return math_ops.cast(self._count, kind)
        with ops.name_scope(name, "RaggedNRows", [*self.to_components()]):
            return rows.rows_of(self._row_splits, kind) - 1

    def row_starts(self, name: Any = None) -> Any:
        with ops.name_scope(name, "RaggedRowStarts", [*self.to_components()]):
            return self._row_splits[:-1]

    def row_limits(self, name: Any = None) -> Any:
        with ops.name_scope(name, "RaggedRowLimits", [*self.to_components()]):
            return self._row_splits[1:]

    def row_lengths(self, axis: Any = 1, name: Any = None) -> Any:
        if self._lengths is not None:
            return self._lengths
        with ops.name_scope(name, "RaggedRowLengths", [*self.to_components()]):
            axis = axis + self.shape.ndims if axis < 0 else axis
            if axis == 0:
                return self.nrows()
            if axis == 1:
                return self._row_splits[1:] - self._row_splits[:-1]
            if isinstance(self._values, RaggedTensor):
                return self.with_values(self._values.row_lengths(axis - 1))
            sizes: Any = array_ops.shape(self._values, out_type=self._row_splits.dtype)
            return self.with_values(array_ops.ones(sizes[:axis - 1], self._row_splits.dtype) * sizes[axis - 1])

    def nested_row_lengths(self, name: Any = None) -> tuple[Any, ...]:
        with ops.name_scope(name, "RaggedNestedRowLengths", [*self.to_components()]):
            return tuple(part.row_lengths() for part in self._chain())

    def with_values(self, new_values: Any) -> RaggedTensor:
        new_values.shape.with_rank_at_least(1)
        self._values.shape[:1].assert_is_compatible_with(new_values.shape[:1])
        return RaggedTensor(new_values, self._row_splits, self._lengths, self._rowids, self._count, internal=True)

    def with_flat_values(self, new_values: Any) -> RaggedTensor:
        inner = self._values
        return self.with_values(inner.with_flat_values(new_values) if isinstance(inner, RaggedTensor) else new_values)

    def bounding_shape(self, axis: Any = None, name: Any = None, out_type: Any = None) -> Any:
        from . import ragged_conversions  # noqa: PLC0415

        return ragged_conversions.bounding_shape(self, axis, name, out_type)

    @classmethod
    def from_tensor(cls, tensor: Any, lengths: Any = None, padding: Any = None, ragged_rank: Any = 1, name: Any = None,
                    row_splits_dtype: Any = dtypes.int64) -> Any:
        from . import ragged_conversions  # noqa: PLC0415

        return ragged_conversions.from_tensor(tensor, lengths, padding, ragged_rank, name, row_splits_dtype)

    def to_tensor(self, default_value: Any = None, name: Any = None) -> Any:
        from . import ragged_conversions  # noqa: PLC0415

        return ragged_conversions.to_tensor(self, default_value, name)

    @classmethod
    def from_sparse(cls, st_input: Any, name: Any = None, row_splits_dtype: Any = dtypes.int64) -> Any:
        from . import ragged_conversions  # noqa: PLC0415

        return ragged_conversions.from_sparse(st_input, name, row_splits_dtype)

    def to_sparse(self, name: Any = None) -> Any:
        from . import ragged_conversions  # noqa: PLC0415

        return ragged_conversions.to_sparse(self, name)

    def to_list(self) -> Any:
        raise ValueError("RaggedTensor.to_list() is only supported in eager mode; in graph mode, evaluate the RaggedTensor "
                         "first and then use RaggedTensorValue.to_list().")

    def __getitem__(self, key: Any) -> Any:
        from . import ragged_getitem  # noqa: PLC0415

        return ragged_getitem.ragged_tensor_getitem(self, key)

    def __bool__(self) -> bool:
        raise TypeError("RaggedTensor may not be used as a boolean.")

    def __repr__(self) -> str:
        return f"tf.RaggedTensor(values={self._values}, row_splits={self._row_splits})"


def _nested(make: Any, scope: str, what: str, values: Any, nested: Any, name: Any, validate: Any) -> Any:
    rows.check_flag(validate)
    if isinstance(nested, Tensor):
        raise TypeError(f"{what} must be a list of Tensors")
    with ops.name_scope(name, scope, [values, *nested]):
        for partition in reversed(nested):
            values = make(values, partition, validate=validate)
        return values


def _row_count(ids: Any, nrows: Any) -> tuple[Any, int | None]:
    """How many rows there are, as a tensor and where it's known. ValueError for fewer than the ids need."""
    known_ids = tensor_util.constant_value(ids)
    if nrows is None:
        if known_ids is None:
            return array_ops.concat([ids[-1:], [-1]], axis=0)[0] + 1, None
        count = int(known_ids[-1]) + 1 if known_ids.size else 0
        return convert(count, ids.dtype, "nrows"), count
    nrows = convert(nrows, ids.dtype, "nrows")
    known = tensor_util.constant_value(nrows)
    if known is None:
        return nrows, None
    if known < 0:
        raise ValueError(f"Expected nrows >= 0; got {int(known):d}")
    if known_ids is not None and known_ids.size and known < known_ids[-1] + 1:
        raise ValueError(f"Expected nrows >= value_rowids[-1] + 1; got nrows={int(known):d}, "
                         f"value_rowids[-1]={int(known_ids[-1]):d}")
    return nrows, int(known)


def _checked_ids(values: Any, ids: Any, nrows: Any) -> Any:
    one, other = rows.rows_of(values), rows.rows_of(ids)
    return rows.checked("from_value_rowids", values, ids, lambda text: [
        check_ops.assert_rank(nrows, 0, message=text), check_ops.assert_equal(one, other, message=text),
        check_ops.assert_non_negative(ids[:1], message=text), rows.increases(ids, text),
        check_ops.assert_less(ids[-1:], nrows, message=text)])


def is_ragged(value: Any) -> bool:
    return rows.is_ragged_tensor(value)


ragged_operators.install(RaggedTensor)
