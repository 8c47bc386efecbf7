"""How a Saver stores cuDNN's parameters: under the names of the cells that compute the same.

From contrib/cudnn_rnn/python/ops/cudnn_rnn_ops.py. Not here: object-based checkpoints.
"""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.ops import array_ops, state_ops
from graphlint.tf.python.ops.variable_scope import VariableScope
from graphlint.tf.python.training.saving.saveable_object import SaveableObject, SaveSpec

from .calls import LINEAR, ONE_WAY
from .converters import (
    CudnnParamsFormatConverter,
    CudnnParamsFormatConverterGRU,
    CudnnParamsFormatConverterLSTM,
    CudnnParamsFormatConverterRelu,
    CudnnParamsFormatConverterTanh,
)


class CudnnOpaqueParamsSaveable(SaveableObject):
    """What all kinds share; the ops that take the parameters apart are built at once."""

    _converter: type[CudnnParamsFormatConverter]
    _cell_name: str
    _weights: tuple[str, ...] = ("kernel",)
    _biases: tuple[str, ...] = ("bias",)

    def __init__(self, opaque_params: Any, num_layers: Any, num_units: Any, input_size: Any, input_mode: Any = LINEAR,
                 direction: Any = ONE_WAY, scope: Any = None, name: Any = "cudnn_rnn_saveable") -> None:
        self._num_layers = num_layers
        self._direction = direction
        self._variables = opaque_params
        self._format_converter = self._converter(num_layers, num_units, input_size, input_mode=input_mode,
                                                 direction=direction)
        weights, biases = self._format_converter.opaque_to_tf_canonical(opaque_params)
        inside = scope.name if isinstance(scope, VariableScope) else scope
        head = f"{inside}/" if inside else ""
        names = [f"{head}{cell}/{name}" for kinds in (self._weights, self._biases) for cell in self._cells() for name in kinds]
        specs = [SaveSpec(tensor, "", name) for tensor, name in zip(weights + biases, names, strict=True)]
        super().__init__(array_ops.identity(opaque_params), specs, name)

    @property
    def format_converter(self) -> Any:
        return self._format_converter

    def _cells(self) -> list[str]:
        cell = self._cell_name
        if self._direction == ONE_WAY:
            return [f"rnn/multi_rnn_cell/cell_{layer}/{cell}" for layer in range(self._num_layers)]
        return [f"stack_bidirectional_rnn/cell_{layer}/bidirectional_rnn/{way}/{cell}"
                for layer in range(self._num_layers) for way in ("fw", "bw")]

    def restore(self, restored_tensors: Any, restored_shapes: Any) -> Any:
        opaque = self._format_converter.tf_canonical_to_opaque(restored_tensors)
        return state_ops.assign(self._variables, opaque, validate_shape=False)


class CudnnLSTMSaveable(CudnnOpaqueParamsSaveable):
    _converter = CudnnParamsFormatConverterLSTM
    _cell_name = "cudnn_compatible_lstm_cell"


class CudnnGRUSaveable(CudnnOpaqueParamsSaveable):
    _converter = CudnnParamsFormatConverterGRU
    _cell_name = "cudnn_compatible_gru_cell"
    _weights = ("gates/kernel", "candidate/input_projection/kernel", "candidate/hidden_projection/kernel")
    _biases = ("gates/bias", "candidate/input_projection/bias", "candidate/hidden_projection/bias")


class CudnnRNNTanhSaveable(CudnnOpaqueParamsSaveable):
    _converter = CudnnParamsFormatConverterTanh
    _cell_name = "basic_rnn_cell"


class CudnnRNNReluSaveable(CudnnOpaqueParamsSaveable):
    _converter = CudnnParamsFormatConverterRelu
    _cell_name = "basic_rnn_cell"
