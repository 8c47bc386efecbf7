"""Runs a function of real numpy where all values are known, and asks its shape rule where they aren't.

A rule gives the shape of the result (or a list of shapes for several results) from what is known; `shadow` is the
rule of functions that have none of their own: real numpy runs on ones of the same shapes.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Sequence
from operator import index
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray, result, unknown_array, unknown_result
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import AxisError, known_shape
from graphlint.libs.numpy.dtypes import dtype as dtype_model
from graphlint.libs.numpy.memory import fits
from graphlint.libs.numpy.scalars import generic
from graphlint.libs.numpy.unknowns import NotKnown, UnknownData
from graphlint.sandbox.unknown import Unknown
from shapecalc import Shape

warnings.filterwarnings("ignore", module=r"graphlint\.libs\.numpy")
warnings.filterwarnings("ignore", category=RuntimeWarning, module="numpy")

Rule = Callable[[], Any]


class NotPlain(NotKnown):
    """An argument that real numpy must not see, or whose value isn't known."""

    def __init__(self, option: Any) -> None:
        reason = option.reason if isinstance(option, Unknown) else "an argument that numpy isn't given here"
        super().__init__(UnknownData(reason))


def lift(
    real: Callable[..., Any],
    arrays: Sequence[ShapedArray],
    options: dict[str, Any] | None = None,
    *,
    shape: Rule,
    dtype: Any = None,
    possible: bool = True,
) -> Any:
    """`real(*values, **options)`, or an unknown result of the shape that the rule gives.

    `possible` is False where computing would take too long.
    """
    values = [array._value for array in arrays]
    try:
        plain = {name: plain_value(option) for name, option in (options or {}).items()}
    except NotPlain:
        return unknown_array(_reason(arrays, options), dtype, _shape_or_none(shape))
    if possible and all(value is not None for value in values):
        return result(run(real, values, plain), *arrays)
    shapes = shape()
    made = dtype if dtype is not None else probed_dtype(real, arrays, plain)
    return _unknown(_reason(arrays, options), made, shapes)


class _Thread(threading.local):
    """Whether numpy ignores overflows and the like in this thread."""

    quiet = False


_thread = _Thread()


def run(real: Callable[..., Any], values: Sequence[Any], options: dict[str, Any]) -> Any:
    """Real numpy at work; what it raises is raised here, so that it counts as the script's mistake."""
    try:
        if _thread.quiet:
            return real(*values, **options)
        if threading.current_thread() is not threading.main_thread():  # a trace's own: it needs no state to return to
            numpy.seterr(all="ignore")
            _thread.quiet = True
        with numpy.errstate(all="ignore"):
            return real(*values, **options)
    except ValueError as error:
        if isinstance(error, IndexError):
            raise AxisError(str(error)) from None
        raise
    except TypeError as error:
        raise TypeError(str(error)) from None
    except (IndexError, KeyError, ZeroDivisionError) as error:
        raise type(error)(*error.args) from None


def _shape_or_none(rule: Rule) -> Shape:
    try:
        shape: Shape = rule()
    except (TypeError, NotPlain):
        return None
    return shape


def _unknown(reason: str, dtype: Any, shapes: Any) -> Any:
    if isinstance(shapes, list):
        dtypes = dtype if isinstance(dtype, list) else [dtype] * len(shapes)
        return [unknown_result(reason, each, shape) for each, shape in zip(dtypes, shapes, strict=True)]
    return unknown_result(reason, dtype, shapes)


def _reason(arrays: Sequence[ShapedArray], options: dict[str, Any] | None) -> str:
    for array in arrays:
        if array._value is None:
            return array._reason
    for option in (options or {}).values():
        if isinstance(option, Unknown):
            return option.reason
    return "the computation is large"


def probed_dtype(real: Callable[..., Any], arrays: Sequence[ShapedArray], options: dict[str, Any]) -> Any:
    """The dtype that real numpy gives for arrays of these types, asked with arrays of one element."""
    probes = []
    for array in arrays:
        if array._dtype is None:
            return None
        probes.append(numpy.ones((1,) * (1 if array._shape is None else len(array._shape)), array._dtype))
    try:
        given = run(real, probes, options)
    except Exception:  # whatever real numpy raises on these one-element arrays, it tells nothing of the dtype
        return None
    if isinstance(given, (list, tuple)):
        return [getattr(each, "dtype", None) for each in given]
    return getattr(given, "dtype", None)


def shadow(real: Callable[..., Any], arrays: Sequence[ShapedArray], options: dict[str, Any]) -> Any:
    """The unknown results of a function without a rule: found by running it on ones, or of unknown rank."""
    shapes = [known_shape(array._shape) for array in arrays]
    dtypes = [array._dtype for array in arrays]
    reason = _reason(arrays, options)
    ones = []
    for shape, dtype in zip(shapes, dtypes, strict=True):
        if shape is None or dtype is None or not fits(shape, dtype):
            return unknown_array(reason, None, None)
        ones.append(numpy.ones(shape, dtype))
    return _like(reason, run(real, ones, options))


def _like(reason: str, value: Any) -> Any:
    if isinstance(value, (numpy.ndarray, numpy.generic)):
        return unknown_result(reason, value.dtype, value.shape)
    if isinstance(value, (tuple, list)):
        return type(value)(_like(reason, each) for each in value)
    return Unknown(reason)


def plain_value(option: Any) -> Any:
    """An argument as real numpy may see it: numbers, text, dtypes, arrays, and tuples and lists of these."""
    if option is None or type(option) in (bool, int, float, complex, str, bytes):
        return option
    if isinstance(option, generic):
        return option._number
    if isinstance(option, dtype_model):
        return option._dtype
    if isinstance(option, ShapedArray):
        if option._value is None:
            raise NotPlain(option)
        return option._value
    if isinstance(option, (list, tuple)):
        made = [plain_value(each) for each in option]
        return made if isinstance(option, list) else tuple(made)
    if isinstance(option, slice):
        return slice(plain_value(option.start), plain_value(option.stop), plain_value(option.step))
    if isinstance(option, (numpy.dtype, numpy.generic)) or option is Ellipsis:
        return option
    if isinstance(option, type) and issubclass(option, generic) and option._real is not None:
        return option._real
    if any(option is python for python in (int, float, bool, complex, str, object)):
        return option
    if hasattr(type(option), "__index__") and not isinstance(option, Unknown):
        return index(option)
    raise NotPlain(option)


def call(real: Callable[..., Any], arrays: Sequence[Any], options: dict[str, Any], *, possible: bool = True) -> Any:
    """A function that has no shape rule of its own: real values, or the shadow's shapes."""
    converted = [as_array(array) for array in arrays]
    try:
        plain = {name: plain_value(option) for name, option in options.items()}
    except NotPlain:
        return unknown_array(_reason(converted, options), None, None)
    if any(array._has_objects for array in converted):
        return unknown_array("an array of objects", None, None)
    values = [array._value for array in converted]
    if possible and all(value is not None for value in values):
        return result(run(real, values, plain), *converted)
    return shadow(real, converted, plain)
