"""Fourier transforms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import unknown

from .dim_checks import dim_is
from .inference import InferenceContext
from .registry import kernel, shape
from .signatures import register

register("""
FFT, IFFT: 1+ -> =0
FFT2D, IFFT2D: 2+ -> =0
FFT3D, IFFT3D: 3+ -> =0
BatchFFT, BatchIFFT, BatchFFT2D, BatchIFFT2D, BatchFFT3D, BatchIFFT3D: -> ?
""")

_RANKS = {"": 1, "2D": 2, "3D": 3}


def _real_shape(rank: int, forward: bool) -> Callable[[InferenceContext], Sequence[Dims]]:
    def infer(c: InferenceContext) -> Sequence[Dims]:
        dims = c.with_rank_at_least(0, rank)
        dim_is(c.with_rank(1, 1)[0], rank)
        lengths = c.input_tensor(1)
        if dims is None:
            return (None,)
        if lengths is None:
            return ((*dims[:-rank], *[unknown() for _ in range(rank)]),)
        sizes = [int(n) for n in lengths]
        if forward and sizes[-1]:
            sizes[-1] = int(sizes[-1] / 2) + 1
        return ((*dims[:-rank], *[size if size >= 0 else unknown() for size in sizes]),)

    return infer


def _complex_kernel(function: Callable[..., Any], rank: int) -> Callable[..., Any]:
    return lambda k, x: function(x, axes=tuple(range(-rank, 0)))


def _real_kernel(function: Callable[..., Any], rank: int) -> Callable[..., Any]:
    return lambda k, x, lengths: function(x, s=tuple(int(n) for n in lengths), axes=tuple(range(-rank, 0)))


for _suffix, _rank in _RANKS.items():
    shape(f"RFFT{_suffix}")(_real_shape(_rank, True))
    shape(f"IRFFT{_suffix}")(_real_shape(_rank, False))
    kernel(f"FFT{_suffix}")(_complex_kernel(np.fft.fftn, _rank))
    kernel(f"IFFT{_suffix}")(_complex_kernel(np.fft.ifftn, _rank))
    kernel(f"RFFT{_suffix}")(_real_kernel(np.fft.rfftn, _rank))
    kernel(f"IRFFT{_suffix}")(_real_kernel(np.fft.irfftn, _rank))
