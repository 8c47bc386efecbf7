"""Indexing with Python's index forms, slices, masks and where (ops/array_ops.py)."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from graphlint.graph import dtypes, stack
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.graph import Tensor
from graphlint.libs.numpy.scalars import generic
from graphlint.ops.symbols import unknown
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen, unseen
from graphlint.tf.convert import convert
from graphlint.tf.install import attribute, method
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import Dimension, from_dims

from . import array_constants, array_gather, array_joining, array_shape
from .variables import Variable

_INDEX_TEXT = ("Only integers, slices (`:`), ellipsis (`...`), tf.newaxis (`None`) and scalar tf.int32/tf.int64 tensors are "
               "valid indices")
_INDEX_TYPES = (dtypes.int32, dtypes.int64, dtypes.int32._ref, dtypes.int64._ref)


def _check_index(index: Any) -> None:
    if isinstance(index, (int, Dimension, Unknown)) or not stack.world.release.slices_check_indices:
        return
    dtype = getattr(index, "dtype", None)
    shape = getattr(index, "shape", None)
    if dtype is None or as_dtype(dtype) not in _INDEX_TYPES or (shape and len(shape) == 1):
        raise TypeError(f"{_INDEX_TEXT}, got {index!r}")


def _one_like(index: Any) -> Any:
    return constant_op.constant(1, index.dtype) if isinstance(index, Tensor) else 1


class _Bounds:
    """The bounds and masks of a StridedSlice, one index at a time."""

    def __init__(self) -> None:
        self.begin: list[Any] = []
        self.end: list[Any] = []
        self.strides: list[Any] = []
        self.masks = dict.fromkeys(
            ("begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"), 0)

    def add(self, index: Any) -> None:
        bit = 1 << len(self.begin)
        begin: Any = 0
        end: Any = 0
        stride: Any = 1
        if isinstance(index, slice):
            begin, end = self._bound(index.start, "begin_mask", bit), self._bound(index.stop, "end_mask", bit)
            if index.step is not None:
                _check_index(index.step)
                stride = index.step
            elif stack.world.release.stride_like_start:
                stride = _one_like(begin)
        elif index is Ellipsis:
            self.masks["ellipsis_mask"] |= bit
        elif index is None:
            self.masks["new_axis_mask"] |= bit
        else:
            _check_index(index)
            begin, end = index, index + 1
            if stack.world.release.stride_like_index:
                stride = _one_like(index)
            self.masks["shrink_axis_mask"] |= bit
        self.begin.append(begin)
        self.end.append(end)
        self.strides.append(stride)

    def _bound(self, bound: Any, mask: str, bit: int) -> Any:
        if bound is None or (isinstance(bound, int) and bound == sys.maxsize):
            self.masks[mask] |= bit
            return 0
        _check_index(bound)
        return bound


def _is_mask(index: Any) -> bool:
    if isinstance(index, bool):
        return True
    if isinstance(index, Tensor):
        return index.dtype.base_dtype is dtypes.bool_
    dtype = getattr(index, "dtype", None)
    if dtype is None or isinstance(index, (Unknown, Variable, np.generic, generic)):
        return False
    return getattr(dtype, "kind", "") == "b"


def slice_helper(tensor: Any, slice_spec: Any, var: Any = None) -> Tensor:
    """`tensor[slice_spec]`."""
    if _is_mask(slice_spec) and stack.world.release.slices_take_masks:
        return boolean_mask(tensor, slice_spec)
    bounds = _Bounds()
    for index in slice_spec if isinstance(slice_spec, (list, tuple)) else [slice_spec]:
        bounds.add(index)
    with ops.name_scope(None, "strided_slice", [tensor, *bounds.begin, *bounds.end, *bounds.strides]) as scope:
        parts: list[Tensor]
        if bounds.begin:
            parts = _same_width([array_joining.stack(part) for part in (bounds.begin, bounds.end, bounds.strides)])
        else:
            parts = [constant_op.constant([], dtypes.int32)] * 3
        begin, end, strides = parts
        return strided_slice(tensor, begin, end, strides, var=var, name=scope, **bounds.masks)


def _same_width(parts: list[Tensor]) -> list[Tensor]:
    if all(part.dtype is not dtypes.int64 for part in parts) or not stack.world.release.slices_cast_bounds:
        return parts
    return [part if part.dtype is dtypes.int64 else gen.Cast(part, DstT=dtypes.int64) for part in parts]


def slice_variable(var: Any, slice_spec: Any) -> Tensor:
    """`variable[slice_spec]`, whose result can be assigned to."""
    return slice_helper(var.value(), slice_spec, var)


def strided_slice(input_: Any, begin: Any, end: Any, strides: Any = None, begin_mask: int = 0, end_mask: int = 0,
                  ellipsis_mask: int = 0, new_axis_mask: int = 0, shrink_axis_mask: int = 0, var: Any = None,
                  name: Any = None) -> Tensor:
    if strides is None:
        strides = array_constants.ones_like(begin)
    masks = {"begin_mask": begin_mask, "end_mask": end_mask, "ellipsis_mask": ellipsis_mask,
             "new_axis_mask": new_axis_mask, "shrink_axis_mask": shrink_axis_mask}
    found: Tensor = gen.StridedSlice(input_, begin, end, strides, **masks, name=name)
    parent = name

    def assign(val: Any, name: Any = None) -> Any:
        if var is None:
            raise ValueError("Sliced assignment is only supported for variables")
        wanted = f"{parent}_assign" if name is None else name
        handle = getattr(var, "handle", None)
        if handle is None:
            return gen.StridedSliceAssign(var._ref(), begin, end, strides, val, **masks, name=wanted)
        op = gen.ResourceStridedSliceAssign(handle, begin, end, strides, convert(val, var.dtype), **masks, name=wanted)
        return var._updated(op, True)

    found._extra = {**(found._extra or {}), "assign": assign}
    return found


@attribute(Tensor, "assign")
def _assign(self: Tensor) -> Any:
    """What a slice of a variable has beyond other tensors."""
    assign = (self._extra or {}).get("assign")
    if assign is None:
        raise AttributeError("'Tensor' object has no attribute 'assign'")
    return assign


def _set_assign(self: Tensor, value: Any) -> None:
    """Scripts give tensors that stand for variables the methods of those."""
    self._extra = {**(self._extra or {}), "assign": value}


setattr(Tensor, "assign", vars(Tensor)["assign"].setter(_set_assign))  # noqa: B010 - no attribute of the class itself


def slice_(input_: Any, begin: Any, size: Any, name: Any = None) -> Tensor:
    return gen.Slice(input_, begin, size, name=name)  # type: ignore[no-any-return]


# --- masks ------------------------------------------------------------------------------------------------------------


def boolean_mask(tensor: Any, mask: Any, name: Any = "boolean_mask", axis: Any = None) -> Tensor:
    with ops.name_scope(name, None, [tensor, mask]):
        tensor = convert(tensor, name="tensor")
        mask = convert(mask, name="mask")
        if mask.dims == ():
            raise ValueError("mask cannot be scalar.")
        masked = mask.dims
        if masked is None and unseen.is_unseen(mask):
            masked = (unknown(),)  # what is made of data is taken for a vector
        if masked is None:
            raise ValueError("Number of mask dimensions must be specified, even if some dimensions are None.  E.g. "
                             "shape=[None] is ok, but shape=None is not.")
        axis = 0 if axis is None else axis
        stop = axis + len(masked)
        static = from_dims(tensor.dims)
        static[axis:stop].assert_is_compatible_with(from_dims(masked))
        shape: Any = array_shape.shape
        start = axis if tensor.graph.release.boolean_mask_has_axis else None
        leading = gen.Prod(shape(tensor)[start:stop], [0])
        with_axis = tensor.graph.release.boolean_mask_has_axis
        before = [shape(tensor)[:axis]] if with_axis else []
        sizes = array_joining.concat([*before, [leading], shape(tensor)[stop:]], 0)
        flat = array_shape.reshape(tensor, sizes)
        first = static[axis:stop].num_elements()
        flat.set_shape(static[:axis].concatenate([first]).concatenate(static[stop:]))  # type: ignore[attr-defined]
        picked = array_shape.squeeze(where(array_shape.reshape(mask, [-1])), axis=[1])
        return array_gather.gather(flat, picked, axis=axis)


def boolean_mask_v2(tensor: Any, mask: Any, axis: Any = None, name: Any = "boolean_mask") -> Tensor:
    return boolean_mask(tensor, mask, name, axis)


def all_dimensions(x: Any) -> Tensor:
    """A vector of all axes; a Const where the rank is known."""
    if isinstance(x, Tensor) and x.dims is not None:
        return constant_op.constant(np.arange(len(x.dims)), dtypes.int32)
    return gen.Range(0, array_shape.rank(x), 1)  # type: ignore[no-any-return]


def sequence_mask(lengths: Any, maxlen: Any = None, dtype: Any = dtypes.bool_, name: Any = None) -> Tensor:
    with ops.name_scope(name, "SequenceMask", [lengths, maxlen]):
        lengths = convert(lengths)
        if maxlen is None:
            maxlen = gen.Max(lengths, all_dimensions(lengths))
            if maxlen.graph.release.sequence_mask_not_negative:
                maxlen = gen.Maximum(constant_op.constant(0, maxlen.dtype), maxlen)
        else:
            maxlen = convert(maxlen)
        if maxlen.dims:
            raise ValueError("maxlen must be scalar for sequence_mask")
        row: Any = gen.Range(constant_op.constant(0, maxlen.dtype), maxlen, constant_op.constant(1, maxlen.dtype))
        last = -1 if stack.world.release.sequence_mask_of_any_rank else 1
        matrix = _cast_always(array_shape.expand_dims(lengths, last), maxlen.dtype)
        found = row < matrix
        wanted = None if dtype is None else as_dtype(dtype)
        return found if wanted is None or wanted.base_dtype is found.dtype else gen.Cast(found, DstT=wanted)  # type: ignore[no-any-return]


def _cast_always(tensor: Tensor, dtype: DType) -> Tensor:
    """The op itself, which is made even where the dtype stays."""
    return gen.Cast(tensor, DstT=dtype)  # type: ignore[no-any-return]


def where(condition: Any, x: Any = None, y: Any = None, name: Any = None) -> Tensor:
    return _where("Select", condition, x, y, name)


def where_v2(condition: Any, x: Any = None, y: Any = None, name: Any = None) -> Tensor:
    return _where("SelectV2", condition, x, y, name)


def _where(select: str, condition: Any, x: Any, y: Any, name: Any) -> Tensor:
    if x is None and y is None:
        with ops.name_scope(name, "Where", [condition]) as scope:
            condition = convert(condition, name="condition", preferred=dtypes.bool_)
            return gen.Where(condition, name=scope)  # type: ignore[no-any-return]
    if x is None or y is None:
        raise ValueError("x and y must both be non-None or both be None.")
    return gen.op(select, condition, x, y, name=name)  # type: ignore[no-any-return]


method(Tensor, "__getitem__")(slice_helper)
method(Variable, "__getitem__")(slice_variable)
