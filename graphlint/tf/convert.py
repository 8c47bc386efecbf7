"""Conversion of values to tensors, by registered conversion functions (framework/ops.py, internal_convert_to_tensor).

Holds the dispatch; each type's conversion is registered where the type lives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.graph import Tensor
from graphlint.tf.guessed_types import settle

# (value, dtype or None, op name or None, as_ref) -> Tensor, or NotImplemented to let the next one try
Conversion = Callable[[Any, DType | None, str | None, bool], Any]

_by_type: list[tuple[int, type, Conversion]] = []
_cache: dict[type, list[Conversion]] = {}


def register(kind: type, function: Conversion, priority: int = 100) -> None:
    """Convert instances of `kind` with `function`; lower priorities are asked first."""
    _by_type.append((priority, kind, function))
    _by_type.sort(key=lambda row: row[0])
    _cache.clear()


def conversions_of(kind: type) -> list[Conversion]:
    found = _cache.get(kind)
    if found is None:
        found = _cache[kind] = [function for _, base, function in _by_type if issubclass(kind, base)]
    return found


def convert(
    value: Any,
    dtype: DType | None = None,
    name: str | None = None,
    as_ref: bool = False,
    preferred: DType | None = None,
) -> Tensor:
    """The tensor of a value, made with ops of the given name where it is none yet. TypeError or ValueError as TensorFlow."""
    if type(value) is Tensor:
        if dtype is None or dtype is value.dtype or dtype.is_compatible_with(value.dtype):
            return value
        if not settle(value, dtype):
            shown = value if stack.world.release.conversion_error_shows_repr else str(value)
            raise ValueError(
                f"Tensor conversion requested dtype {dtype.name} for Tensor with dtype {value.dtype.name}: {shown!r}"
            )
        return value
    for function in [*_of_script(value), *conversions_of(type(value))]:
        found: Any = NotImplemented
        if dtype is None and preferred is not None:
            try:
                found = function(value, preferred, name, as_ref)
            except (TypeError, ValueError):
                found = None
        else:
            found = function(value, dtype, name, as_ref)
        if found is None:
            found = function(value, dtype, name, as_ref)
        if found is NotImplemented:
            continue
        if dtype is not None and not dtype.is_compatible_with(found.dtype):
            raise RuntimeError(
                f"{_prefix(name)}Conversion function for type {type(value)} returned incompatible dtype: "
                f"requested = {dtype.name}, actual = {found.dtype.name}"
            )
        return found  # type: ignore[no-any-return]
    raise TypeError(
        f"{_prefix(name)}Cannot convert {value!r} with type {type(value)} to Tensor: no conversion function registered."
    )


def _of_script(value: Any) -> list[Conversion]:
    """Conversions that the script registered for a class of its own."""
    rows: Any = stack.world.notes.get("conversions")
    if not rows:
        return []
    return [_called(function) for _, types, function in rows if isinstance(value, types)]


def _called(function: Any) -> Conversion:
    def conversion(value: Any, dtype: DType | None, name: str | None, as_ref: bool) -> Any:
        return function(value, dtype=dtype, name=name, as_ref=as_ref)

    return conversion


def _prefix(name: str | None) -> str:
    return "" if name is None else f"{name}: "


def convert_n(
    values: Sequence[Any],
    dtype: DType | None = None,
    name: str | None = None,
    as_ref: bool = False,
    preferred: DType | None = None,
) -> list[Tensor]:
    """Each value converted, under `name_0`, `name_1`, ..."""
    return [
        value
        if type(value) is Tensor and dtype is None
        else convert(value, dtype, None if name is None else f"{name}_{i}", as_ref, preferred)
        for i, value in enumerate(values)
    ]


def optional_dtype(dtype: Any) -> DType | None:
    return None if dtype is None else as_dtype(dtype)
