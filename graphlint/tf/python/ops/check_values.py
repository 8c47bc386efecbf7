"""Assertions on the values of tensors (ops/check_ops.py). What is known at once is checked at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph import stack
from graphlint.graph.graph import Operation, Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import errors_impl, ops, tensor_util

from . import control_flow_ops, math_basic, math_reduce


def _text(value: Any) -> Any:
    if not isinstance(value, Tensor):
        return str(value)
    known = tensor_util.constant_value(value)
    return value if known is None else str(known)


def _named(x: Tensor, text: str, side: str = "x", split: bool = True) -> list[Any]:
    """The text before a tensor in an assertion's data, and the tensor, as the release writes them."""
    if not stack.world.release.assertions_name_in_text:
        return [f"{text} {side} = ".lstrip(), x.name, x]
    shown = f"{side} ({x.name}) = "
    return [text, shown, x] if text and split else [text + shown, x]


def _older_data(sign: str, x: Tensor, y: Tensor) -> list[Any]:
    release = stack.world.release
    split = sign == "==" or (release.assert_less_splits_its_text and sign in ("<", "!="))
    holds = "for every single element" if sign == "!=" else "element-wise"
    return [*_named(x, f"Condition x {sign} y did not hold {holds}:", split=split), *_named(y, "", "y")]


def _binary(sign: str, scope: str, op_type: str, static: Callable[..., Any], x: Any, y: Any, data: Any, summarize: Any,
            message: Any, name: Any) -> Operation:
    release = stack.world.release
    one_form = release.assertions_share_one_form
    with ops.name_scope(name, scope, [x, y, data]):
        x = convert(x, name="x")
        y = convert(y, name="y")
        if data is None and not one_form:
            data = [message or "", *_older_data(sign, x, y)]
        elif data is None:
            data = [f"Condition x {sign} y did not hold element-wise:", f"x ({x.name}) = ", x, f"y ({y.name}) = ", y]
        if message is not None and one_form:
            data = [message, *data]
        condition = math_reduce.reduce_all(gen.op(op_type, x, y))
        if one_form or (sign == "==" and release.assertions_name_in_text):
            _check_known(static, x, y, data)
        return control_flow_ops.Assert(condition, data, summarize=summarize)


def _check_known(static: Callable[..., Any], x: Tensor, y: Tensor, data: list[Any]) -> None:
    known = [tensor_util.constant_value(side) for side in (x, y)]
    if all(side is not None for side in known) and not np.all(static(*known)):
        raise errors_impl.InvalidArgumentError(  # type: ignore[attr-defined]
            None, None, "\n".join(str(_text(item)) for item in data))


def assert_equal(x: Any, y: Any, data: Any = None, summarize: Any = None, message: Any = None, name: Any = None) -> Any:
    if stack.world.release.assertions_share_one_form:
        with ops.name_scope(name, "assert_equal", [x, y, data]):
            if x is y:
                return control_flow_ops.no_op()
    return _binary("==", "assert_equal", "Equal", np.equal, x, y, data, summarize, message, name)


def assert_none_equal(x: Any, y: Any, data: Any = None, summarize: Any = None, message: Any = None,
                      name: Any = None) -> Any:
    return _binary("!=", "assert_none_equal", "NotEqual", np.not_equal, x, y, data, summarize, message, name)


def assert_less(x: Any, y: Any, data: Any = None, summarize: Any = None, message: Any = None, name: Any = None) -> Any:
    return _binary("<", "assert_less", "Less", np.less, x, y, data, summarize, message, name)


def assert_less_equal(x: Any, y: Any, data: Any = None, summarize: Any = None, message: Any = None,
                      name: Any = None) -> Any:
    return _binary("<=", "assert_less_equal", "LessEqual", np.less_equal, x, y, data, summarize, message, name)


def assert_greater(x: Any, y: Any, data: Any = None, summarize: Any = None, message: Any = None, name: Any = None) -> Any:
    return _binary(">", "assert_greater", "Greater", np.greater, x, y, data, summarize, message, name)


def assert_greater_equal(x: Any, y: Any, data: Any = None, summarize: Any = None, message: Any = None,
                         name: Any = None) -> Any:
    return _binary(">=", "assert_greater_equal", "GreaterEqual", np.greater_equal, x, y, data, summarize, message, name)


def assert_equal_v2(x: Any, y: Any, message: Any = None, summarize: Any = None, name: Any = None) -> Any:
    return assert_equal(x, y, None, summarize, message, name)


def assert_none_equal_v2(x: Any, y: Any, summarize: Any = None, message: Any = None, name: Any = None) -> Any:
    return assert_none_equal(x, y, None, summarize, message, name)


def assert_less_v2(x: Any, y: Any, message: Any = None, summarize: Any = None, name: Any = None) -> Any:
    return assert_less(x, y, None, summarize, message, name)


def assert_less_equal_v2(x: Any, y: Any, message: Any = None, summarize: Any = None, name: Any = None) -> Any:
    return assert_less_equal(x, y, None, summarize, message, name)


def assert_greater_v2(x: Any, y: Any, message: Any = None, summarize: Any = None, name: Any = None) -> Any:
    return assert_greater(x, y, None, summarize, message, name)


def assert_greater_equal_v2(x: Any, y: Any, message: Any = None, summarize: Any = None, name: Any = None) -> Any:
    return assert_greater_equal(x, y, None, summarize, message, name)


# --- against zero -----------------------------------------------------------------------------------------------------


def _against_zero(scope: str, condition: str, check: Callable[..., Any], zero_first: bool, x: Any, data: Any,
                  summarize: Any, message: Any, name: Any) -> Any:
    message = message or ""
    with ops.name_scope(name, scope, [x, data]):
        x = convert(x, name="x")
        if data is None:
            data = [message, *_named(x, f"Condition {condition} did not hold element-wise:")]
        zero = convert(0, x.dtype)
        sides = (zero, x) if zero_first else (x, zero)
        return check(*sides, data=data, summarize=summarize)


def assert_negative(x: Any, data: Any = None, summarize: Any = None, message: Any = None, name: Any = None) -> Any:
    return _against_zero("assert_negative", "x < 0", assert_less, False, x, data, summarize, message, name)


def assert_positive(x: Any, data: Any = None, summarize: Any = None, message: Any = None, name: Any = None) -> Any:
    return _against_zero("assert_positive", "x > 0", assert_less, True, x, data, summarize, message, name)


def assert_non_negative(x: Any, data: Any = None, summarize: Any = None, message: Any = None, name: Any = None) -> Any:
    return _against_zero("assert_non_negative", "x >= 0", assert_less_equal, True, x, data, summarize, message, name)


def assert_non_positive(x: Any, data: Any = None, summarize: Any = None, message: Any = None, name: Any = None) -> Any:
    message = message or ""
    with ops.name_scope(name, "assert_non_positive", [x, data]):
        x = convert(x, name="x")
        if data is None:
            data = [message, *_named(x, "Condition x <= 0 did not hold element-wise:", split=False)]
        return assert_less_equal(x, convert(0, x.dtype), data=data, summarize=summarize)


def assert_negative_v2(x: Any, message: Any = None, summarize: Any = None, name: Any = None) -> Any:
    return assert_negative(x, None, summarize, message, name)


def assert_positive_v2(x: Any, message: Any = None, summarize: Any = None, name: Any = None) -> Any:
    return assert_positive(x, None, summarize, message, name)


def assert_non_negative_v2(x: Any, message: Any = None, summarize: Any = None, name: Any = None) -> Any:
    return assert_non_negative(x, None, summarize, message, name)


def assert_non_positive_v2(x: Any, message: Any = None, summarize: Any = None, name: Any = None) -> Any:
    return assert_non_positive(x, None, summarize, message, name)


# --- within a tolerance -----------------------------------------------------------------------------------------------


def assert_near(x: Any, y: Any, rtol: Any = None, atol: Any = None, data: Any = None, summarize: Any = None,
                message: Any = None, name: Any = None) -> Any:
    message = message or ""
    with ops.name_scope(name, "assert_near", [x, y, rtol, atol, data]):
        x = convert(x, name="x")
        y = convert(y, x.dtype, "y")
        smallest = 10 * np.finfo(x.dtype.numpy_type).eps
        rtol = convert(smallest if rtol is None else rtol, x.dtype, "rtol")
        atol = convert(smallest if atol is None else atol, x.dtype, "atol")
        if data is None:
            data = [message, f"x and y not equal to tolerance rtol = {rtol}, atol = {atol}", f"x ({x.name}) = ", x,
                    f"y ({y.name}) = ", y]
        tolerance = atol + rtol * math_basic.abs(y)
        difference = math_basic.abs(x - y)
        condition = math_reduce.reduce_all(gen.Less(difference, tolerance))
        return control_flow_ops.Assert(condition, data, summarize=summarize)


def assert_near_v2(x: Any, y: Any, rtol: Any = None, atol: Any = None, message: Any = None, summarize: Any = None,
                   name: Any = None) -> Any:
    return assert_near(x, y, rtol, atol, None, summarize, message, name)
