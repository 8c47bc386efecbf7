"""The one error of the package, and the bookkeeping of clashes that only we can see."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from shapecalc.compare import eq
from shapecalc.dims import Shape
from shapecalc.expr import Dim

Result = TypeVar("Result")
Given = TypeVar("Given")
Side = Dim | Shape


class ShapeError(ValueError):
    """Two sides that do not fit.

    `left` and `right` are the sides that clash, `axis` is where.  With `static`, TensorFlow itself refuses to build
    this; the message is its reason.  Without, TensorFlow stays silent until the program runs, and we have a proof
    that it fails then: `result` is what the formula would have returned, with which TensorFlow goes on.
    """

    def __init__(
        self,
        message: str,
        *,
        left: Side = None,
        right: Side = None,
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


class Clashes:
    """Raises what TensorFlow refuses at once, keeps the first clash it is silent about until the result is known."""

    __slots__ = ("first",)

    def __init__(self) -> None:
        self.first: ShapeError | None = None

    def found(self, message: str, left: Side, right: Side, axis: int | None = None, static: bool = False) -> None:
        """A clash, which TensorFlow sees or doesn't."""
        error = ShapeError(message, left=left, right=right, axis=axis, static=static)
        if static:
            raise error
        self.first = self.first or error

    def equal(self, x: Dim, y: Dim, axis: int | None = None) -> Dim:
        """The better known of two dims that must be the same number."""
        if isinstance(x, int) and isinstance(y, int):
            if x != y:
                self.found(f"Dimensions must be equal, but are {x} and {y}", x, y, axis, static=True)
            return x
        if eq(x, y) is False:
            self.found(f"Dimensions must be equal, but are {x} and {y}", x, y, axis)
        return better_known(x, y)

    def collect(self, formula: Callable[[Given], Result], given: Given) -> Result:
        """What a formula returns, with its silent clash kept."""
        try:
            return formula(given)
        except ShapeError as error:
            if error.static:
                raise
            self.first = self.first or error
            return cast(Result, error.result)

    def finish(self, result: Result) -> Result:
        """The result, unless a clash was found."""
        if self.first is not None:
            self.first.result = result
            raise self.first
        return result


def better_known(x: Dim, y: Dim) -> Dim:
    """Of two dims that are the same number, the one of which more is known."""
    if isinstance(x, int):
        return x
    if isinstance(y, int) or (x.number is None and y.number is not None):
        return y
    return x
