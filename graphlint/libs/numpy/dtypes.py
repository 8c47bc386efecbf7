"""numpy's dtype objects as our own class, and the reading of every form in which a script gives a dtype."""

from __future__ import annotations

from typing import Any

import numpy

from graphlint.libs.numpy.scalars import LEAVES, generic
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown

_PYTHON = {bool: "bool", int: "int64", float: "float64", complex: "complex128", str: "str", bytes: "bytes", object: "O"}
_ABSTRACT = {"floating": "float64", "inexact": "float64", "integer": "int64", "signedinteger": "int64",
             "number": "float64", "unsignedinteger": "uint64", "complexfloating": "complex128"}  # fmt: skip
_LONGEST_TEXT = 1000


def as_real(given: Any) -> numpy.dtype[Any] | None:
    """The real dtype behind what the script gave; None if that isn't known."""
    if given is None:
        return numpy.dtype(numpy.float64)
    if isinstance(given, Unknown):
        return None
    if isinstance(given, dtype):
        return given._dtype
    if isinstance(given, type):
        return _of_type(given)
    if isinstance(given, str) and len(given) <= _LONGEST_TEXT:
        return _of_text(given)
    if isinstance(given, (list, tuple, dict)):
        return _of_fields(given)
    if isinstance(given, numpy.dtype):
        return given
    return _of_attribute(given)


def _of_type(given: type) -> numpy.dtype[Any]:
    if given in _PYTHON:
        return numpy.dtype(_PYTHON[given])
    if issubclass(given, generic):
        real = given._real
        return numpy.dtype(real if real is not None else _ABSTRACT.get(given.__name__, "O"))
    if issubclass(given, numpy.generic):
        return numpy.dtype(given)
    return numpy.dtype(object)


def _of_text(given: str) -> numpy.dtype[Any]:
    try:
        return numpy.dtype({"str": "U", "a": "S"}.get(given, given))
    except (TypeError, SyntaxError, ValueError):
        raise TypeError(f'data type "{given}" not understood') from None


def _of_fields(given: Any) -> numpy.dtype[Any]:
    if not isinstance(given, list) or len(given) > _LONGEST_TEXT:
        raise TypeError("data type not understood")
    fields = []
    for name, form, *shape in given:
        inner = shape[0] if shape else ()
        sizes = tuple(int(size) for size in (inner if isinstance(inner, tuple) else (inner,)))
        fields.append((str_argument(name), as_real(form), sizes))
    return numpy.dtype(fields)


def _of_attribute(given: Any) -> numpy.dtype[Any] | None:
    inner = getattr(given, "dtype", None)
    if isinstance(inner, (dtype, Unknown)):
        return as_real(inner)
    raise TypeError("data type not understood")


@exposed
class dtype:
    """A data type; compares equal to every other way of naming it."""

    __module__ = "numpy"
    __slots__ = ("_dtype",)
    _dtype: numpy.dtype[Any]

    def __new__(cls, obj: Any, align: bool = False, copy: bool = False) -> Any:
        real = as_real(obj)
        return obj if real is None else cls.of(real)

    @classmethod
    def of(cls, real: numpy.dtype[Any] | None) -> Any:
        if real is None:
            return Unknown("the dtype of an array is not known")
        made = object.__new__(dtype)
        made._dtype = real
        return made

    @property
    def name(self) -> str:
        return self._dtype.name

    @property
    def type(self) -> Any:
        return LEAVES.get(self._dtype.type, object)

    @property
    def kind(self) -> str:
        return self._dtype.kind

    @property
    def char(self) -> str:
        return self._dtype.char

    @property
    def str(self) -> Any:
        return self._dtype.str

    @property
    def num(self) -> int:
        return int(self._dtype.num)

    @property
    def itemsize(self) -> int:
        return self._dtype.itemsize

    @property
    def byteorder(self) -> Any:
        return self._dtype.byteorder

    @property
    def isnative(self) -> bool:
        return self._dtype.isnative

    @property
    def names(self) -> Any:
        return self._dtype.names

    @property
    def shape(self) -> Any:
        return self._dtype.shape

    @property
    def base(self) -> Any:
        return dtype.of(self._dtype.base)

    def newbyteorder(self, new_order: Any = "S") -> Any:
        return dtype.of(self._dtype.newbyteorder(str_argument(new_order)))

    def __eq__(self, other: Any) -> Any:
        try:
            real = None if other is None else as_real(other)
        except TypeError:
            return NotImplemented
        return self._dtype == real

    def __hash__(self) -> int:
        return hash(self._dtype)

    def __str__(self) -> Any:
        return str(self._dtype)

    def __repr__(self) -> Any:
        return repr(self._dtype)


def str_argument(given: Any) -> Any:
    if type(given) is not str or len(given) > _LONGEST_TEXT:
        raise TypeError("text expected")
    return given
