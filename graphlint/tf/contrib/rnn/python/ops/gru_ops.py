"""GRU cells of one op (contrib/rnn/python/ops/gru_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.framework.tensor_shape import dimension_value
from graphlint.tf.python.keras.engine.input_spec import InputSpec
from graphlint.tf.python.ops import init_ops
from graphlint.tf.python.ops.rnn_cell_impl import LayerRNNCell


class GRUBlockCell(LayerRNNCell):
    """One step in one op."""

    _NAMES = ("w_ru", "b_ru", "w_c", "b_c")

    def __init__(self, num_units: Any = None, cell_size: Any = None, reuse: Any = None, name: Any = "gru_cell") -> None:
        super().__init__(_reuse=reuse, name=name)
        if (cell_size is None) == (num_units is None):
            raise ValueError("Exactly one of num_units or cell_size must be provided.")
        self._cell_size = cell_size if num_units is None else num_units
        self.input_spec = InputSpec(ndim=2)

    @property
    def state_size(self) -> Any:
        return self._cell_size

    @property
    def output_size(self) -> Any:
        return self._cell_size

    def build(self, input_shape: Any) -> None:
        size, units = dimension_value(input_shape[1]), self._cell_size
        if size is None:
            raise ValueError("Expecting input_size to be set.")
        w_ru, b_ru, w_c, b_c = self._NAMES
        self._gate_kernel = self.add_variable(w_ru, [size + units, units * 2])
        self._gate_bias = self.add_variable(b_ru, [units * 2], initializer=init_ops.Constant(1.0))
        self._candidate_kernel = self.add_variable(w_c, [size + units, units])
        self._candidate_bias = self.add_variable(b_c, [units], initializer=init_ops.Constant(0.0))
        self.built = True

    def call(self, inputs: Any, h_prev: Any) -> Any:
        size = h_prev.get_shape().with_rank(2)[1]
        if size != self._cell_size:
            raise ValueError(f"Shape of h_prev[1] incorrect: cell_size {self._cell_size} vs {size}")
        found = gen.GRUBlockCell(x=inputs, h_prev=h_prev, w_ru=self._gate_kernel, w_c=self._candidate_kernel,
                                 b_ru=self._gate_bias, b_c=self._candidate_bias)
        return found[3], found[3]


class GRUBlockCellV2(GRUBlockCell):
    """The same with the variable names of GRUCell."""

    _NAMES = ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias")
