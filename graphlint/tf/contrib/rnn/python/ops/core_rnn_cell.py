"""Linear maps inside cells, and the wrappers that embed or project (contrib/rnn/python/ops/core_rnn_cell.py)."""

from __future__ import annotations

import math
from typing import Any

from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.rnn_cell_impl import RNNCell, assert_like_rnncell
from graphlint.tf.python.util import nest


def _width(args: list[Any]) -> int:
    """The columns of all arguments together."""
    shapes = [arg.get_shape() for arg in args]
    total = 0
    for shape in shapes:
        if shape.ndims != 2:
            raise ValueError(f"linear is expecting 2D arguments: {shapes}")
        if shape.dims[1].value is None:
            raise ValueError(f"linear expects shape[1] to be provided for shape {shape}, but saw {shape[1]}")
        total += shape.dims[1].value
    return total


def _checked(args: Any) -> tuple[list[Any], bool]:
    nested = nest.is_nested(args)
    if args is None or (nested and not args):
        raise ValueError("`args` must be specified")
    return (args if nested else [args]), nested


def _bias(outer: Any, size: Any, dtype: Any, initializer: Any) -> Any:
    with vs.variable_scope(outer) as inner:
        inner.set_partitioner(None)
        if initializer is None:
            initializer = init_ops.Constant(0.0, dtype=dtype)
        return vs.get_variable("bias", [size], dtype=dtype, initializer=initializer)


class Linear:
    """`_Linear`: args times a matrix, plus a bias; the variables are made with it."""

    def __init__(self, args: Any, output_size: Any, build_bias: Any, bias_initializer: Any = None,
                 kernel_initializer: Any = None) -> None:
        self._build_bias = build_bias
        values, self._is_sequence = _checked(args)
        width = _width(values)
        dtype = next(iter(values)).dtype
        with vs.variable_scope(vs.get_variable_scope()) as outer:
            self._weights = vs.get_variable("kernel", [width, output_size], dtype=dtype, initializer=kernel_initializer)
            if build_bias:
                self._biases = _bias(outer, output_size, dtype, bias_initializer)

    def __call__(self, args: Any) -> Any:
        values = args if self._is_sequence else [args]
        if len(values) == 1:
            result = math_ops.matmul(values[0], self._weights)
        else:
            one = constant_op.constant(1, dtype="int32")
            result = math_ops.matmul(array_ops.concat(values, one), self._weights)
        return nn_ops.bias_add(result, self._biases) if self._build_bias else result


_Linear = Linear


def _linear(args: Any, output_size: Any, bias: Any, bias_initializer: Any = None,
            kernel_initializer: Any = None) -> Any:
    """The same in one call."""
    values, _ = _checked(args)
    width = _width(values)
    dtype = next(iter(values)).dtype
    with vs.variable_scope(vs.get_variable_scope()) as outer:
        weights = vs.get_variable("kernel", [width, output_size], dtype=dtype, initializer=kernel_initializer)
        joined = values[0] if len(values) == 1 else array_ops.concat(values, 1)
        result = math_ops.matmul(joined, weights)
        if not bias:
            return result
        return nn_ops.bias_add(result, _bias(outer, output_size, dtype, bias_initializer))


class _Around(RNNCell):
    """A cell around another that keeps its state."""

    def __init__(self, cell: Any, reuse: Any) -> None:
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        self._cell = cell

    @property
    def state_size(self) -> Any:
        return self._cell.state_size

    @property
    def output_size(self) -> Any:
        return self._cell.output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        with ops.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return self._cell.zero_state(batch_size, dtype)


class EmbeddingWrapper(_Around):
    """Looks the inputs (ids) up in an embedding first."""

    def __init__(self, cell: Any, embedding_classes: Any, embedding_size: Any, initializer: Any = None,
                 reuse: Any = None) -> None:
        super().__init__(cell, reuse)
        if embedding_classes <= 0 or embedding_size <= 0:
            raise ValueError("Both embedding_classes and embedding_size must be > 0: "
                             f"{embedding_classes}, {embedding_size}.")
        self._embedding_classes = embedding_classes
        self._embedding_size = embedding_size
        self._initializer = initializer

    def call(self, inputs: Any, state: Any) -> Any:
        from graphlint.tf.python.ops import embedding_ops  # noqa: PLC0415 - only this wrapper needs it

        with ops.device("/cpu:0"):
            initializer = self._initializer or vs.get_variable_scope().initializer
            if not initializer:
                initializer = init_ops.RandomUniform(-math.sqrt(3), math.sqrt(3))
            dtype = state[0].dtype if isinstance(state, tuple) else state.dtype
            embedding = vs.get_variable("embedding", [self._embedding_classes, self._embedding_size],
                                        initializer=initializer, dtype=dtype)
            embedded = embedding_ops.embedding_lookup(embedding, array_ops.reshape(inputs, [-1]))
            return self._cell(embedded, state)


class InputProjectionWrapper(_Around):
    """A linear map before the cell."""

    def __init__(self, cell: Any, num_proj: Any, activation: Any = None, input_size: Any = None,
                 reuse: Any = None) -> None:
        super().__init__(cell, reuse)
        self._num_proj = num_proj
        self._activation = activation
        self._linear: Linear | None = None

    def call(self, inputs: Any, state: Any) -> Any:
        if self._linear is None:
            self._linear = Linear(inputs, self._num_proj, True)
        projected = self._linear(inputs)
        if self._activation:
            projected = self._activation(projected)
        return self._cell(projected, state)


class OutputProjectionWrapper(_Around):
    """A linear map after the cell."""

    def __init__(self, cell: Any, output_size: Any, activation: Any = None, reuse: Any = None) -> None:
        super().__init__(cell, reuse)
        if output_size < 1:
            raise ValueError(f"Parameter output_size must be > 0: {output_size}.")
        self._output_size = output_size
        self._activation = activation
        self._linear: Linear | None = None

    @property
    def output_size(self) -> Any:
        return self._output_size

    def call(self, inputs: Any, state: Any) -> Any:
        output, new_state = self._cell(inputs, state)
        if self._linear is None:
            self._linear = Linear(output, self._output_size, True)
        projected = self._linear(output)
        return self._activation(projected) if self._activation else projected, new_state
