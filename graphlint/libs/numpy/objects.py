"""Arithmetic on arrays of objects (tensor dims, ragged lists): Python's operators on the elements, where harmless.

A number that grows without bounds or a text that is repeated could use all memory, so those give unknown arrays.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray, result, unknown_array
from graphlint.libs.numpy.memory import MOST_ELEMENTS
from graphlint.sandbox.unknown import Unknown
from shapecalc import Shape

_ALLOWED = frozenset({"add", "subtract", "multiply", "true_divide", "divide", "floor_divide", "equal", "not_equal"})
_MOST_BITS = 4096
# what has a truth that costs nothing to ask
_PLAIN = frozenset({bool, int, float, str, bytes, type(None)})


def operate_on_objects(name: str, real: Callable[..., Any], arrays: list[ShapedArray], shape: Shape) -> Any:
    values = [array._value for array in arrays]
    size = sum(value.size for value in values if value is not None)
    harmless = all(value is not None and all(map(is_harmless, _elements(value))) for value in values)
    if name not in _ALLOWED or not harmless or size > MOST_ELEMENTS:
        return unknown_array("an array of objects", bool if name.endswith("equal") else object, shape)
    return result(real(*values))


def reduce_objects(name: str, array: ShapedArray) -> Any:
    """The sum or product of all elements; the elements' own operators say what that is. `any` and `all` give an element."""
    value = array._value
    if value is not None and name in ("any", "all") and value.size and all(type(one) in _PLAIN for one in _elements(value)):
        return functools.reduce((lambda a, b: a or b) if name == "any" else (lambda a, b: a and b), _elements(value))
    if value is None or name not in ("sum", "prod") or not all(map(is_harmless, _elements(value))):
        return Unknown("a reduction of an array of objects")
    total: Any = 0 if name == "sum" else 1
    for index, element in enumerate(_elements(value)):
        total = element if index == 0 else total + element if name == "sum" else total * element
    return total


def is_harmless(element: Any) -> bool:
    if isinstance(element, int):
        return element.bit_length() <= _MOST_BITS
    return not isinstance(element, (str, bytes, list, tuple, dict, set))


def _elements(value: numpy.ndarray[Any, Any]) -> list[Any]:
    return value.reshape(-1).tolist()  # type: ignore[no-any-return]
