"""The one error of the package."""

from __future__ import annotations

from shapecalc.dims import Shape
from shapecalc.expr import Dim


class ShapeError(ValueError):
    """Two sides that do not fit.

    `left` and `right` are the sides that clash, `axis` is where.  With `static`, TensorFlow itself refuses to build
    this; the message is its reason.  Without, TensorFlow stays silent until the program runs, and we have a proof
    that it fails then: `result` is the shape with which TensorFlow goes on.
    """

    def __init__(
        self,
        message: str,
        *,
        left: Dim | Shape = None,
        right: Dim | Shape = None,
        axis: int | None = None,
        static: bool = True,
        result: object = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.left = left
        self.right = right
        self.axis = axis
        self.static = static
        self.result = result
