"""Layers that merge several tensors (keras/layers/merge.py). Inputs of unknown rank aren't reshaped to match."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.framework.tensor_shape import as_shape
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.ops import array_constants, array_joining, array_shape, math_ops, math_reduce, nn_normalization

from .spatial import concatenated

Shape = tuple[Any, ...] | None


def _tuples(shapes: Any) -> list[Shape]:
    found: list[Shape] = []
    for shape in shapes:
        one = as_shape(shape)
        found.append(None if one.ndims is None else tuple(one.as_list()))
    return found


class _Merge(Layer):
    """Elementwise over inputs that broadcast."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self._reshape_required = False

    def _merge_function(self, inputs: Any) -> Any:
        raise NotImplementedError

    def build(self, input_shape: Any) -> None:
        if not isinstance(input_shape, list):
            raise ValueError("A merge layer should be called on a list of inputs.")
        if len(input_shape) < 2:
            raise ValueError("A merge layer should be called on a list of at least 2 inputs. Got "
                             f"{len(input_shape)} inputs.")
        shapes = _tuples(input_shape)
        batches = {shape[0] for shape in shapes if shape is not None} - {None}
        if len(batches) > 1:
            raise ValueError(f"Can not merge tensors with different batch sizes. Got tensors with shapes : {shapes}")
        output = None if shapes[0] is None else shapes[0][1:]
        for shape in shapes[1:]:
            output = _broadcast(output, None if shape is None else shape[1:])
        self._reshape_required = None in shapes or len({len(shape) for shape in shapes if shape is not None}) != 1

    def call(self, inputs: Any) -> Any:
        if not isinstance(inputs, list):
            raise ValueError("A merge layer should be called on a list of inputs.")
        if not self._reshape_required or any(x.dims is None for x in inputs):
            return self._merge_function(inputs)
        most = max(len(x.dims) for x in inputs)
        reshaped = []
        for x in inputs:
            for _ in range(most - len(x.dims)):
                x = array_shape.expand_dims(x, axis=1)
            reshaped.append(x)
        return self._merge_function(reshaped)

    def compute_output_shape(self, input_shape: Any) -> Any:
        shapes = _tuples(input_shape)
        output = None if shapes[0] is None else shapes[0][1:]
        for shape in shapes[1:]:
            output = _broadcast(output, None if shape is None else shape[1:])
        batches = {shape[0] for shape in shapes if shape is not None} - {None}
        return (next(iter(batches)) if len(batches) == 1 else None, *(output or ()))

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        if mask is None or all(one is None for one in mask):
            return None
        masks = [array_shape.expand_dims(one, axis=0) for one in mask if one is not None]
        return math_reduce.reduce_all(concatenated(masks, 0), axis=0, keepdims=False)


def _broadcast(one: Shape, other: Shape) -> Shape:
    if one is None or other is None:
        return None
    if len(one) < len(other):
        return _broadcast(other, one)
    if not other:
        return one
    found = list(one[: -len(other)])
    for i, j in zip(one[-len(other) :], other, strict=True):
        if i is None or j is None:
            found.append(None)
        elif i == 1 or j == 1 or i == j:
            found.append(j if i == 1 else i)
        else:
            raise ValueError(f"Operands could not be broadcast together with shapes {one} {other}")
    return tuple(found)


class Add(_Merge):
    def _merge_function(self, inputs: Any) -> Any:
        output = inputs[0]
        for value in inputs[1:]:
            output = output + value
        return output


class Subtract(_Merge):
    def build(self, input_shape: Any) -> None:
        super().build(input_shape)
        if len(input_shape) != 2:
            raise ValueError("A `Subtract` layer should be called on exactly 2 inputs")

    def _merge_function(self, inputs: Any) -> Any:
        if len(inputs) != 2:
            raise ValueError("A `Subtract` layer should be called on exactly 2 inputs")
        return inputs[0] - inputs[1]


class Multiply(_Merge):
    def _merge_function(self, inputs: Any) -> Any:
        output = inputs[0]
        for value in inputs[1:]:
            output = output * value
        return output


class Average(_Merge):
    def _merge_function(self, inputs: Any) -> Any:
        output = inputs[0]
        for value in inputs[1:]:
            output = output + value
        return output / len(inputs)


class Maximum(_Merge):
    def _merge_function(self, inputs: Any) -> Any:
        output = inputs[0]
        for value in inputs[1:]:
            output = gen.Maximum(output, value)
        return output


class Minimum(_Merge):
    def _merge_function(self, inputs: Any) -> Any:
        output = inputs[0]
        for value in inputs[1:]:
            output = gen.Minimum(output, value)
        return output


class Concatenate(_Merge):
    def __init__(self, axis: Any = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis

    def build(self, input_shape: Any) -> None:
        if not isinstance(input_shape, list) or len(input_shape) < 2:
            raise ValueError("A `Concatenate` layer should be called on a list of at least 2 inputs")
        shapes = _tuples(input_shape)
        if all(shape is None for shape in shapes):
            return
        others = set()
        for shape in shapes:
            sizes = list(shape or ())
            del sizes[self.axis]
            others.add(tuple(sizes))
        if len(others) > 1:
            raise ValueError("A `Concatenate` layer requires inputs with matching shapes except for the concat axis. Got "
                             f"inputs shapes: {shapes}")

    def _merge_function(self, inputs: Any) -> Any:
        return concatenated(inputs, self.axis)

    def compute_output_shape(self, input_shape: Any) -> Any:
        shapes = _tuples(input_shape)
        output = list(shapes[0] or ())
        for shape in shapes[1:]:
            size = (shape or ())[self.axis]
            if output[self.axis] is None or size is None:
                output[self.axis] = None
                break
            output[self.axis] += size
        return tuple(output)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        if mask is None or all(one is None for one in mask):
            return None
        masks = []
        for value, one in zip(inputs, mask, strict=True):
            if one is None:
                masks.append(array_constants.ones_like(value, dtype="bool"))
            else:
                masks.append(array_shape.expand_dims(one, axis=-1) if len(one.dims) < len(value.dims) else one)
        return math_reduce.reduce_all(concatenated(masks, self.axis), axis=-1, keepdims=False)


class Dot(_Merge):
    def __init__(self, axes: Any, normalize: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not isinstance(axes, int):
            if not isinstance(axes, (list, tuple)):
                raise TypeError("Invalid type for `axes` - should be a list or an int.")
            if len(axes) != 2:
                raise ValueError("Invalid format for `axes` - should contain two elements.")
        object.__setattr__(self, "axes", axes)
        self.normalize = normalize

    def _pair(self, ranks: tuple[int, int]) -> list[int]:
        if isinstance(self.axes, int):  # type: ignore[attr-defined]
            return [self.axes % rank for rank in ranks] if self.axes < 0 else [self.axes] * 2  # type: ignore[attr-defined]
        return [axis % rank if axis < 0 else axis for axis, rank in zip(self.axes, ranks, strict=True)]  # type: ignore[attr-defined]

    def build(self, input_shape: Any) -> None:
        if not isinstance(input_shape, list) or len(input_shape) != 2:
            raise ValueError("A `Dot` layer should be called on a list of 2 inputs.")
        one, other = _tuples(input_shape)
        if one is None or other is None:
            return
        axes = self._pair((len(one), len(other)))
        if one[axes[0]] != other[axes[1]]:
            raise ValueError(f"Dimension incompatibility {one[axes[0]]} != {other[axes[1]]}. Layer shapes: {one}, {other}")

    def _merge_function(self, inputs: Any) -> Any:
        if len(inputs) != 2:
            raise ValueError("A `Dot` layer should be called on exactly 2 inputs")
        x, y = inputs
        axes = self._pair((len(x.dims), len(y.dims)))
        if self.normalize:
            x, y = nn_normalization.l2_normalize(x, axis=axes[0]), nn_normalization.l2_normalize(y, axis=axes[1])
        return batch_dot(x, y, axes)


def batch_dot(x: Any, y: Any, axes: Any = None) -> Any:
    """K.batch_dot."""
    if isinstance(axes, int):
        axes = (axes, axes)
    x_rank, y_rank = x.shape.ndims, y.shape.ndims
    if axes is None:
        axes = [x_rank - 1, y_rank - 2]
    more = abs(x_rank - y_rank)
    if x_rank > y_rank:
        y = array_shape.reshape(y, array_joining.concat([array_shape.shape(y), [1] * more], axis=0))
    elif y_rank > x_rank:
        x = array_shape.reshape(x, array_joining.concat([array_shape.shape(x), [1] * more], axis=0))
    if x.shape.ndims == 2 and y.shape.ndims == 2:
        if axes[0] == axes[1]:
            found = math_reduce.reduce_sum(gen.Mul(x, y), axes[0])
        else:
            found = math_reduce.reduce_sum(gen.Mul(array_shape.transpose(x, [1, 0]), y), axes[1])
    else:
        adj_x = None if axes[0] == x.shape.ndims - 1 else True
        adj_y = True if axes[1] == y.shape.ndims - 1 else None
        found = math_ops.matmul(x, y, adjoint_a=adj_x, adjoint_b=adj_y)  # type: ignore[arg-type]
    if more:
        start = x_rank + y_rank - 3 if x_rank > y_rank else x_rank - 1
        found = array_shape.squeeze(found, list(range(start, start + more)))
    return array_shape.expand_dims(found, 1) if len(found.dims or ()) == 1 else found


def add(inputs: Any, **kwargs: Any) -> Any:
    return Add(**kwargs)(inputs)


def subtract(inputs: Any, **kwargs: Any) -> Any:
    return Subtract(**kwargs)(inputs)


def multiply(inputs: Any, **kwargs: Any) -> Any:
    return Multiply(**kwargs)(inputs)


def average(inputs: Any, **kwargs: Any) -> Any:
    return Average(**kwargs)(inputs)


def maximum(inputs: Any, **kwargs: Any) -> Any:
    return Maximum(**kwargs)(inputs)


def minimum(inputs: Any, **kwargs: Any) -> Any:
    return Minimum(**kwargs)(inputs)


def concatenate(inputs: Any, axis: Any = -1, **kwargs: Any) -> Any:
    return Concatenate(axis=axis, **kwargs)(inputs)


def dot(inputs: Any, axes: Any, normalize: bool = False, **kwargs: Any) -> Any:
    return Dot(axes=axes, normalize=normalize, **kwargs)(inputs)
