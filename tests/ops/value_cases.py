"""Ops on constants whose values are recorded from TensorFlow: (op type, inputs, attrs).

An input is `f[2,3]` (numbers made from their place), `f+[2,3]` (positive ones), or `i=[[0,1]]` (this value); a list of
inputs is one argument. Letters: f float32, d float64, i int32, l int64, u uint8, b bool, s string, c complex64.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

Row = tuple[str, list[Any], dict[str, Any]]


def each(names: str, *inputs: Any, **attrs: Any) -> list[Row]:
    """One row for each of several ops."""
    return [(name, list(inputs), attrs) for name in names.split()]


def row(name: str, *inputs: Any, **attrs: Any) -> Row:
    return name, list(inputs), attrs


LETTERS = {"f": "float32", "d": "float64", "i": "int32", "l": "int64", "u": "uint8", "b": "bool", "s": "string",
           "c": "complex64", "h": "float16"}


def expanded(text: Any) -> list[Any]:
    """An input in the notation of the recorder: ["c", dtype, value]."""
    if isinstance(text, (list, tuple)):
        return [expanded(one) for one in text]
    dtype, rest = LETTERS[text[0]], text[1:]
    if rest.startswith("="):
        return ["c", dtype, json.loads(rest[1:])]
    positive = rest.startswith("+")
    sizes = json.loads(rest.lstrip("+"))
    return ["c", dtype, _numbers(dtype, int(np.prod(sizes)), positive).reshape(sizes).tolist()]


def _numbers(dtype: str, count: int, positive: bool) -> Any:
    place = np.arange(count)
    if dtype == "bool":
        return place * 7 % 3 == 0
    if dtype == "string":
        return np.array([f"Text {n}{'x' * (n % 3)}" for n in place], object)
    if dtype.startswith(("int", "uint")):
        return place * 7 % 11 + (1 if positive or dtype == "uint8" else -4)
    numbers = np.round((place * 37 % 19 - 9) / 4.25 + 0.01 * place, 4)
    if positive:
        numbers = np.round(np.abs(numbers) + 0.1, 4)
    if dtype.startswith("complex"):
        return np.array([f"{a}{b:+}j" for a, b in zip(numbers, numbers[::-1])], object)
    return numbers


def cases() -> list[list[Any]]:
    """All cases in the notation of the recorder."""
    from tests.ops import value_rows, value_rows_text

    rows = [*value_rows.ROWS, *value_rows_text.ROWS]
    return [[op, [expanded(text) for text in inputs], attrs] for op, inputs, attrs in rows]
