"""Parameters of cuDNN's networks as TensorFlow's cells hold them, and back (contrib/cudnn_rnn/python/ops/cudnn_rnn_ops.py).

cuDNN keeps one matrix for each gate and side; a cell of TensorFlow keeps them side by side, in its own order of gates.
"""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops

from .calls import GRU, LINEAR, LSTM, ONE_WAY, PARAMS_PER_LAYER, RELU, TANH, TWO_WAYS


@exposed
class CudnnParamsFormatConverter:
    """What all kinds share: the layers, and the directions of each."""

    _rnn_mode: str

    def __init__(self, num_layers: Any, num_units: Any, input_size: Any, num_proj: Any = None, input_mode: Any = LINEAR,
                 direction: Any = ONE_WAY) -> None:
        self._num_layers = num_layers
        self._num_units = num_units
        self._input_size = input_size
        self._num_proj = num_proj
        self._input_mode = input_mode
        self._direction = direction
        self._num_dirs = 1 if direction == ONE_WAY else 2
        self._num_params = PARAMS_PER_LAYER[self._rnn_mode] * num_layers * self._num_dirs

    def _described(self) -> dict[str, Any]:
        return {"num_layers": self._num_layers, "num_units": self._num_units, "input_size": self._input_size,
                "rnn_mode": self._rnn_mode, "input_mode": self._input_mode, "direction": self._direction}

    def opaque_to_tf_canonical(self, opaque_param: Any) -> Any:
        """Weights and biases (and projections, where there are some) of each layer and direction."""
        weights, biases = self._opaque_to_cu_canonical(opaque_param)
        found: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
        for part in range(self._num_layers * self._num_dirs):
            own_weights, own_biases = (_part(of, part, self._num_layers * self._num_dirs) for of in (weights, biases))
            for into, values in zip(found, self._of_part(own_weights, own_biases), strict=True):
                into.extend(values)
        return found if self._num_proj else found[:2]

    def _opaque_to_cu_canonical(self, opaque_param: Any) -> Any:
        with ops.device("/gpu:0"):
            if self._num_proj:
                return gen.CudnnRNNParamsToCanonicalV2(
                    **self._described(), params=opaque_param, num_params_biases=self._num_params,
                    num_params_weights=self._num_params + self._num_layers * self._num_dirs, num_proj=self._num_proj)
            return gen.CudnnRNNParamsToCanonical(**self._described(), params=opaque_param, num_params=self._num_params)

    def tf_canonical_to_opaque(self, tf_canonicals: Any, weights_proj: Any = None) -> Any:
        """The opaque parameters of weights followed by biases."""
        half = len(tf_canonicals) // 2
        weights, biases = tf_canonicals[:half], tf_canonicals[half:]
        parts = self._num_layers * self._num_dirs
        cu_weights: list[Any] = []
        cu_biases: list[Any] = []
        for part in range(parts):
            cu_weights.extend(self._tf_to_cudnn_weights(part // self._num_dirs, *_part(weights, part, parts)))
            if weights_proj is not None:
                cu_weights.append(array_ops.transpose(weights_proj[part]))
            cu_biases.extend(self._tf_to_cudnn_biases(*_part(biases, part, parts)))
        flat = [array_ops.reshape(weight, [-1]) for weight in cu_weights]
        with ops.device("/gpu:0"):
            if self._num_proj:
                return gen.CudnnRNNCanonicalToParamsV2(**self._described(), weights=flat, biases=cu_biases,
                                                       num_proj=self._num_proj)
            return gen.CudnnRNNCanonicalToParams(**self._described(), weights=flat, biases=cu_biases)

    def _of_part(self, weights: list[Any], biases: list[Any]) -> tuple[Any, Any, Any]:
        raise NotImplementedError("Abstract method")

    def _tf_to_cudnn_weights(self, layer: int, *tf_weights: Any) -> Any:
        raise NotImplementedError("Abstract method")

    def _tf_to_cudnn_biases(self, *tf_biases: Any) -> Any:
        raise NotImplementedError("Abstract method")

    def _widths(self, layer: int) -> list[Any]:
        """Columns that a layer applies to its inputs, and to its state."""
        state = self._num_proj or self._num_units
        if layer == 0:
            return [self._input_size, state]
        return [state * (2 if self._direction == TWO_WAYS else 1), state]


def _part(values: Any, part: int, parts: int) -> Any:
    size = len(values) // parts
    return values[part * size : (part + 1) * size]


class CudnnParamsFormatConverterLSTM(CudnnParamsFormatConverter):
    """Gates: input, forget, cell, output in cuDNN; input, cell, forget, output in TensorFlow."""

    _rnn_mode = LSTM

    def _of_part(self, weights: list[Any], biases: list[Any]) -> tuple[Any, Any, Any]:
        sides = [array_ops.concat([weights[gate], weights[gate + 4]], axis=1) for gate in range(4)]
        kernel = array_ops.transpose(array_ops.concat(_reordered(sides), axis=0))
        projections = [array_ops.transpose(weights[8])] if self._num_proj else []
        sums = [biases[gate] + biases[gate + 4] for gate in range(4)]
        return [kernel], [array_ops.concat(_reordered(sums), axis=0)], projections

    def _tf_to_cudnn_weights(self, layer: int, *tf_weights: Any) -> Any:
        kernel, = tf_weights
        gates = array_ops.split(array_ops.transpose(kernel), 4, axis=0)
        sides = [array_ops.split(gate, self._widths(layer), axis=1) for gate in gates]
        pairs = _reordered(sides)
        return [of_input for of_input, _ in pairs] + [of_state for _, of_state in pairs]

    def _tf_to_cudnn_biases(self, *tf_biases: Any) -> Any:
        bias, = tf_biases
        halves = [gate * 0.5 for gate in _reordered(array_ops.split(bias, 4, axis=0))]
        return halves * 2


def _reordered(gates: Any) -> list[Any]:
    """Swaps the two inner gates: from one order to the other, both ways."""
    first, second, third, last = gates
    return [first, third, second, last]


class CudnnParamsFormatConverterGRU(CudnnParamsFormatConverter):
    """The candidate's projections stay apart."""

    _rnn_mode = GRU

    def _of_part(self, weights: list[Any], biases: list[Any]) -> tuple[Any, Any, Any]:
        w_i, w_r, w_h, r_i, r_r, r_h = weights
        sides = [array_ops.concat([w_i, r_i], axis=1), array_ops.concat([w_r, r_r], axis=1)]
        gates = array_ops.transpose(array_ops.concat(sides, axis=0))
        kernels = [gates, array_ops.transpose(w_h), array_ops.transpose(r_h)]
        b_wi, b_wr, b_wh, b_ri, b_rr, b_rh = biases
        gate_bias = array_ops.concat([b_wi, b_wr], axis=0) + array_ops.concat([b_ri, b_rr], axis=0)
        return kernels, [gate_bias, b_wh, b_rh], []

    def _tf_to_cudnn_weights(self, layer: int, *tf_weights: Any) -> Any:
        gates, w_h, r_h = (array_ops.transpose(weight) for weight in tf_weights)
        of_input, of_reset = array_ops.split(gates, 2, axis=0)
        w_i, r_i = array_ops.split(of_input, self._widths(layer), axis=1)
        w_r, r_r = array_ops.split(of_reset, self._widths(layer), axis=1)
        return w_i, w_r, w_h, r_i, r_r, r_h

    def _tf_to_cudnn_biases(self, *tf_biases: Any) -> Any:
        gates, b_wh, b_rh = tf_biases
        of_input, of_state = gates * 0.5, gates * 0.5
        b_wi, b_wr = array_ops.split(of_input, 2, axis=0)
        b_ri, b_rr = array_ops.split(of_state, 2, axis=0)
        return b_wi, b_wr, b_wh, b_ri, b_rr, b_rh


class CudnnParamsFormatConverterBasic(CudnnParamsFormatConverter):
    """One gate."""

    def _of_part(self, weights: list[Any], biases: list[Any]) -> tuple[Any, Any, Any]:
        return [array_ops.transpose(array_ops.concat(weights, axis=1))], [biases[0] + biases[1]], []

    def _tf_to_cudnn_weights(self, layer: int, *tf_weights: Any) -> Any:
        kernel, = tf_weights
        return array_ops.split(array_ops.transpose(kernel), self._widths(layer), axis=1)

    def _tf_to_cudnn_biases(self, *tf_biases: Any) -> Any:
        bias, = tf_biases
        return bias * 0.5, bias * 0.5


class CudnnParamsFormatConverterTanh(CudnnParamsFormatConverterBasic):
    _rnn_mode = TANH


class CudnnParamsFormatConverterRelu(CudnnParamsFormatConverterBasic):
    _rnn_mode = RELU
