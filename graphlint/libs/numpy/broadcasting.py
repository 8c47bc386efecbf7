"""Broadcasting with numpy's own message when it fails."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import shapecalc
from shapecalc import Dim, Shape, ShapeError


def broadcast_shapes(shapes: Sequence[Shape]) -> Shape:
    def pair(left: Shape, right: Shape) -> Shape:
        try:
            return shapecalc.broadcast(left, right)
        except ShapeError as error:
            if not error.static and error.result is not None:
                return error.result  # type: ignore[return-value]
            texts = " ".join(shape_text(shape) for shape in shapes)
            raise ValueError(f"operands could not be broadcast together with shapes {texts} ") from None

    return reduce(pair, shapes)


def shape_text(shape: Sequence[Dim] | None) -> str:
    if shape is None:
        return "(?)"
    inner = ",".join(str(dim) for dim in shape)
    return f"({inner},)" if len(shape) == 1 else f"({inner})"
