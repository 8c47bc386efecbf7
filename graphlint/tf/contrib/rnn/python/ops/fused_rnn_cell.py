"""Cells that do a whole sequence at once (contrib/rnn/python/ops/fused_rnn_cell.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.ops import array_ops, rnn


@exposed
class FusedRNNCell:
    """(time-major inputs) -> (outputs, last state)."""

    def __call__(self, inputs: Any, initial_state: Any = None, dtype: Any = None, sequence_length: Any = None,
                 scope: Any = None) -> Any:
        raise NotImplementedError


class FusedRNNCellAdaptor(FusedRNNCell):
    """A plain cell as a fused one."""

    def __init__(self, cell: Any, use_dynamic_rnn: bool = False) -> None:
        self._cell = cell
        self._use_dynamic_rnn = use_dynamic_rnn

    def __call__(self, inputs: Any, initial_state: Any = None, dtype: Any = None, sequence_length: Any = None,
                 scope: Any = None) -> Any:
        is_list = isinstance(inputs, list)
        shared = {"sequence_length": sequence_length, "initial_state": initial_state, "dtype": dtype, "scope": scope}
        if self._use_dynamic_rnn:
            values = array_ops.stack(inputs) if is_list else inputs
            outputs, state = rnn.dynamic_rnn(self._cell, values, time_major=True, **shared)
            return array_ops.unstack(outputs) if is_list else outputs, state
        values = inputs if is_list else array_ops.unstack(inputs)
        outputs, state = rnn.static_rnn(self._cell, values, **shared)
        return outputs if is_list else array_ops.stack(outputs), state


class TimeReversedFusedRNN(FusedRNNCell):
    """A fused cell over the reversed sequence."""

    def __init__(self, cell: Any) -> None:
        self._cell = cell

    def _reverse(self, tensor: Any, lengths: Any) -> Any:
        if isinstance(tensor, list):
            return list(reversed(tensor))
        if lengths is None:
            return array_ops.reverse_v2(tensor, [0])
        return array_ops.reverse_sequence(tensor, lengths, 0, 1)

    def __call__(self, inputs: Any, initial_state: Any = None, dtype: Any = None, sequence_length: Any = None,
                 scope: Any = None) -> Any:
        outputs, state = self._cell(self._reverse(inputs, sequence_length), initial_state=initial_state, dtype=dtype,
                                    sequence_length=sequence_length, scope=scope)
        return self._reverse(outputs, sequence_length), state
