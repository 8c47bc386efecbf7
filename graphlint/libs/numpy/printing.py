"""How arrays read as text. What isn't known is said in words instead of numbers."""

from __future__ import annotations

from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray
from graphlint.libs.numpy.broadcasting import shape_text
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.method_table import METHODS
from graphlint.sandbox.exposed import exposed

_OPTIONS: dict[str, Any] = {
    "precision": 8, "threshold": 1000, "edgeitems": 3, "linewidth": 75, "suppress": False, "nanstr": "nan",
    "infstr": "inf",
}  # fmt: skip


def array_str(a: Any, *args: Any, **options: Any) -> str:
    array = as_array(a)
    if array._value is None:
        return _words(array)
    if array._has_objects:
        return f"<array of objects of shape {shape_text(array._shape)}>"
    return numpy.array_str(array._value)


def array_repr(arr: Any, *args: Any, **options: Any) -> str:
    array = as_array(arr)
    if array._value is None:
        return _words(array)
    if array._has_objects:
        return f"<array of objects of shape {shape_text(array._shape)}>"
    return numpy.array_repr(array._value)


def _words(array: ShapedArray) -> str:
    return f"<array of shape {shape_text(array._shape)}, dtype {array._dtype}: {array._reason}>"


def set_printoptions(*args: Any, **options: Any) -> None:
    """Printed text goes nowhere, so its form doesn't matter."""


def get_printoptions() -> dict[str, Any]:
    return dict(_OPTIONS)


@exposed
class silent_context:
    """`np.errstate` and `np.printoptions`: nothing changes inside."""

    def __init__(self, *args: Any, **options: Any) -> None:
        pass

    def __enter__(self) -> None:
        return None

    def __exit__(self, *exc_info: object) -> None:
        return None


def _settings(*args: Any, **options: Any) -> dict[str, str]:
    return {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}


FUNCTIONS: dict[str, Any] = {
    "array_str": array_str, "array_repr": array_repr, "array2string": array_str, "set_printoptions": set_printoptions,
    "get_printoptions": get_printoptions, "errstate": silent_context, "printoptions": silent_context,
    "seterr": _settings, "geterr": _settings, "set_string_function": set_printoptions,
}  # fmt: skip
METHODS.update(__str__=array_str, __repr__=array_repr)
