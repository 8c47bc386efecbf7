"""The ops of cuDNN's recurrent networks, on opaque parameters (contrib/cudnn_rnn/python/ops/cudnn_rnn_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import constant_op, random_seed
from graphlint.tf.python.ops import array_ops

LSTM, GRU, RELU, TANH = "lstm", "gru", "rnn_relu", "rnn_tanh"
LINEAR, SKIP, AUTO = "linear_input", "skip_input", "auto_select"
ONE_WAY, TWO_WAYS = "unidirectional", "bidirectional"
PARAMS_PER_LAYER = {LSTM: 8, GRU: 6, RELU: 2, TANH: 2}


def check_rnn_mode(rnn_mode: Any) -> None:
    if rnn_mode not in (LSTM, GRU, TANH, RELU):
        raise ValueError(f"Invalid rnn_mode: {rnn_mode}, expect one of ({LSTM}, {GRU}, {TANH}, {RELU})")


def check_direction(direction: Any) -> None:
    if direction not in (ONE_WAY, TWO_WAYS):
        raise ValueError(f"Invalid direction: {direction}, expecting {ONE_WAY} or {TWO_WAYS}")


def check_input_mode(input_mode: Any) -> None:
    if input_mode not in (LINEAR, SKIP, AUTO):
        raise ValueError(f"Invalid input_mode: {input_mode}, expect one of ({LINEAR}, {SKIP}, {AUTO})")


def run(inputs: Any, input_h: Any, input_c: Any, params: Any, is_training: Any, rnn_mode: str, sequence_lengths: Any = None,
        time_major: Any = True, input_mode: Any = LINEAR, direction: Any = ONE_WAY, dropout: Any = 0.0, seed: Any = 0,
        num_proj: Any = None, name: Any = None) -> tuple[Tensor, Tensor, Tensor]:
    """Outputs and last states. Lengths, batch-major data and projections need the third version of the op."""
    check_rnn_mode(rnn_mode)
    check_direction(direction)
    check_input_mode(input_mode)
    seed, seed2 = random_seed.get_seed(seed)
    given: dict[str, Any] = {
        "input": inputs, "input_h": input_h, "input_c": input_c, "params": params, "is_training": is_training,
        "rnn_mode": rnn_mode, "input_mode": input_mode, "direction": direction, "dropout": dropout, "seed": seed,
        "seed2": seed2, "name": name,
    }  # fmt: skip
    if sequence_lengths is None and time_major is not False and not num_proj:
        outputs, output_h, output_c, _ = gen.CudnnRNN(**given)
        return outputs, output_h, output_c
    if sequence_lengths is None:
        batch, time = (1, 0) if time_major else (0, 1)
        batch_size = array_ops.shape(inputs)[batch]
        sequence_lengths = array_ops.fill([batch_size], array_ops.shape(inputs)[time])
    found = gen.CudnnRNNV3(**given, sequence_lengths=sequence_lengths, time_major=time_major,
                           num_proj=0 if num_proj is None else num_proj)
    return found[0], found[1], found[2]


def cudnn_lstm(inputs: Any, input_h: Any, input_c: Any, params: Any, is_training: Any, sequence_lengths: Any = None,
               time_major: Any = True, input_mode: Any = LINEAR, direction: Any = ONE_WAY, dropout: Any = 0.0, seed: Any = 0,
               num_proj: Any = None, name: Any = None) -> Any:
    return run(inputs, input_h, input_c, params, is_training, LSTM, sequence_lengths, time_major, input_mode, direction,
               dropout, seed, num_proj, name)


def _without_cell(rnn_mode: str) -> Any:
    def cudnn_rnn(inputs: Any, input_h: Any, params: Any, is_training: Any, sequence_lengths: Any = None,
                  time_major: Any = True, input_mode: Any = LINEAR, direction: Any = ONE_WAY, dropout: Any = 0.0,
                  seed: Any = 0, name: Any = None) -> Any:
        input_c = constant_op.constant([], dtype=input_h.dtype)
        return run(inputs, input_h, input_c, params, is_training, rnn_mode, sequence_lengths, time_major, input_mode,
                   direction, dropout, seed, None, name)[:2]

    return cudnn_rnn


cudnn_gru, cudnn_rnn_relu, cudnn_rnn_tanh = _without_cell(GRU), _without_cell(RELU), _without_cell(TANH)


def cudnn_rnn_canonical_to_opaque_params(
        rnn_mode: Any, num_layers: Any, num_units: Any, input_size: Any, weights: Any, biases: Any, input_mode: Any = LINEAR,
        direction: Any = ONE_WAY, dropout: Any = 0, seed: Any = 0, num_proj: Any = None, name: Any = None) -> Tensor:
    given = _described(rnn_mode, num_layers, num_units, input_size, input_mode, direction, dropout, seed)
    if num_proj:
        found = gen.CudnnRNNCanonicalToParamsV2(**given, weights=weights, biases=biases, num_proj=num_proj, name=name)
    else:
        found = gen.CudnnRNNCanonicalToParams(**given, weights=weights, biases=biases, name=name)
    return found  # type: ignore[no-any-return]


def cudnn_rnn_opaque_params_to_canonical(
        rnn_mode: Any, num_layers: Any, num_units: Any, input_size: Any, params: Any, input_mode: Any = LINEAR,
        direction: Any = ONE_WAY, dropout: Any = 0, seed: Any = 0, num_proj: Any = None, name: Any = None) -> Any:
    given = _described(rnn_mode, num_layers, num_units, input_size, input_mode, direction, dropout, seed)
    directions = 1 if direction == ONE_WAY else 2
    count = num_layers * PARAMS_PER_LAYER[rnn_mode] * directions
    if num_proj:
        return gen.CudnnRNNParamsToCanonicalV2(**given, params=params, num_params_weights=count + num_layers * directions,
                                               num_params_biases=count, num_proj=num_proj, name=name)
    return gen.CudnnRNNParamsToCanonical(**given, params=params, num_params=count, name=name)


def cudnn_rnn_opaque_params_size(
        rnn_mode: Any, num_layers: Any, num_units: Any, input_size: Any, input_mode: Any = LINEAR, direction: Any = ONE_WAY,
        dtype: Any = "float32", dropout: Any = 0, seed: Any = 0, num_proj: Any = None, name: Any = None) -> Tensor:
    given = _described(rnn_mode, num_layers, num_units, input_size, input_mode, direction, dropout, seed)
    return gen.CudnnRNNParamsSize(**given, num_proj=num_proj, T=dtype, S="int32", name=name)[0]  # type: ignore[no-any-return]


def _described(rnn_mode: Any, num_layers: Any, num_units: Any, input_size: Any, input_mode: Any, direction: Any,
               dropout: Any, seed: Any) -> dict[str, Any]:
    check_rnn_mode(rnn_mode)
    check_direction(direction)
    check_input_mode(input_mode)
    seed, seed2 = random_seed.get_seed(seed)
    return {"rnn_mode": rnn_mode, "num_layers": num_layers, "num_units": num_units, "input_size": input_size,
            "input_mode": input_mode, "direction": direction, "dropout": dropout, "seed": seed, "seed2": seed2}
