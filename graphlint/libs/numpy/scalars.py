"""numpy's scalar types as classes of our own: `np.float32` as a dtype, as a function, and as the type of a number.

A number keeps a real numpy scalar inside, which scripts cannot reach. Arithmetic comes from `operators`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, ClassVar

import numpy

from graphlint.libs.numpy.operators import Operators
from graphlint.sandbox.exposed import exposed

_SEQUENCES = (list, tuple, str, bytes)


@exposed
class generic(Operators):
    """The root of the scalar types; as in numpy, only the leaves can be made."""

    __module__ = "numpy"
    __slots__ = ()
    _real: ClassVar[Any] = None
    # set by `making`, which knows arrays
    _make: ClassVar[Callable[[type[generic], Any], Any]]
    _dtype_of: ClassVar[Callable[[Any], Any]]

    def __new__(cls, value: Any = 0) -> Any:
        if cls._real is None:
            raise TypeError(f"cannot create 'numpy.{cls.__name__}' instances")
        return _attached()._make(cls, value)

    # a sequence times a scalar is Python's own repetition, and an error for scalars that aren't integers
    def __mul__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, _SEQUENCES) else super().__mul__(other)  # type: ignore[misc]

    def __rmul__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, _SEQUENCES) else super().__rmul__(other)  # type: ignore[misc]

    @property
    def _number(self) -> Any:
        raise NotImplementedError

    @property
    def dtype(self) -> Any:
        return _attached()._dtype_of(self._number.dtype)

    @property
    def shape(self) -> tuple[int, ...]:
        return ()

    @property
    def ndim(self) -> int:
        return 0

    @property
    def size(self) -> int:
        return 1

    @property
    def nbytes(self) -> int:
        return int(self._number.nbytes)

    @property
    def itemsize(self) -> int:
        return int(self._number.itemsize)

    @property
    def T(self) -> Any:
        return self

    @property
    def real(self) -> Any:
        return scalar(self._number.real)

    @property
    def imag(self) -> Any:
        return scalar(self._number.imag)

    def item(self, *index: int) -> Any:
        return self._number.item(*index)

    def tolist(self) -> Any:
        return self._number.item()

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return numpy.asarray(self._number, dtype)

    def __bool__(self) -> bool:
        return bool(self._number)

    def __int__(self) -> int:
        return int(self._number)

    def __float__(self) -> float:
        return float(self._number)

    def __complex__(self) -> complex:
        return complex(self._number)

    def __hash__(self) -> int:
        return hash(self._number)

    def __str__(self) -> str:
        return str(self._number)

    def __repr__(self) -> str:
        return str(self._number)

    def __format__(self, spec: str) -> str:
        return format(self._number, spec)

    def __round__(self, ndigits: int | None = None) -> Any:
        return scalar(self._number.round(ndigits or 0))

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: Any) -> Any:
        return self

    def __reduce__(self) -> Any:
        raise TypeError("numpy scalars are not pickled here")


def _attached() -> Any:
    """The root class with what it knows of arrays."""
    if not hasattr(generic, "_make"):
        import_module("graphlint.libs.numpy.library")
    return generic


class _Held(generic):
    """A scalar that keeps its number in a slot, as it is no Python number itself."""

    __slots__ = ("_held",)

    @property
    def _number(self) -> Any:
        return self._held  # type: ignore[attr-defined]


def _abstract(name: str, base: type) -> Any:
    return exposed(type(name, (base,), {"__module__": "numpy", "__slots__": ()}))


number = _abstract("number", generic)
integer = _abstract("integer", number)
signedinteger = _abstract("signedinteger", integer)
unsignedinteger = _abstract("unsignedinteger", integer)
inexact = _abstract("inexact", number)
floating = _abstract("floating", inexact)
complexfloating = _abstract("complexfloating", inexact)
flexible = _abstract("flexible", generic)
character = _abstract("character", flexible)


# the Python number inside, asked without our own conversions
_BARE: dict[type, Callable[[Any], Any]] = {
    float: float.__float__,
    complex: complex.__pos__,
    str: str.__str__,
    bytes: lambda text: bytes.__getitem__(text, slice(None)),
}


def _index(self: Any) -> int:
    return int(self._number)


def _leaf(name: str, base: type, real: Any, python: type | None = None) -> Any:
    body: dict[str, Any] = {"__module__": "numpy", "_real": real, "__slots__": ()}
    bases: tuple[type, ...] = (_Held,) if base is generic else (base, _Held)
    if python is not None:
        bases = (base, python)
        body["_number"] = property(lambda self: real(_BARE[python](self)))
    if issubclass(base, integer):
        body["__index__"] = _index
        body["numerator"] = property(lambda self: self)
        body["denominator"] = property(lambda self: 1)
    for inherited in ("__hash__", "__str__", "__repr__", "__format__", "__bool__", "__int__", "__float__", "__round__"):
        body[inherited] = getattr(generic, inherited)
    if base is floating:
        body["is_integer"] = lambda self: float(self._number).is_integer()
    return exposed(type(name, bases, body))


bool_ = _leaf("bool_", generic, numpy.bool_)
int8 = _leaf("int8", signedinteger, numpy.int8)
int16 = _leaf("int16", signedinteger, numpy.int16)
int32 = _leaf("int32", signedinteger, numpy.int32)
int64 = _leaf("int64", signedinteger, numpy.int64)
uint8 = _leaf("uint8", unsignedinteger, numpy.uint8)
uint16 = _leaf("uint16", unsignedinteger, numpy.uint16)
uint32 = _leaf("uint32", unsignedinteger, numpy.uint32)
uint64 = _leaf("uint64", unsignedinteger, numpy.uint64)
float16 = _leaf("float16", floating, numpy.float16)
float32 = _leaf("float32", floating, numpy.float32)
float64 = _leaf("float64", floating, numpy.float64, float)
complex64 = _leaf("complex64", complexfloating, numpy.complex64)
complex128 = _leaf("complex128", complexfloating, numpy.complex128, complex)
str_ = _leaf("str_", character, numpy.str_, str)
bytes_ = _leaf("bytes_", character, numpy.bytes_, bytes)
object_ = _leaf("object_", generic, numpy.object_)
void = _leaf("void", flexible, numpy.void)
datetime64 = _leaf("datetime64", generic, numpy.datetime64)
timedelta64 = _leaf("timedelta64", signedinteger, numpy.timedelta64)

_LARGEST = 1 << 63


def _quick(name: str, plain: Callable[[float, float], float]) -> None:
    """An operator of float64 that is Python's own where the other side is a plain number: the same bits, in less time."""
    general = getattr(float64, f"__{name}__")

    def operate(self: Any, other: Any) -> Any:
        kind = type(other)
        if kind is float or kind is float64 or (kind is int and -_LARGEST <= other < _LARGEST):
            made = plain(self, other)
            if made is not NotImplemented:
                return float.__new__(float64, made)
        return general(self, other)

    operate.__name__ = f"__{name}__"
    setattr(float64, f"__{name}__", operate)


def _of_floats(native: Callable[[float, float], float]) -> Callable[[float, float], float]:
    return lambda left, right: native(left, float(right))


def _quotient(left: float, right: float) -> Any:
    return float.__truediv__(left, float(right)) if right else NotImplemented


def _reflected_quotient(right: float, left: float) -> Any:
    return float.__rtruediv__(right, float(left)) if float.__bool__(right) else NotImplemented


for _name in ("add", "radd", "sub", "rsub", "mul", "rmul"):
    _quick(_name, _of_floats(getattr(float, f"__{_name}__")))
_quick("truediv", _quotient)
_quick("rtruediv", _reflected_quotient)

LEAVES: dict[Any, Any] = {
    cls._real: cls
    for cls in (
        *(bool_, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float16, float32, float64),
        *(complex64, complex128, str_, bytes_, object_, void, datetime64, timedelta64),
    )
}


def scalar(real: Any) -> Any:
    """A real numpy scalar as one of our own; text comes as Python text."""
    if isinstance(real, numpy.str_):
        return str(real)
    if isinstance(real, numpy.bytes_):
        return bytes(real)
    if isinstance(real, numpy.float64):
        return float.__new__(float64, real)
    if isinstance(real, numpy.complex128):
        return complex.__new__(complex128, real)
    cls = LEAVES.get(type(real))
    if cls is None or not issubclass(cls, _Held):
        return real
    made = object.__new__(cls)
    made._held = real
    return made
