"""Puts the functions of the other modules onto arrays and numpy scalars as methods, and lets scalars be made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.creation import astype
from graphlint.libs.numpy.dtypes import dtype
from graphlint.libs.numpy.method_table import METHODS
from graphlint.libs.numpy.scalars import generic, scalar
from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.sandbox.unknown import Unknown


def attach() -> None:
    """The methods of arrays; numpy's scalars have the same ones, which work on a 0-d array."""
    for name, function in METHODS.items():
        if name.startswith("__"):
            continue
        if not isinstance(vars(ShapedArray).get(name), property):
            setattr(ShapedArray, name, function)
        if not hasattr(generic, name):
            setattr(generic, name, _scalar_method(name, function))
        if not hasattr(UnknownScalar, name):
            setattr(UnknownScalar, name, _unknown_method(name, function))
    generic._make = staticmethod(_make)
    generic._dtype_of = staticmethod(dtype.of)


def _scalar_method(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **options: Any) -> Any:
        made = function(as_array(self), *args, **options)
        if isinstance(made, ShapedArray) and made._shape == () and made._value is not None:
            return scalar(made._value[()])
        return made

    method.__name__ = name
    return method


def _unknown_method(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **options: Any) -> Any:
        made = function(as_array(self), *args, **options)
        if isinstance(made, ShapedArray) and made._shape == () and made._dtype is not None:
            return UnknownScalar(self.reason, made._dtype, text=f"{self.text}.{name}()")
        return made

    method.__name__ = name
    return method


def _make(cls: type[generic], value: Any) -> Any:
    """`np.float32(value)`: a scalar of a number, an array of anything longer."""
    if cls._real is numpy.object_:
        return value
    array = as_array(value)
    if array._has_objects and array._shape == ():
        return _from_object(cls, value)
    made = astype(array, cls) if cls._real not in (numpy.void, numpy.datetime64) else None
    if made is None:
        return Unknown(f"numpy.{cls.__name__} is not modelled")
    if made._shape == ():
        return UnknownScalar(made._reason, cls._real) if made._value is None else scalar(made._value[()])
    return made


def _from_object(cls: type[generic], value: Any) -> Any:
    convert = {"f": float, "i": int, "u": int, "b": bool, "c": complex}.get(numpy.dtype(cls._real).kind, str)
    if value is None and convert is float:
        return cls(float("nan"))
    if value is None:
        raise TypeError(f"{convert.__name__}() argument must be a string or a number, not 'NoneType'")
    return cls(convert(value))
