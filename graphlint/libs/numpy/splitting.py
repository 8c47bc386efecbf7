"""Splitting of arrays."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import axis_of
from graphlint.libs.numpy.method_table import METHODS
from graphlint.sandbox.unknown import Unknown
from shapecalc import Dim


def split(ary: Any, indices_or_sections: Any, axis: Any = 0) -> Any:
    return _split(ary, indices_or_sections, axis, strict=True)


def array_split(ary: Any, indices_or_sections: Any, axis: Any = 0) -> Any:
    return _split(ary, indices_or_sections, axis, strict=False)


def _split(ary: Any, sections: Any, axis: Any, *, strict: bool) -> Any:
    array = as_array(ary)
    if array._shape is None or isinstance(sections, Unknown) or isinstance(axis, Unknown):
        return Unknown("an array of unknown rank is split", text="split")
    at = axis_of(axis, len(array._shape))
    dim = array._shape[at]
    cuts = _cuts(dim, sections, strict)
    before: tuple[slice, ...] = (slice(None),) * at
    return [METHODS["__getitem__"](array, (*before, slice(*cut))) for cut in cuts]


def _cuts(dim: Dim, sections: Any, strict: bool) -> list[tuple[Any, Any]]:
    if hasattr(type(sections), "__index__") and as_array(sections)._shape == ():
        count = int(sections)
        if count <= 0 or count > 1 << 16:
            raise ValueError("number sections must be larger than 0.")
        if not isinstance(dim, int):
            part = dim // count
            return [(_shown(part * index), _shown(part * (index + 1))) for index in range(count)]
        if strict and dim % count:
            raise ValueError("array split does not result in an equal division")
        each, extras = divmod(dim, count)
        edges: list[Any] = [index * each + min(index, extras) for index in range(count + 1)]
    else:
        edges = [0, *METHODS["tolist"](as_array(sections)), None]
    return list(pairwise(edges))


def _shown(dim: Any) -> Any:
    return dim if isinstance(dim, int) else Unknown("its size is not known", dim)


def _splitter(axis: int) -> Callable[..., Any]:
    def function(ary: Any, indices_or_sections: Any) -> Any:
        array = as_array(ary)
        flat = axis == 1 and array._shape is not None and len(array._shape) == 1
        return split(array, indices_or_sections, 0 if flat else axis)

    return function


FUNCTIONS: dict[str, Any] = {
    "split": split,
    "array_split": array_split,
    "hsplit": _splitter(1),
    "vsplit": _splitter(0),
    "dsplit": _splitter(2),
}
