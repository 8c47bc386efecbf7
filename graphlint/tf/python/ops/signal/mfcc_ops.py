"""Mel-frequency cepstral coefficients (ops/signal/mfcc_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops

from .dct_ops import dct


def mfccs_from_log_mel_spectrograms(log_mel_spectrograms: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "mfccs_from_log_mel_spectrograms", [log_mel_spectrograms]):
        spectrograms: Any = convert(log_mel_spectrograms, dtypes.float32)
        bins = spectrograms.get_shape()[-1].value if spectrograms.get_shape().ndims else None
        if bins == 0:
            raise ValueError(f"num_mel_bins must be positive. Got: {spectrograms}")
        if bins is None:
            bins = array_ops.shape(spectrograms)[-1]
        found = dct(spectrograms, type=2)
        return found * math_ops.rsqrt(math_ops.cast(bins, dtypes.float32) * 2.0)
