"""Checking and normalising the attr values of an op, with TensorFlow's messages (framework/op_def_library.py)."""

from __future__ import annotations

import numbers
from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph.dtypes import DType, as_dtype
from graphlint.ops.opdef import Attr
from graphlint.sandbox.unknown import Unknown
from shapecalc import Expr


def check_type(dtype: DType, attr: Attr, parameter: str) -> None:
    """TypeError where a dtype is not among those that the attr allows."""
    if attr.allowed is not None and dtype not in attr.allowed:
        allowed = ", ".join(kind.name for kind in attr.allowed)
        raise TypeError(f"Value passed to parameter '{parameter}' has DataType {dtype.name} not in list of allowed "
                        f"values: {allowed}")


def normal(value: Any, attr: Attr, op_type: str) -> Any:
    """The attr's value as stored: DType, tuple of dims, str, int, float, bool, numpy array, or a list of these."""
    kind = attr.kind
    if kind.startswith("list("):
        return _list(value, attr, op_type, kind[5:-1])
    found = _MAKERS[kind](value, attr)
    if attr.allowed is not None and kind == "string" and found not in attr.allowed:
        raise _not_allowed(attr, op_type, found)
    if attr.minimum is not None and type(found) is int and found < attr.minimum:
        raise ValueError(f"Attr '{attr.name}' of '{op_type}' Op passed {found} less than minimum {attr.minimum}.")
    return found


def _not_allowed(attr: Attr, op_type: str, found: Any) -> ValueError:
    wanted = '", "'.join(attr.allowed or ())
    return ValueError(f"Attr '{attr.name}' of '{op_type}' Op passed string '{found}' not in: \"{wanted}\".")


def _list(value: Any, attr: Attr, op_type: str, kind: str) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        if getattr(value, "shape", None) is None:
            raise TypeError(f"Expected list for attr {attr.name}")
        value = list(value)
    if attr.minimum is not None and len(value) < attr.minimum:
        raise ValueError(f"Attr '{attr.name}' of '{op_type}' Op passed list of length {len(value)} less than minimum "
                         f"{attr.minimum}.")
    make = _MAKERS[kind]
    return [make(item, attr) for item in value]


def _make_int(value: Any, attr: Attr) -> int | Expr:
    """The number; where only the script has it, an expression."""
    if isinstance(value, Unknown):
        return value.as_expr()
    if isinstance(value, str):
        raise TypeError(f"Expected int for argument '{attr.name}' not {value!r}.")
    try:
        return int(value)
    except (ValueError, TypeError):
        raise TypeError(f"Expected int for argument '{attr.name}' not {value!r}.") from None


def _make_float(value: Any, attr: Attr) -> float:
    if not isinstance(value, (numbers.Real, np.number)):
        raise TypeError(f"Expected float for argument '{attr.name}' not {value!r}.")
    return float(np.float32(value))  # type: ignore[arg-type]


def _make_bool(value: Any, attr: Attr) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"Expected bool for argument '{attr.name}' not {value!r}.")
    return value


def _make_string(value: Any, attr: Attr) -> str:
    if not isinstance(value, (str, bytes)):
        raise TypeError(f"Expected string for argument '{attr.name}' not {value!r}.")
    return value.decode("utf8", "replace") if isinstance(value, bytes) else value


def _make_type(value: Any, attr: Attr) -> DType:
    try:
        dtype = as_dtype(value).base_dtype
    except TypeError:
        raise TypeError(f"Expected DataType for argument '{attr.name}' not {value!r}.") from None
    check_type(dtype, attr, attr.name)
    return dtype


def _make_shape(value: Any, attr: Attr) -> Any:
    from .python.framework.tensor_shape import as_dims  # noqa: PLC0415 - the shape class is an API model above this

    try:
        return as_dims(value)
    except (TypeError, ValueError) as error:
        raise type(error)(f"Error converting {attr.name} to a TensorShape: {error}.") from None


def _as_is(value: Any, attr: Attr) -> Any:
    return value


_MAKERS: dict[str, Callable[[Any, Attr], Any]] = {
    "int": _make_int,
    "float": _make_float,
    "bool": _make_bool,
    "string": _make_string,
    "type": _make_type,
    "shape": _make_shape,
    "tensor": _as_is,
    "func": _as_is,
}
