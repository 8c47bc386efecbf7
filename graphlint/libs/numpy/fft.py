"""`numpy.fft`: shapes and types, and the values of small arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from graphlint.libs.numpy.array import unknown_array
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.lift import call
from graphlint.sandbox.library import TableLibrary


def _row(name: str) -> Callable[..., Any]:
    real = getattr(numpy.fft, name)

    def function(a: Any, n: Any = None, axis: Any = None, norm: Any = None) -> Any:
        if n is not None:
            return unknown_array("a padded transform", numpy.complex128, None)
        options = {key: value for key, value in (("axis", axis), ("norm", norm)) if value is not None}
        return call(real, [as_array(a)], options)

    function.__name__ = function.__qualname__ = name
    return function


def _many(name: str) -> Callable[..., Any]:
    real = getattr(numpy.fft, name)

    def function(a: Any, *args: Any, **options: Any) -> Any:
        return unknown_array("a transform", None, None) if args or options else call(real, [as_array(a)], {})

    function.__name__ = function.__qualname__ = name
    return function


FFT = TableLibrary(
    "numpy.fft",
    {name: _row(name) for name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft")}
    | {name: _many(name) for name in ("fft2", "ifft2", "fftn", "ifftn", "rfft2", "irfft2", "fftshift", "ifftshift")},
)
