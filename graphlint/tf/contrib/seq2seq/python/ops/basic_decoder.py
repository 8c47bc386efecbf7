"""BasicDecoder (contrib/seq2seq/python/ops/basic_decoder.py)."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.layers import base as layers_base
from graphlint.tf.python.ops.rnn_cell_impl import assert_like_rnncell
from graphlint.tf.python.util import nest

from .decoder import Decoder
from .step_helpers import Helper


@exposed
class BasicDecoderOutput(namedtuple("BasicDecoderOutput", ("rnn_output", "sample_id"))):  # noqa: PYI024, SLOT002
    """What one step gives."""


def sizes_after(layer: Any, size: Any) -> Any:
    """The sizes of a cell's outputs, after the output layer if there is one."""
    if layer is None:
        return size
    shapes = nest.map_structure(lambda s: TensorShape([None]).concatenate(s), size)
    return nest.map_structure(lambda s: s[1:], layer.compute_output_shape(shapes))


class BasicDecoder(Decoder):
    """A cell, a helper, and perhaps a layer on the outputs."""

    def __init__(self, cell: Any, helper: Any, initial_state: Any, output_layer: Any = None) -> None:
        assert_like_rnncell("cell", cell)
        if not isinstance(helper, Helper):
            raise TypeError(f"helper must be a Helper, received: {type(helper)}")
        if output_layer is not None and not _is_layer(output_layer):
            raise TypeError(f"output_layer must be a Layer, received: {type(output_layer)}")
        self._cell = cell
        self._helper = helper
        self._initial_state = initial_state
        self._output_layer = output_layer

    @property
    def batch_size(self) -> Any:
        return self._helper.batch_size

    def _rnn_output_size(self) -> Any:
        return sizes_after(self._output_layer, self._cell.output_size)

    @property
    def output_size(self) -> Any:
        return BasicDecoderOutput(rnn_output=self._rnn_output_size(), sample_id=self._helper.sample_ids_shape)

    @property
    def output_dtype(self) -> Any:
        dtype = nest.flatten(self._initial_state)[0].dtype
        return BasicDecoderOutput(nest.map_structure(lambda _: dtype, self._rnn_output_size()),
                                  self._helper.sample_ids_dtype)

    def initialize(self, name: Any = None) -> Any:
        return (*self._helper.initialize(), self._initial_state)

    def step(self, time: Any, inputs: Any, state: Any, name: Any = None) -> Any:
        with ops.name_scope(name, "BasicDecoderStep", (time, inputs, state)):
            outputs, cell_state = self._cell(inputs, state)
            if self._output_layer is not None:
                outputs = self._output_layer(outputs)
            ids = self._helper.sample(time=time, outputs=outputs, state=cell_state)
            finished, next_inputs, next_state = self._helper.next_inputs(time=time, outputs=outputs, state=cell_state,
                                                                         sample_ids=ids)
        return BasicDecoderOutput(outputs, ids), next_state, next_inputs, finished


def _is_layer(value: Any) -> bool:
    return isinstance(value, layers_base.Layer)
