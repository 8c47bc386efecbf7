"""The equation of an einsum, resolved to one label string an input and one for the output (ops/special_math_ops.py)."""

from __future__ import annotations

import re
import string
from typing import Any

_EQUATION = re.compile(r"^([a-zA-Z,.]+)(->[a-zA-Z.]*)?$")


def labels_of(equation: str, shapes: list[Any]) -> tuple[list[str], str]:
    """ValueError with TensorFlow's text where the equation doesn't fit the inputs."""
    equation = equation.replace(" ", "")
    match = _EQUATION.match(equation)
    if not match:
        raise ValueError(f"Indices have incorrect format: {equation}")
    inputs = match.group(1).split(",")
    output = match.group(2)[2:] if match.group(2) else None
    if len(shapes) != len(inputs):
        raise ValueError(f'Got {len(shapes)} arguments for equation "{equation}", expecting {len(inputs)}')
    ellipsis = ""
    if "..." in equation:
        inputs, ellipsis = _without_ellipsis(inputs, shapes)
        if output is not None:
            output = output.replace("...", ellipsis)
        if any("." in labels for labels in [*inputs, output or ""]):
            raise ValueError('period "." found outside of ellipsis')
    return inputs, _implied(inputs, ellipsis) if output is None else output


def _without_ellipsis(inputs: list[str], shapes: list[Any]) -> tuple[list[str], str]:
    used = "".join(inputs)
    unused = "".join(letter for letter in string.ascii_letters if letter not in used)
    longest = ""
    found = list(inputs)
    for number, labels in enumerate(inputs):
        if "..." not in labels:
            continue
        parts = labels.split("...")
        if len(parts) != 2:
            raise ValueError("Unable to resolve ellipsis. Excess number found.")
        if shapes[number].ndims is None:
            raise ValueError("Unable to statically infer ellipsis axes.")
        count = shapes[number].ndims - len("".join(parts))
        if count < 0:
            raise ValueError("Ellipses lengths do not match.")
        if len(unused) < count:
            raise ValueError("Unable to resolve ellipsis, too many distinct labels.")
        replacement = unused[-count:] if count > 0 else ""
        found[number] = labels.replace("...", replacement)
        if len(replacement) > len(longest):
            longest = replacement
    return found, longest


def _implied(inputs: list[str], ellipsis: str) -> str:
    """The output where the equation names none: labels that occur once, in alphabetical order."""
    joined = "".join(inputs)
    labels = sorted(set(joined) - set(ellipsis))
    return ellipsis + "".join(label for label in labels if joined.count(label) == 1)
