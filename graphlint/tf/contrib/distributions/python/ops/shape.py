"""Sample, batch and event dims of tensors (contrib/distributions/python/ops/shape.py): the parts that bijectors use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.ops import array_ops, check_ops, control_flow_ops, math_ops
from graphlint.tf.python.ops.distributions.util import pick_vector, rotate_transpose


def _all_known(*values: Any) -> bool:
    return all(tensor_util.constant_value(value) is not None for value in values)


class DistributionShape:
    """How many dims are of the batch and of the event; the first ones are of the sample."""

    def __init__(self, batch_ndims: Any, event_ndims: Any, validate_args: bool = False,
                 name: str = "DistributionShape") -> None:
        self._validate_args = validate_args
        self._name = name
        with ops.name_scope(name), ops.name_scope("init"):
            self._batch_ndims = self._count(convert(batch_ndims, None, "batch_ndims"))
            self._batch_static, self._no_batch = self._introspected(self._batch_ndims)
            self._event_ndims = self._count(convert(event_ndims, None, "event_ndims"))
            self._event_static, self._no_event = self._introspected(self._event_ndims)

    def _count(self, x: Any) -> Any:
        x = convert(x, None, "x")
        if x.dtype.base_dtype is not dtypes.int32:
            raise TypeError(f"{x.name}.dtype={x.dtype} is not {dtypes.int32}")
        known = tensor_util.constant_value(x)
        if x.get_shape().ndims is not None and known is not None:
            if x.get_shape().ndims != 0:
                raise ValueError(f"{x.name}.ndims={x.get_shape().ndims} is not 0 (scalar)")
            if known < 0:
                raise ValueError(f"{x.name}.value={known} cannot be negative")
            return x
        if self._validate_args:
            checks = [check_ops.assert_rank(x, 0), check_ops.assert_non_negative(x)]
            x = control_flow_ops.with_dependencies(checks, x)
        return x

    @staticmethod
    def _introspected(ndims: Any) -> tuple[Any, Any]:
        known = tensor_util.constant_value(ndims)
        return (None, math_ops.equal(ndims, 0)) if known is None else (known, known == 0)

    @contextmanager
    def _name_scope(self, name: str, values: Any) -> Iterator[None]:
        with ops.name_scope(self._name), ops.name_scope(name, values=[*values, self._batch_ndims, self._event_ndims]):
            yield

    def _rank(self, x: Any, name: str) -> Any:
        with self._name_scope(name, [x]):
            rank = convert(x, None, "x").get_shape().ndims
            return array_ops.rank(x, name="ndims") if rank is None else convert(rank, dtypes.int32, "ndims")

    def _sample_ndims(self, x: Any, name: str) -> Any:
        with self._name_scope(name, [x]):
            rank = self._rank(x, name)
            if _all_known(rank, self._batch_ndims, self._event_ndims):
                known = tensor_util.constant_value(rank)
                count = known - self._batch_static - self._event_static
                if count < 0:
                    raise ValueError(f"expected batch_ndims({self._batch_static}) + event_ndims({self._event_static}) <= "
                                     f"ndims({known})")
                return convert(count, None, "sample_ndims")
            with ops.name_scope(name="sample_ndims"):
                count = rank - self._batch_ndims - self._event_ndims
                if self._validate_args:
                    count = control_flow_ops.with_dependencies([check_ops.assert_non_negative(count)], count)
            return count

    def get_shape(self, x: Any, name: str = "get_shape") -> tuple[Any, Any, Any]:
        """Shapes of sample, batch and event: constants where they are known."""
        with self._name_scope(name, [x]):
            x = convert(x, None, "x")
            count = self._sample_ndims(x, name)
            return (self._part(x, [], count, "sample_shape"), self._part(x, [count], self._batch_ndims, "batch_shape"),
                    self._part(x, [count, self._batch_ndims], self._event_ndims, "event_shape"))

    @staticmethod
    def _part(x: Any, before: list[Any], size: Any, name: str) -> Any:
        before = before or [array_ops.zeros([], dtype=dtypes.int32, name="zero")]
        if x.get_shape().ndims is not None and _all_known(size, *before):
            start = sum(tensor_util.constant_value(one) for one in before)
            sizes = x.get_shape()[start : start + tensor_util.constant_value(size)].as_list()
            if None not in sizes:
                return convert(sizes, dtypes.int32, name)
        shape = array_ops.shape(x)
        return array_ops.slice(shape, [sum(before)], [size])

    def make_batch_of_event_sample_matrices(self, x: Any, name: str = "make_batch_of_event_sample_matrices") -> Any:
        """Samples as the columns of matrices, and the sample shape."""
        with self._name_scope(name, [x]):
            x = convert(x, None, "x")
            sample_shape, batch_shape, event_shape = self.get_shape(x)
            event_shape = pick_vector(self._no_event, [1], event_shape)
            x = array_ops.reshape(x, shape=array_ops.concat([[-1], batch_shape, event_shape], 0))
            return rotate_transpose(x, shift=-1), sample_shape

    def undo_make_batch_of_event_sample_matrices(self, x: Any, sample_shape: Any,
                                                 name: str = "undo_make_batch_of_event_sample_matrices") -> Any:
        with self._name_scope(name, [x, sample_shape]):
            x, sample_shape = convert(x, None, "x"), convert(sample_shape, None, "sample_shape")
            x = rotate_transpose(x, shift=1)
            if _all_known(self._batch_ndims, self._event_ndims):
                if self._no_event:
                    x = array_ops.squeeze(x, axis=[-1])
                _, batch_shape, event_shape = self.get_shape(x)
            else:
                static = x.get_shape()
                sizes: Any = static.as_list() if static.is_fully_defined() else array_ops.shape(x)
                batch_shape = sizes[1 : 1 + self._batch_ndims]
                no_event_before = math_ops.logical_and(False, self._no_batch)
                start = array_ops.where_v2(no_event_before, 2, 1 + self._batch_ndims)
                event_shape = sizes[start : start + self._event_ndims]
            return array_ops.reshape(x, shape=array_ops.concat([sample_shape, batch_shape, event_shape], 0))
