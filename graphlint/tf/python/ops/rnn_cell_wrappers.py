"""Cells around cells: dropout, residual, device, and several in a row (ops/rnn_cell_wrapper_impl.py)."""

from __future__ import annotations

import hashlib
from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.framework.tensor_util import constant_value
from graphlint.tf.python.layers import base as base_layer
from graphlint.tf.python.util import nest

from . import array_ops, math_ops, nn_ops, random_ops
from . import variable_scope as vs
from .rnn_cells import RNNCell
from .rnn_cells_lstm import LSTMStateTuple
from .rnn_states import assert_like_rnncell
from .tensor_array_ops import TensorArray


class CellWrapper(RNNCell):
    """A cell around another one, with its sizes."""

    def __init__(self, cell: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert_like_rnncell("cell", cell)
        self.cell = cell

    @property
    def state_size(self) -> Any:
        return self.cell.state_size

    @property
    def output_size(self) -> Any:
        return self.cell.output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        with ops.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return self.cell.zero_state(batch_size, dtype)

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:
        return self._call_wrapped_cell(inputs, state, self.cell.__call__, scope=scope)

    def _call_wrapped_cell(self, inputs: Any, state: Any, cell_call_fn: Any, **kwargs: Any) -> Any:
        raise NotImplementedError


class ResidualWrapper(CellWrapper):
    """Adds the inputs to the outputs."""

    def __init__(self, cell: Any, residual_fn: Any = None, **kwargs: Any) -> None:
        super().__init__(cell, **kwargs)
        self._residual_fn = residual_fn

    def _call_wrapped_cell(self, inputs: Any, state: Any, cell_call_fn: Any, **kwargs: Any) -> Any:
        outputs, new_state = cell_call_fn(inputs, state, **kwargs)
        return (self._residual_fn or _add)(inputs, outputs), new_state


def _add(inputs: Any, outputs: Any) -> Any:
    def check(x: Any, y: Any) -> None:
        x.get_shape().assert_is_compatible_with(y.get_shape())

    nest.assert_same_structure(inputs, outputs)
    nest.map_structure(check, inputs, outputs)
    return nest.map_structure(lambda x, y: x + y, inputs, outputs)


class DeviceWrapper(CellWrapper):
    """Runs a cell on a device."""

    def __init__(self, cell: Any, device: Any, **kwargs: Any) -> None:
        super().__init__(cell, **kwargs)
        self._device = device

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        with (ops.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]), ops.device(self._device)):
            return self.cell.zero_state(batch_size, dtype)

    def _call_wrapped_cell(self, inputs: Any, state: Any, cell_call_fn: Any, **kwargs: Any) -> Any:
        with ops.device(self._device):
            return cell_call_fn(inputs, state, **kwargs)


class DropoutWrapper(CellWrapper):
    """Dropout of inputs, outputs and state; `variational_recurrent` keeps one mask over all steps."""

    def __init__(self, cell: Any, input_keep_prob: Any = 1.0, output_keep_prob: Any = 1.0, state_keep_prob: Any = 1.0,
                 variational_recurrent: bool = False, input_size: Any = None, dtype: Any = None, seed: Any = None,
                 dropout_state_filter_visitor: Any = None, **kwargs: Any) -> None:
        super().__init__(cell, dtype=dtype, **kwargs)
        if dropout_state_filter_visitor is not None and not callable(dropout_state_filter_visitor):
            raise TypeError("dropout_state_filter_visitor must be callable")
        self._state_filter = dropout_state_filter_visitor or _is_dropped
        with ops.name_scope("DropoutWrapperInit"):
            self._input_keep_prob = _probability(input_keep_prob, "input_keep_prob")
            self._state_keep_prob = _probability(state_keep_prob, "state_keep_prob")
            self._output_keep_prob = _probability(output_keep_prob, "output_keep_prob")
        self._variational_recurrent = variational_recurrent
        self._input_size = input_size
        self._seed = seed
        self._noises: dict[str, Any] = {}
        if variational_recurrent:
            self._make_noises(dtype)

    @property
    def wrapped_cell(self) -> Any:
        return self.cell

    def _make_noises(self, dtype: Any) -> None:
        if dtype is None:
            raise ValueError("When variational_recurrent=True, dtype must be provided")

        def noise(salt: str, sizes: Any) -> Any:
            def one(index: int, size: Any) -> Any:
                shape = array_ops.concat(([1], TensorShape(size).as_list()), 0)
                return random_ops.random_uniform(shape, seed=self._gen_seed(salt, index), dtype=dtype)

            return _numbered(sizes, one, sizes)

        if not isinstance(self._input_keep_prob, float) or self._input_keep_prob < 1.0:
            if self._input_size is None:
                raise ValueError("When variational_recurrent=True and input_keep_prob < 1.0 or is unknown, input_size "
                                 "must be provided")
            self._noises["input"] = noise("input", self._input_size)
        self._noises["state"] = noise("state", self.cell.state_size)
        self._noises["output"] = noise("output", self.cell.output_size)

    def _gen_seed(self, salt_prefix: str, index: int) -> int | None:
        if self._seed is None:
            return None
        text = f"{self._seed}{salt_prefix}_{index}".encode()
        return int(hashlib.md5(text, usedforsecurity=False).hexdigest()[:8], 16) & 0x7FFFFFFF

    def _dropout(self, values: Any, salt: str, keep_prob: Any, shallow: Any = None) -> Any:
        shallow = values if shallow is None else shallow

        def fresh(index: int, wanted: Any, value: Any) -> Any:
            if isinstance(wanted, bool) and not wanted:
                return value
            seed = self._gen_seed(salt, index)
            if not stack.default_graph().release.dropout_rate:
                return nn_ops.dropout(value, keep_prob=keep_prob, seed=seed)
            return nn_ops.dropout_v2(value, rate=1.0 - keep_prob, seed=seed)

        def same_mask(index: int, wanted: Any, value: Any, noise: Any) -> Any:
            if isinstance(wanted, bool) and not wanted:
                return value
            kept = math_ops.floor(keep_prob + noise)
            found = math_ops.div(value, keep_prob) * kept
            found.set_shape(value.get_shape())
            return found

        if self._variational_recurrent:
            return _numbered(shallow, same_mask, shallow, values, self._noises.get(salt))
        return _numbered(shallow, fresh, shallow, values)

    def _call_wrapped_cell(self, inputs: Any, state: Any, cell_call_fn: Any, **kwargs: Any) -> Any:
        def drops(probability: Any) -> bool:
            return not isinstance(probability, float) or probability < 1

        if drops(self._input_keep_prob):
            inputs = self._dropout(inputs, "input", self._input_keep_prob)
        output, new_state = cell_call_fn(inputs, state, **kwargs)
        if drops(self._state_keep_prob):
            shallow = nest.get_traverse_shallow_structure(self._state_filter, new_state)
            new_state = self._dropout(new_state, "state", self._state_keep_prob, shallow)
        if drops(self._output_keep_prob):
            output = self._dropout(output, "output", self._output_keep_prob)
        return output, new_state


def _probability(value: Any, name: str) -> Any:
    """A float where it is constant (a Const is made all the same), else the tensor."""
    tensor = convert(value)
    known = constant_value(tensor)
    if known is None:
        return value if isinstance(value, Unknown) else tensor
    if known < 0 or known > 1:
        raise ValueError(f"Parameter {name} must be between 0 and 1: {int(known)}")
    return float(known)


def _is_dropped(state: Any) -> Any:
    """Of an LSTM's state only the output part is dropped."""
    if isinstance(state, LSTMStateTuple):
        return LSTMStateTuple(c=False, h=True)
    return not isinstance(state, TensorArray)


def _numbered(shallow: Any, function: Any, *structures: Any) -> Any:
    """map_structure_up_to with the leaf's number in front."""
    count = iter(range(1 << 30))
    return nest.map_structure_up_to(shallow, lambda *values: function(next(count), *values), *structures)


class MultiRNNCell(RNNCell):
    """Cells in a row: the outputs of one are the inputs of the next."""

    def __init__(self, cells: Any, state_is_tuple: bool = True) -> None:
        super().__init__()
        if not cells:
            raise ValueError("Must specify at least one cell for MultiRNNCell.")
        if not nest.is_nested(cells):
            raise TypeError(f"cells must be a list or tuple, but saw: {cells}.")
        self._cells = cells
        self._state_is_tuple = state_is_tuple
        if not state_is_tuple and any(nest.is_nested(cell.state_size) for cell in cells):
            raise ValueError("Some cells return tuples of states, but the flag state_is_tuple is not set.  State sizes "
                             f"are: {[cell.state_size for cell in cells]}")

    @property
    def state_size(self) -> Any:
        sizes = [cell.state_size for cell in self._cells]
        return tuple(sizes) if self._state_is_tuple else sum(sizes)

    @property
    def output_size(self) -> Any:
        return self._cells[-1].output_size

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        with ops.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            if self._state_is_tuple:
                return tuple(cell.zero_state(batch_size, dtype) for cell in self._cells)
            return super().zero_state(batch_size, dtype)

    def _weights_of_cells(self, kind: str) -> list[Any]:
        return [weight for cell in self._cells if isinstance(cell, base_layer.Layer) for weight in getattr(cell, kind)]

    @property
    def trainable_weights(self) -> Any:
        return self._weights_of_cells("trainable_weights") if self.trainable else []

    @property
    def non_trainable_weights(self) -> Any:
        weights = self._weights_of_cells("non_trainable_weights")
        return weights if self.trainable else self._weights_of_cells("trainable_weights") + weights

    def call(self, inputs: Any, state: Any) -> Any:
        position, states = 0, []
        for i, cell in enumerate(self._cells):
            with vs.variable_scope(f"cell_{i}"):
                if self._state_is_tuple:
                    if not nest.is_nested(state):
                        raise ValueError(f"Expected state to be a tuple of length {len(self.state_size)}, but "
                                         f"received: {state}")
                    current = state[i]
                else:
                    current = array_ops.slice(state, [0, position], [-1, cell.state_size])
                    position += cell.state_size
                inputs, new_state = cell(inputs, current)
                states.append(new_state)
        return inputs, tuple(states) if self._state_is_tuple else array_ops.concat(states, 1)
