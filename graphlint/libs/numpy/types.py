"""What numpy offers about types: the scalar classes under all their names, limits, and questions about types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy

from graphlint.libs.numpy import scalars
from graphlint.libs.numpy.array import ShapedArray
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dtypes import as_real, dtype
from graphlint.libs.numpy.promotion import Operand, common_dtype, promote
from graphlint.libs.numpy.scalars import generic, scalar
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown

_ALIASES = {
    "bool8": "bool_", "byte": "int8", "ubyte": "uint8", "short": "int16", "ushort": "uint16", "intc": "int32",
    "uintc": "uint32", "int_": "int64", "uint": "uint64", "longlong": "int64", "ulonglong": "uint64", "intp": "int64",
    "uintp": "uint64", "int0": "int64", "half": "float16", "single": "float32", "double": "float64",
    "float_": "float64", "longdouble": "float64", "float128": "float64", "csingle": "complex64",
    "cfloat": "complex128", "complex_": "complex128", "cdouble": "complex128", "unicode_": "str_", "string_": "bytes_",
    "str0": "str_", "bytes0": "bytes_", "uint0": "uint64", "longfloat": "float64",
}  # fmt: skip
_ABSTRACT = [
    "generic", "number", "integer", "signedinteger", "unsignedinteger", "inexact", "floating", "complexfloating",
    "flexible", "character",
]  # fmt: skip
_PYTHON: dict[str, Any] = {"int": int, "float": float, "bool": bool, "complex": complex, "object": object, "str": str}
_PYTHON |= {"long": int, "unicode": str}


@exposed
class finfo:
    """The limits of a floating point type."""

    def __init__(self, dtype: Any) -> None:
        real = as_real(dtype.dtype if isinstance(dtype, (ShapedArray, generic)) else dtype)
        self._info = numpy.finfo(real or numpy.float64)

    def __getattr__(self, name: str) -> Any:
        if name not in ("eps", "max", "min", "tiny", "resolution", "precision", "bits", "epsneg", "nmant", "nexp"):
            raise AttributeError(name)
        made = getattr(self._info, name)
        return scalar(made) if isinstance(made, numpy.generic) else made


@exposed
class iinfo:
    """The limits of an integer type."""

    def __init__(self, type: Any) -> None:
        info = numpy.iinfo(as_real(type.dtype if isinstance(type, (ShapedArray, generic)) else type) or numpy.int64)
        self.min, self.max, self.bits = int(info.min), int(info.max), int(info.bits)


def issubdtype(arg1: Any, arg2: Any) -> Any:
    if isinstance(arg1, Unknown) or isinstance(arg2, Unknown):
        return Unknown("a dtype is not known")
    return issubclass(_class_of(arg1), _class_of(arg2))


def _class_of(given: Any) -> Any:
    if isinstance(given, type) and issubclass(given, generic):
        return given
    real = as_real(given)
    return generic if real is None else scalars.LEAVES.get(real.type, generic)


def can_cast(from_: Any, to: Any, casting: Any = "safe") -> bool:
    source = as_array(from_)._dtype if isinstance(from_, (int, float, ShapedArray)) else as_real(from_)
    return bool(numpy.can_cast(source, as_real(to), casting))  # type: ignore[arg-type]


def result_type(*arrays_and_dtypes: Any) -> Any:
    operands = []
    for each in arrays_and_dtypes:
        if isinstance(each, (ShapedArray, generic, int, float, complex)):
            array = as_array(each)
            if array._dtype is None:
                return Unknown("a dtype is not known")
            value = None if array._value is None or array._shape != () else array._value[()]
            operands.append(Operand(array._dtype, array._shape == (), value))
        else:
            operands.append(Operand(as_real(each) or numpy.dtype(float), scalar=False))
    return dtype.of(common_dtype(operands))


def promote_types(type1: Any, type2: Any) -> Any:
    return dtype.of(promote([real for real in (as_real(type1), as_real(type2)) if real is not None]))


def isscalar(num: Any) -> bool:
    return isinstance(num, (generic, bool, int, float, complex, str, bytes))


def iterable(y: Any) -> bool:
    return isinstance(y, Iterable)


def asscalar(a: Any) -> Any:
    return as_array(a).item()  # type: ignore[attr-defined]


def _question(kind: str) -> Any:
    return lambda x: as_array(x)._dtype is not None and (as_array(x)._dtype.kind == "c") is (kind == "complex")  # type: ignore[union-attr]


FUNCTIONS: dict[str, Any] = {
    "ndarray": ShapedArray, "dtype": dtype, "finfo": finfo, "iinfo": iinfo, "issubdtype": issubdtype,
    "can_cast": can_cast, "result_type": result_type, "promote_types": promote_types, "isscalar": isscalar,
    "iterable": iterable, "asscalar": asscalar, "iscomplexobj": _question("complex"), "isrealobj": _question("real"),
    "ScalarType": (int, float, complex, bool, bytes, str, *scalars.LEAVES.values()),
    "typecodes": {"AllInteger": "bBhHiIlLqQpP", "AllFloat": "efdgFDG", "Float": "efdg", "Integer": "bhilqp"},
    "sctypes": {"int": [scalars.int8, scalars.int16, scalars.int32, scalars.int64],
                "uint": [scalars.uint8, scalars.uint16, scalars.uint32, scalars.uint64],
                "float": [scalars.float16, scalars.float32, scalars.float64],
                "complex": [scalars.complex64, scalars.complex128], "others": [bool, object, bytes, str, scalars.void]},
    **{cls.__name__: cls for cls in scalars.LEAVES.values()},
    **{name: getattr(scalars, name) for name in _ABSTRACT},
    **{alias: getattr(scalars, name) for alias, name in _ALIASES.items()},
    **_PYTHON,
    "typeDict": {cls.__name__: cls for cls in scalars.LEAVES.values()},
    "sctypeDict": {cls.__name__: cls for cls in scalars.LEAVES.values()},
}  # fmt: skip
