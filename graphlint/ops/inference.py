"""What a shape function sees: shapes, attrs and, where they are known, values of the inputs.

Mirrors TensorFlow's C++ `InferenceContext` and `ShapeRefiner` (core/framework/shape_inference.cc,
core/common_runtime/shape_refiner.cc, release 1.15), down to the text of its errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims, Tensor
from shapecalc import Dim, Expr, ShapeError

from . import symbols, values

_SHOWN_SHAPES = re.compile(r"\. Shapes are \S+ and \S+\.")
MAX_SUMMARY = 256
MAX_RUNS = 5


class InferenceContext:
    """The inputs of an op about to be made."""

    __slots__ = ("attrs", "inputs", "op_type", "outputs", "release", "silent", "used_shapes", "used_values")

    def __init__(self, op_type: str, inputs: list[Tensor], attrs: dict[str, Any], outputs: int, release: Any) -> None:
        self.op_type = op_type
        self.inputs = inputs
        self.attrs = attrs
        self.outputs = outputs
        self.release = release
        self.used_values: set[int] | None = None
        self.used_shapes: dict[int, Dims] | None = None
        self.silent: ShapeError | None = None

    def shape(self, index: int) -> Dims:
        """Dims of input `index`, None for unknown rank."""
        return self.inputs[index].dims

    def attr(self, name: str) -> Any:
        return self.attrs[name]

    def input_tensor(self, index: int) -> Any:
        """The value of input `index` as TensorFlow's constant folding finds it, else None."""
        if self.used_values is None:
            self.used_values = set()
        self.used_values.add(index)
        return values.constant(self.inputs[index])

    def input_tensor_as_shape(self, index: int) -> Dims:
        """The shape that input `index` (an int vector) spells; -1 and what is unknown become Exprs."""
        self.with_rank(index, 1)
        found = symbols.as_shape(self.inputs[index])
        if self.used_shapes is None:
            self.used_shapes = {}
        self.used_shapes[index] = found
        return found

    def with_rank(self, index: int, rank: int) -> tuple[Dim, ...]:
        """Dims of an input that must be of this rank (unknown rank: fresh unknown dims). ShapeError otherwise."""
        dims = self.inputs[index].dims
        if dims is None:
            return tuple(symbols.unknown() for _ in range(rank))
        if len(dims) != rank:
            raise ShapeError(f"Shape must be rank {rank} but is rank {len(dims)}", left=dims, right=rank)
        return dims

    def with_rank_at_least(self, index: int, rank: int) -> Dims:
        """Dims of an input that must be of at least this rank; None stays None."""
        dims = self.inputs[index].dims
        if dims is not None and len(dims) < rank:
            raise ShapeError(f"Shape must be at least rank {rank} but is rank {len(dims)}", left=dims, right=rank)
        return dims

    def unknown(self) -> Dim:
        """A dim that nothing is known of."""
        return symbols.unknown()

    def error_text(self, reason: str, name: str) -> str:
        """TensorFlow's message for a shape error at the op `name`."""
        if not self.release.merge_error_shows_shapes:
            reason = _SHOWN_SHAPES.sub("", reason)
        shapes = ", ".join(show(tensor.dims) for tensor in self.inputs)
        text = f"{reason} for '{name}' (op: '{self.op_type}') with input shapes: {shapes}"
        partial, whole = [], []
        for index in range(len(self.inputs)):
            if self.used_shapes and self.used_shapes.get(index) is not None:
                partial.append(f"input[{index}] = {show(self.used_shapes[index])}")
            elif self.used_values and index in self.used_values:
                value = values.constant(self.inputs[index])
                if value is not None:
                    whole.append(f"input[{index}] = <{summarize(value)}>")
        if whole:
            text += " and with computed input tensors: " + ", ".join(whole)
        if partial:
            text += " and with input tensors computed as partial shapes: " + ",".join(partial)
        return text + "."


class _Staged(InferenceContext):
    """A context in which a value is known only once it was asked for in an earlier run, as in TensorFlow's refiner."""

    __slots__ = ("asked_shapes", "asked_values")

    def __init__(self, c: InferenceContext, values_asked: set[int], shapes_asked: set[int]) -> None:
        super().__init__(c.op_type, c.inputs, c.attrs, c.outputs, c.release)
        self.asked_values = (values_asked, set[int]())
        self.asked_shapes = (shapes_asked, set[int]())

    def input_tensor(self, index: int) -> Any:
        before, now = self.asked_values
        now.add(index)
        return super().input_tensor(index) if index in before else None

    def input_tensor_as_shape(self, index: int) -> Dims:
        before, now = self.asked_shapes
        now.add(index)
        if index in before:
            return super().input_tensor_as_shape(index)
        count = self.with_rank(index, 1)[0]
        return tuple(symbols.unknown() for _ in range(count)) if isinstance(count, int) else None


def infer(function: Callable[[InferenceContext], Sequence[Dims]], c: InferenceContext) -> list[Dims]:
    """The shapes of the outputs. What TensorFlow refuses is raised; a clash that only we see is left in `c.silent`."""
    try:
        return list(function(c))
    except ShapeError as error:
        if error.static:
            raise _earliest(function, c, error) from None
        c.silent = error
        found: Any = error.result
        shapes: list[Dims] = found if isinstance(found, list) else [found]
        return shapes if len(shapes) == c.outputs else [None] * c.outputs


def _earliest(
    function: Callable[[InferenceContext], Sequence[Dims]], c: InferenceContext, error: ShapeError
) -> ShapeError:
    """The error that TensorFlow sees first: it runs a shape function again when values it asked for are found."""
    values_asked: set[int] = set()
    shapes_asked: set[int] = set()
    for _ in range(MAX_RUNS):
        staged = _Staged(c, values_asked, shapes_asked)
        try:
            function(staged)
        except ShapeError as first:
            if first.static:
                c.used_values, c.used_shapes = staged.used_values, staged.used_shapes
                return first
        if staged.asked_values[1] <= values_asked and staged.asked_shapes[1] <= shapes_asked:
            break
        values_asked = values_asked | staged.asked_values[1]
        shapes_asked = shapes_asked | staged.asked_shapes[1]
    return error


def show(dims: Dims | Sequence[Dim]) -> str:
    """`[?,28,3]`, `?` for unknown rank: the way TensorFlow's C++ prints shapes."""
    if dims is None:
        return "?"
    return "[" + ",".join("?" if isinstance(dim, Expr) else str(dim) for dim in dims) + "]"


def summarize(value: Any) -> str:
    """A value as TensorFlow's `SummarizeValue` prints it: `1`, `2 3`, `[1 2][3 4]`."""
    array = np.asarray(value)
    if array.ndim == 0:
        return _scalar(array[()])
    text = _rows(array) if array.size <= MAX_SUMMARY or array.ndim > 1 else _rows(array[:MAX_SUMMARY]) + "..."
    return text


def _rows(array: Any) -> str:
    if array.ndim == 1:
        return " ".join(map(_scalar, array))
    return "".join(f"[{_rows(part)}]" for part in array)


def _scalar(value: Any) -> str:
    if isinstance(value, (bool, np.bool_)):
        return "1" if value else "0"
    if isinstance(value, (float, np.floating)):
        return f"{value:g}"
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
