"""zeros, ones, fill, their `_like`s, placeholders and one_hot (ops/array_ops.py)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph import dtypes, stack
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen, unseen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import Dimension, TensorShape, as_dims, from_dims

from . import array_shape

SMALL = 1000
_USUAL_SIZE = 100


def fill(dims: Any, value: Any, name: Any = None) -> Tensor:
    return gen.Fill(dims, value, name=name)  # type: ignore[no-any-return]


def zeros(shape: Any, dtype: Any = dtypes.float32, name: Any = None) -> Tensor:
    return _filled(shape, as_dtype(dtype).base_dtype, name, "zeros")


def ones(shape: Any, dtype: Any = dtypes.float32, name: Any = None) -> Tensor:
    return _filled(shape, as_dtype(dtype).base_dtype, name, "ones")


def _element(dtype: DType, kind: str) -> Any:
    if dtype.is_bool:
        return kind == "ones"
    if kind == "zeros" and dtype.name == "string":
        return ""
    return int(kind == "ones")


def _filled(shape: Any, dtype: DType, name: Any, kind: str) -> Tensor:
    """One Const while small, else Fill. Which of the two, and how it finds out, differs by release."""
    release = stack.world.release
    value = _element(dtype, kind)
    with ops.name_scope(name, kind, [shape]) as scope:
        if not isinstance(shape, Tensor):
            if not release.fill_for_large_zeros:
                return _const_or_fill(value, shape, dtype, scope)
            try:
                if release.const_for_small_zeros:
                    small = _const_if_small(value, shape, dtype, scope)
                    if small is not None:
                        return small
                shape = convert(TensorShape(shape))
            except (TypeError, ValueError):
                shape = convert(shape, dtypes.int32)
        elif not release.fill_for_large_zeros:
            return _const_or_fill(value, shape, dtype, scope)
        if shape.dims is None or not shape.dims:
            shape = array_shape.reshape(shape, [-1])
        return fill(shape, constant_op.constant(value, dtype), scope)


def _const_or_fill(value: Any, shape: Any, dtype: DType, scope: str) -> Tensor:
    """Releases up to 1.5: a Const whenever the shape is known."""
    try:
        static = TensorShape(shape)
        return constant_op.constant(value, dtype, static, scope)
    except (TypeError, ValueError):
        tensor = convert(shape, dtypes.int32, "shape")
        return fill(tensor, constant_op.constant(value, dtype), scope)


def _const_if_small(value: Any, shape: Any, dtype: DType, scope: str) -> Tensor | None:
    try:
        return constant_op.constant(value, dtype, _plain(shape), scope) if _is_small(shape) else None
    except TypeError:
        return None


def _plain(shape: Any) -> Any:
    return from_dims(as_dims(shape)) if _unknown_in(shape) else shape


def _unknown_in(shape: Any) -> bool:
    return isinstance(shape, Unknown) or (type(shape) in (list, tuple) and any(isinstance(d, Unknown) for d in shape))


def _is_small(shape: Any) -> bool:
    """Whether the product of the sizes is below 1000, by numpy's product, which builds ops for tensors among them.

    Sizes that the trace doesn't know are taken for about a hundred: a bias is small, a matrix isn't.
    """
    if isinstance(shape, Unknown):
        return True
    if _unknown_in(shape) and not any(isinstance(size, Tensor) for size in shape):
        return bool(_usual(shape) < SMALL)
    known = getattr(shape, "constant_array", None)
    if known is not None:
        array = known()
        return array is None or bool(np.prod(array) < SMALL)
    if isinstance(shape, TensorShape):
        if shape.dims is None:
            raise ValueError("Cannot iterate over a shape with unknown rank.")
        if shape.is_fully_defined():
            return bool(_usual(shape.as_list()) < SMALL)
        shape = list(shape)
    if not isinstance(shape, (list, tuple)):
        return bool(np.prod(shape) < SMALL)
    product: Any = 1
    for number, size in enumerate(shape):
        product = size if number == 0 else product * size
    if isinstance(product, Dimension):
        return product.value is not None and product.value < SMALL
    small = product < SMALL
    return False if isinstance(small, Tensor) else bool(small)


def _usual(sizes: Sequence[Any]) -> Any:
    """The product of sizes, with a usual one in place of each that isn't known."""
    return math.prod(_USUAL_SIZE if isinstance(size, Unknown) else size for size in sizes)


def zeros_like(tensor: Any, dtype: Any = None, name: Any = None, optimize: bool = True) -> Tensor:
    wanted = None if dtype is None else as_dtype(dtype)
    with ops.name_scope(name, "zeros_like", [tensor]) as scope:
        tensor = convert(tensor, name="tensor")
        shape = from_dims(tensor.dims)
        static = optimize and stack.world.release.zeros_like_static
        if static and shape.is_fully_defined() and tensor.dtype.name != "variant":
            return zeros(shape, wanted or tensor.dtype, scope)
        if wanted is not None and wanted is not tensor.dtype and wanted.name != "variant":
            return zeros(array_shape.shape_internal(tensor, optimize=optimize), wanted, scope)
        return gen.ZerosLike(tensor, name=scope)  # type: ignore[no-any-return]


def zeros_like_v2(input: Any, dtype: Any = None, name: Any = None) -> Tensor:
    return zeros_like(input, dtype, name)


zeros_like_impl = zeros_like


def ones_like(tensor: Any, dtype: Any = None, name: Any = None, optimize: bool = True) -> Tensor:
    with ops.name_scope(name, "ones_like", [tensor]) as scope:
        tensor = convert(tensor, name="tensor")
        shape = array_shape.shape_internal(tensor, optimize=optimize)
        found = ones(shape, tensor.dtype if dtype is None else dtype, scope)
        found.set_shape(from_dims(tensor.dims))  # type: ignore[attr-defined]
        return found


def ones_like_v2(input: Any, dtype: Any = None, name: Any = None) -> Tensor:
    return ones_like(input, dtype, name)


ones_like_impl = ones_like


def placeholder(dtype: Any, shape: Any = None, name: Any = None) -> Tensor:
    if not stack.world.release.placeholder_keeps_shape and not isinstance(shape, Unknown):
        dims = as_dims(shape)
        static = dims is not None and all(isinstance(dim, int) for dim in dims)
        first: Tensor = gen.Placeholder(dtype=dtype, shape=dims if static else [], name=name)
        first.dims = dims
        return first
    made: Tensor = gen.Placeholder(dtype=dtype, shape=shape, name=name)
    if isinstance(shape, Unknown):
        made.graph.extra.setdefault("guessed", set()).add(made.op)
        unseen.mark(made)
    return made


def placeholder_with_default(input: Any, shape: Any, name: Any = None) -> Tensor:
    return gen.PlaceholderWithDefault(input, shape, name=name)  # type: ignore[no-any-return]


def sparse_placeholder(dtype: Any, shape: Any = None, name: Any = None) -> Any:
    from graphlint.tf.python.framework.sparse_tensor import SparseTensor  # noqa: PLC0415 - rarely needed

    def below(part: str) -> Any:
        return None if name is None else f"{name}/{part}"

    rank: Any = None
    dense: Any = None
    if isinstance(shape, Tensor):
        rank = from_dims(shape.dims)[0]
        dense = shape
    elif shape is not None:
        rank = len(shape)
        if not any(size is None for size in shape):
            dense = convert(shape, dtypes.int64, below("shape"))
    if dense is None:
        dense = placeholder(dtypes.int64, [rank], below("shape"))
    values = placeholder(dtype, [None], below("values"))
    indices = placeholder(dtypes.int64, [None, rank], below("indices"))
    return SparseTensor(indices, values, dense)


def one_hot(indices: Any, depth: Any, on_value: Any = None, off_value: Any = None, axis: Any = None, dtype: Any = None,
            name: Any = None) -> Tensor:
    with ops.name_scope(name, "one_hot", [indices, depth, on_value, off_value, axis, dtype]) as scope:
        kinds = [None if value is None else convert(value).dtype.base_dtype for value in (on_value, off_value)]
        wanted = _one_hot_type(kinds, None if dtype is None else as_dtype(dtype))
        if on_value is None:
            on_value = convert(1, wanted, "on_value")
        if off_value is None:
            off_value = convert(0, wanted, "off_value")
        on, off = kinds[0] or wanted, kinds[1] or wanted
        if on is not off:
            raise TypeError(f"dtype {on} of on_value does not match dtype {off} of off_value")
        return gen.OneHot(indices, depth, on_value, off_value, axis=axis, name=scope)  # type: ignore[no-any-return]


def _one_hot_type(kinds: list[DType | None], dtype: DType | None) -> DType:
    if dtype is None:
        return kinds[0] or kinds[1] or dtypes.float32
    for kind, which in zip(kinds, ("on_value", "off_value"), strict=True):
        if kind is not None and kind is not dtype:
            raise TypeError(f"dtype {kind} of {which} does not match dtype parameter {dtype}")
    return dtype
