"""Assertions on ranks and shapes (ops/check_ops.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape, from_dims

from . import array_shape, control_flow_ops
from .math_basic import equal


class _RankError(Exception):
    """The static ranks that clash: of the tensor, and wanted."""


def _against(x: Tensor, rank: Tensor, fits: Callable[[Any, Any], bool], op_type: str, data: Any, summarize: Any) -> Any:
    assert_type(rank, dtypes.int32)
    known = tensor_util.constant_value(rank)
    if known is not None:
        if known.ndim != 0:
            raise ValueError("Rank must be a scalar.")
        if x.dims is not None:
            if not fits(len(x.dims), int(known)):
                raise _RankError(len(x.dims), int(known))
            return control_flow_ops.no_op(name="static_checks_determined_all_ok")
    condition = gen.op(op_type, array_shape.rank(x), rank)
    if known is None:
        check = assert_rank(rank, 0, data=["Rank must be a scalar. Received rank: ", rank])
        condition = control_flow_ops.with_dependencies([check], condition)
    return control_flow_ops.Assert(condition, data, summarize=summarize)


def _rank(scope: str, words: str, fits: Callable[[Any, Any], bool], op_type: str, x: Any, rank: Any, data: Any,
          summarize: Any, message: Any, name: Any) -> Any:
    with ops.name_scope(name, scope, (x, rank, *(data or []))):
        x = convert(x, name="x")
        rank = convert(rank, name="rank")
        message = message or ""
        if data is None:
            data = [message, f"Tensor {x.name} must have {words}", rank, "Received shape: ", array_shape.shape(x)]
        try:
            return _against(x, rank, fits, op_type, data, summarize)
        except _RankError as error:
            found, wanted = error.args
            raise ValueError(f"{message}.  Tensor {x.name} must have {words} {wanted}.  Received rank {found}, shape "
                             f"{from_dims(x.dims)}") from None


def assert_rank(x: Any, rank: Any, data: Any = None, summarize: Any = None, message: Any = None, name: Any = None) -> Any:
    return _rank("assert_rank", "rank", lambda a, b: a == b, "Equal", x, rank, data, summarize, message, name)


def assert_rank_at_least(x: Any, rank: Any, data: Any = None, summarize: Any = None, message: Any = None,
                         name: Any = None) -> Any:
    return _rank("assert_rank_at_least", "rank at least", lambda a, b: a >= b, "GreaterEqual", x, rank, data, summarize,
                 message, name)


def assert_rank_in(x: Any, ranks: Any, data: Any = None, summarize: Any = None, message: Any = None,
                   name: Any = None) -> Any:
    with ops.name_scope(name, "assert_rank_in", (x, *ranks, *(data or []))):
        x = convert(x, name="x")
        tensors = [convert(rank, name="rank") for rank in ranks]
        message = message or ""
        if data is None:
            data = [message, f"Tensor {x.name} must have rank in", *tensors, "Received shape: ", array_shape.shape(x)]
        for rank in tensors:
            assert_type(rank, dtypes.int32)
        known = [tensor_util.constant_value(rank) for rank in tensors]
        if all(rank is not None for rank in known):
            if any(rank.ndim for rank in known):
                raise ValueError("Rank must be a scalar.")
            if x.dims is not None:
                return _static_rank_in(x, tuple(known), message)
        return control_flow_ops.Assert(_dynamic_rank_in(x, tensors, known), data, summarize=summarize)


def _static_rank_in(x: Tensor, ranks: tuple[Any, ...], message: str) -> Any:
    if not any(int(rank) == len(x.dims or ()) for rank in ranks):
        raise ValueError(f"{message}.  Tensor {x.name} must have rank in {ranks}.  Received rank {len(x.dims or ())}, shape "
                         f"{from_dims(x.dims)}")
    return control_flow_ops.no_op(name="static_checks_determined_all_ok")


def _dynamic_rank_in(x: Tensor, ranks: list[Tensor], known: list[Any]) -> Tensor:
    actual = array_shape.rank(x)
    if not ranks:
        condition = convert(False)
    else:
        condition = equal(ranks[0], actual)
        for rank in ranks[1:]:
            condition = gen.LogicalOr(condition, equal(rank, actual))
    for rank, static in zip(ranks, known, strict=True):
        if static is None:
            check = assert_rank(rank, 0, data=["Rank must be a scalar. Received rank: ", rank])
            condition = control_flow_ops.with_dependencies([check], condition)
    return condition


def assert_rank_v2(x: Any, rank: Any, message: Any = None, name: Any = None) -> Any:
    return assert_rank(x, rank, message=message, name=name)


def assert_rank_at_least_v2(x: Any, rank: Any, message: Any = None, name: Any = None) -> Any:
    return assert_rank_at_least(x, rank, message=message, name=name)


def assert_rank_in_v2(x: Any, ranks: Any, message: Any = None, name: Any = None) -> Any:
    return assert_rank_in(x, ranks, message=message, name=name)


# --- types and scalars ------------------------------------------------------------------------------------------------


def assert_type(tensor: Any, tf_type: Any, message: Any = None, name: Any = None) -> Any:
    message = message or ""
    with ops.name_scope(name, "assert_type", [tensor]):
        tensor = convert(tensor, name="tensor")
        if tensor.dtype != tf_type:
            raise TypeError(f"{message}  {tensor.name} must be of type {tf_type}")
        return control_flow_ops.no_op("statically_determined_correct_type")


def assert_type_v2(tensor: Any, tf_type: Any, message: Any = None, name: Any = None) -> None:
    assert_type(tensor, tf_type, message, name)


def assert_integer(x: Any, message: Any = None, name: Any = None) -> Any:
    message = message or ""
    with ops.name_scope(name, "assert_integer", [x]):
        x = convert(x, name="x")
        if not x.dtype.is_integer:
            raise TypeError(f'{message}  Expected "x" to be integer type.  Found: {x.name} of dtype {x.dtype}')
        return control_flow_ops.no_op("statically_determined_was_integer")


def assert_integer_v2(x: Any, message: Any = None, name: Any = None) -> None:
    assert_integer(x, message, name)


def assert_scalar(tensor: Any, name: Any = None, message: Any = None) -> Tensor:
    with ops.name_scope(name, "assert_scalar", [tensor]) as scope:
        tensor = convert(tensor, name=scope)
        if tensor.dims != ():
            raise ValueError(f"{message or ''}Expected scalar shape for {tensor.name}, saw shape: {from_dims(tensor.dims)}.")
        return tensor  # type: ignore[no-any-return]


def assert_scalar_v2(tensor: Any, message: Any = None, name: Any = None) -> None:
    assert_scalar(tensor, name, message)


def ensure_shape(x: Any, shape: Any, name: Any = None) -> Tensor:
    return gen.EnsureShape(x, shape=shape if isinstance(shape, TensorShape) else TensorShape(shape), name=name)  # type: ignore[no-any-return]
