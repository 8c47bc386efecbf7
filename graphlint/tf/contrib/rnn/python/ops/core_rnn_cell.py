"""Linear maps inside cells, and the wrappers that embed or project (contrib/rnn/python/ops/core_rnn_cell.py)."""

from __future__ import annotations

import math
from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops
from graphlint.tf.python.ops import variable_scope as vs
from graphlint.tf.python.ops.rnn_cell_impl import RNNCell, assert_like_rnncell
from graphlint.tf.python.ops.rnn_linear import Linear as Linear
from graphlint.tf.python.ops.rnn_linear import bias_of, checked, width_of

_Linear = Linear


def _linear(args: Any, output_size: Any, bias: Any, bias_initializer: Any = None,
            kernel_initializer: Any = None) -> Any:
    """The same in one call."""
    values, _ = checked(args)
    width = width_of(values)
    dtype = next(iter(values)).dtype
    with vs.variable_scope(vs.get_variable_scope()) as outer:
        weights = vs.get_variable("kernel", [width, output_size], dtype=dtype, initializer=kernel_initializer)
        joined = values[0] if len(values) == 1 else array_ops.concat(values, 1)
        result = math_ops.matmul(joined, weights)
        if not bias:
            return result
        return nn_ops.bias_add(result, bias_of(outer, output_size, dtype, bias_initializer))


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
