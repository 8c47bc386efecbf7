"""TensorFlow's data types: names, enum numbers, numpy counterparts, reference variants.

Numbers and names are those of TensorFlow's `types.proto`. Holds no conversion of values: that is `tf/python/framework`.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any, ClassVar

import numpy as np

REF_OFFSET = 100

# name -> (enum, numpy type, size in bytes); None where numpy has no counterpart
_TABLE: dict[str, tuple[int, Any, int]] = {
    "float32": (1, np.float32, 4),
    "float64": (2, np.float64, 8),
    "int32": (3, np.int32, 4),
    "uint8": (4, np.uint8, 1),
    "int16": (5, np.int16, 2),
    "int8": (6, np.int8, 1),
    "string": (7, np.object_, 1),
    "complex64": (8, np.complex64, 8),
    "int64": (9, np.int64, 8),
    "bool": (10, np.bool_, 1),
    "qint8": (11, np.int8, 1),
    "quint8": (12, np.uint8, 1),
    "qint32": (13, np.int32, 4),
    "bfloat16": (14, None, 2),
    "qint16": (15, np.int16, 2),
    "quint16": (16, np.uint16, 2),
    "uint16": (17, np.uint16, 2),
    "complex128": (18, np.complex128, 16),
    "float16": (19, np.float16, 2),
    "resource": (20, np.object_, 1),
    "variant": (21, np.object_, 1),
    "uint32": (22, np.uint32, 4),
    "uint64": (23, np.uint64, 8),
}
_ALIASES = {"half": "float16", "float": "float32", "double": "float64"}

_FLOATING = frozenset({"float16", "float32", "float64", "bfloat16"})
_INTEGER = frozenset({"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"})
_QUANTIZED = frozenset({"qint8", "qint16", "qint32", "quint8", "quint16"})
_UNSIGNED = frozenset({"uint8", "uint16", "uint32", "uint64"})
_BFLOAT16_MAX = float.fromhex("0x1.FEp127")


class DType:
    """One data type; a reference type (`float32_ref`) is what the output of a `VariableV2` op has."""

    __slots__ = ("_base", "_enum", "_is_ref_dtype", "_name", "_numpy", "_ref", "_size")

    by_name: ClassVar[dict[str, DType]] = {}
    by_enum: ClassVar[dict[int, DType]] = {}

    def __init__(self, name: str, enum: int, numpy_type: Any, size: int, base: DType | None) -> None:
        self._name = name
        self._enum = enum
        self._numpy = numpy_type
        self._size = size
        self._base = base or self
        self._ref: DType = self
        self._is_ref_dtype = base is not None
        DType.by_name[name] = self
        DType.by_enum[enum] = self

    # read more often than anything else, and by `attrgetter` without a call of Python
    name: str = property(attrgetter("_name"))  # type: ignore[assignment]
    base_dtype: DType = property(attrgetter("_base"))  # type: ignore[assignment]

    @property
    def real_dtype(self) -> DType:
        real = {"complex64": "float32", "complex128": "float64"}.get(self._base._name)
        return DType.by_name[real] if real else self

    @property
    def as_datatype_enum(self) -> int:
        return self._enum

    @property
    def numpy_type(self) -> Any:
        """The numpy scalar type; None for bfloat16."""
        return self._numpy

    @property
    def size(self) -> int:
        return self._size

    @property
    def is_floating(self) -> bool:
        return self._base._name in _FLOATING

    @property
    def is_integer(self) -> bool:
        return self._base._name in _INTEGER

    @property
    def is_complex(self) -> bool:
        return self._base._name in ("complex64", "complex128")

    @property
    def is_bool(self) -> bool:
        return self._base._name == "bool"

    @property
    def is_quantized(self) -> bool:
        return self._base._name in _QUANTIZED

    @property
    def is_unsigned(self) -> bool:
        return self._base._name in _UNSIGNED

    @property
    def is_numpy_compatible(self) -> bool:
        return self._base._name not in ("resource", "variant")

    @property
    def min(self) -> float | int:
        """Smallest value; TypeError for types without one."""
        return self._limit("min")

    @property
    def max(self) -> float | int:
        """Largest value; TypeError for types without one."""
        return self._limit("max")

    def _limit(self, which: str) -> float | int:
        if self._base._name == "bfloat16":
            return _BFLOAT16_MAX if which == "max" else -_BFLOAT16_MAX
        if self.is_floating:
            return getattr(np.finfo(self._numpy), which)  # type: ignore[no-any-return]
        if self.is_integer:
            return getattr(np.iinfo(self._numpy), which)  # type: ignore[no-any-return]
        raise TypeError(f"Cannot find {which}imum value of {self!s}.")

    @property
    def limits(self) -> tuple[int, int]:
        """The range of intensities of images; KeyError for types that images haven't."""
        if self._numpy in (np.float32, np.float64):
            return 0, 1
        if self._base._name not in _INTEGER:
            raise KeyError(self._numpy)
        return 0, int(self.max)

    def is_compatible_with(self, other: object) -> bool:
        other = as_dtype(other)
        return self._enum in (other._enum, other._base._enum)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, DType) or other is None:
            return False
        try:
            return self is as_dtype(other)
        except TypeError:
            return False

    def __hash__(self) -> int:
        return self._enum

    def __int__(self) -> int:
        return self._enum

    def __str__(self) -> str:
        return f"<dtype: '{self._name}'>"

    def __repr__(self) -> str:
        return f"tf.{self._name}"


for _name, (_enum, _np, _bytes) in _TABLE.items():
    _base = DType(_name, _enum, _np, _bytes, None)
    _base._ref = DType(f"{_name}_ref", _enum + REF_OFFSET, _np, _bytes, _base)

float16, float32, float64 = DType.by_name["float16"], DType.by_name["float32"], DType.by_name["float64"]
int8, int16, int32, int64 = (DType.by_name[n] for n in ("int8", "int16", "int32", "int64"))
uint8, uint16, uint32, uint64 = (DType.by_name[n] for n in ("uint8", "uint16", "uint32", "uint64"))
bool_, string, resource, variant = (DType.by_name[n] for n in ("bool", "string", "resource", "variant"))
complex64, complex128, bfloat16 = (DType.by_name[n] for n in ("complex64", "complex128", "bfloat16"))

_FROM_NUMPY: dict[Any, DType] = {
    np.dtype(kind._numpy): kind
    for kind in DType.by_name.values()
    if kind._numpy not in (None, np.object_) and not kind._is_ref_dtype and not kind.is_quantized
}
_FROM_PYTHON: dict[Any, DType] = {float: float32, bool: bool_, object: string}


def from_numpy(dtype: np.dtype[Any]) -> DType | None:
    """The DType of a numpy dtype; None where TensorFlow has none."""
    if dtype.kind in "SUO":
        return string
    return _FROM_NUMPY.get(dtype)


def as_dtype(value: object) -> DType:
    """TensorFlow's `tf.as_dtype`; raises TypeError as it does."""
    if isinstance(value, DType):
        return value
    if isinstance(value, str):
        found = DType.by_name.get(_ALIASES.get(value, value)) or DType.by_name.get(
            value.replace("half_ref", "float16_ref")
        )
        if found is not None:
            return found
    elif isinstance(value, int) and not isinstance(value, bool):
        if value in DType.by_enum:
            return DType.by_enum[value]
    elif isinstance(value, type) and value in _FROM_PYTHON:
        return _FROM_PYTHON[value]
    return _from_foreign(value)


def _from_foreign(value: object) -> DType:
    """numpy's types, and those of the numpy model: classes with the scalar type as `_real`, objects with a `_dtype`.

    A type that the trace doesn't know (it has `as_expr`) is taken for the most common one.
    """
    if hasattr(value, "as_expr"):
        return float32
    raw = getattr(value, "_real", value) if isinstance(value, type) else getattr(value, "_dtype", value)
    if isinstance(raw, (str, np.dtype)) or (isinstance(raw, type) and issubclass(raw, np.generic)):
        try:
            found = from_numpy(np.dtype(raw))
        except TypeError:
            found = None
        if found is not None:
            return found
    raise TypeError(f"Cannot convert value {value!r} to a TensorFlow DType.")
