"""Random numbers: shapes, and kernels that draw from the interpreter's generator (`k.rng`, a numpy Generator).

The numbers are not TensorFlow's; their distribution is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import ShapeError, merge

from .array_constant import size_of_scalar
from .control_flow import no_outputs
from .dim_checks import with_rank_at_most
from .elementwise_binary import broadcasting
from .elementwise_unary import same_shape
from .inference import InferenceContext
from .registry import kernel, shape


@shape("RandomUniform", "RandomStandardNormal", "TruncatedNormal", "NonDeterministicInts")
def random_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.input_tensor_as_shape(0),)


@shape("RandomUniformInt")
def random_int_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(1, 0)
    c.with_rank(2, 0)
    return (c.input_tensor_as_shape(0),)


@kernel("RandomUniform")
def uniform(k: Any, dims: Any) -> Any:
    return k.rng.random(tuple(dims)).astype(k.dtype())


@kernel("RandomStandardNormal")
def standard_normal(k: Any, dims: Any) -> Any:
    return k.rng.standard_normal(tuple(dims))


def _truncated(rng: Any, dims: tuple[int, ...], low: Any = -2.0, high: Any = 2.0) -> Any:
    """Normal numbers between the bounds (those outside are drawn again)."""
    found = rng.standard_normal(dims or (1,), np.float32)
    flat = found.reshape(-1)
    bounds = [np.asarray(bound, np.float32) for bound in (low, high)]
    least, most = (b if b.ndim == 0 else np.broadcast_to(b, found.shape).reshape(-1) for b in bounds)
    outside = np.flatnonzero((flat < least) | (flat > most))
    for _ in range(1000):
        if not len(outside):
            break
        flat[outside] = drawn = rng.standard_normal(len(outside), np.float32)
        ends = [b if b.ndim == 0 else b[outside] for b in (least, most)]
        outside = outside[(drawn < ends[0]) | (drawn > ends[1])]
    return np.clip(found, *bounds, out=found).reshape(dims)


@kernel("TruncatedNormal")
def truncated_normal(k: Any, dims: Any) -> Any:
    return _truncated(k.rng, tuple(dims))


@kernel("RandomUniformInt")
def uniform_int(k: Any, dims: Any, low: Any, high: Any) -> Any:
    if int(low) >= int(high):
        raise ValueError(f"Need minval < maxval, got {int(low)} >= {int(high)}")
    return k.rng.integers(int(low), int(high), tuple(dims))


shape("RandomShuffle")(same_shape)
shape("RandomGammaGrad")(broadcasting)


@kernel("RandomShuffle")
def shuffle(k: Any, x: Any) -> Any:
    return x if np.ndim(x) == 0 else k.rng.permutation(x, axis=0)


@shape("Multinomial")
def multinomial_shape(c: InferenceContext) -> Sequence[Dims]:
    rows = c.with_rank(0, 2)
    c.with_rank(1, 0)
    return ((rows[0], size_of_scalar(c, 1)),)


@kernel("Multinomial")
def multinomial(k: Any, logits: Any, count: Any) -> Any:
    """The largest of logits with Gumbel noise is a draw from their softmax."""
    rows = np.asarray(logits, np.float64)[:, None, :]
    noise = k.rng.gumbel(size=(rows.shape[0], int(count), rows.shape[2]))
    return np.argmax(rows + noise, axis=-1)


@shape("RandomGamma", "RandomPoisson", "RandomPoissonV2")
def gamma_shape(c: InferenceContext) -> Sequence[Dims]:
    wanted, parameters = c.input_tensor_as_shape(0), c.inputs[1].dims
    return (None if wanted is None or parameters is None else (*wanted, *parameters),)


@kernel("RandomGamma")
def gamma(k: Any, dims: Any, alpha: Any) -> Any:
    return k.rng.gamma(alpha, size=(*tuple(dims), *np.shape(alpha)))


@kernel("RandomPoisson", "RandomPoissonV2")
def poisson(k: Any, dims: Any, rate: Any) -> Any:
    return k.rng.poisson(rate, size=(*tuple(dims), *np.shape(rate)))


@shape("ParameterizedTruncatedNormal")
def parameterized_shape(c: InferenceContext) -> Sequence[Dims]:
    for index in range(1, 5):
        dims = c.inputs[index].dims
        if dims is not None and len(dims) > 1:
            raise ShapeError(f"Shape must be at most rank 1 but is rank {len(dims)}")
    return (c.input_tensor_as_shape(0),)


@kernel("ParameterizedTruncatedNormal")
def parameterized(k: Any, dims: Any, mean: Any, deviation: Any, low: Any, high: Any) -> Any:
    spread = [1] * (len(dims) - 1)
    parts = [np.reshape(part, (-1, *spread)) if len(dims) else part for part in (mean, deviation, low, high)]
    mean, deviation, low, high = parts
    return mean + deviation * _truncated(k.rng, tuple(dims), (low - mean) / deviation, (high - mean) / deviation)


@shape("StatelessRandomUniform", "StatelessRandomNormal", "StatelessTruncatedNormal", "StatelessRandomUniformInt")
def stateless_shape(c: InferenceContext) -> Sequence[Dims]:
    if c.op_type == "StatelessRandomUniformInt":
        c.with_rank(2, 0)
        c.with_rank(3, 0)
    _check_seed(c, 1)
    return (c.input_tensor_as_shape(0),)


def _check_seed(c: InferenceContext, index: int) -> None:
    dim = c.with_rank(index, 1)[0]
    if isinstance(dim, int) and dim != 2:
        raise ShapeError(f"Dimension must be 2 but is {dim}", left=dim, right=2)


def _seeded(seed: Any) -> Any:
    return np.random.Generator(np.random.PCG64([int(number) & 0xFFFFFFFF for number in seed]))


@kernel("StatelessRandomUniform")
def stateless_uniform(k: Any, dims: Any, seed: Any) -> Any:
    return _seeded(seed).random(tuple(dims)).astype(k.dtype())


@kernel("StatelessRandomNormal")
def stateless_normal(k: Any, dims: Any, seed: Any) -> Any:
    return _seeded(seed).standard_normal(tuple(dims))


@kernel("StatelessTruncatedNormal")
def stateless_truncated(k: Any, dims: Any, seed: Any) -> Any:
    return _truncated(_seeded(seed), tuple(dims))


@kernel("StatelessRandomUniformInt")
def stateless_uniform_int(k: Any, dims: Any, seed: Any, low: Any, high: Any) -> Any:
    return _seeded(seed).integers(int(low), int(high), tuple(dims))


@shape("StatelessMultinomial")
def stateless_multinomial_shape(c: InferenceContext) -> Sequence[Dims]:
    _check_seed(c, 2)
    rows = c.with_rank(0, 2)
    c.with_rank(1, 0)
    return ((rows[0], size_of_scalar(c, 1)),)


@shape("StatefulStandardNormal", "StatefulStandardNormalV2", "StatefulTruncatedNormal", "StatefulUniform",
       "StatefulUniformFullInt", "StatefulUniformInt")
def stateful_shape(c: InferenceContext) -> Sequence[Dims]:
    if c.op_type == "StatefulStandardNormal":
        return (c.input_tensor_as_shape(1),)
    c.with_rank(1, 0)
    if c.op_type == "StatefulUniformInt":
        c.with_rank(3, 0)
        c.with_rank(4, 0)
    return (c.input_tensor_as_shape(2),)


@shape("StatefulRandomBinomial")
def binomial_shape(c: InferenceContext) -> Sequence[Dims]:
    with_rank_at_most(c, 3, 1)
    with_rank_at_most(c, 4, 1)
    return (c.input_tensor_as_shape(2),)


shape("DeleteRandomSeedGenerator")(no_outputs)


@shape("RngSkip")
def skip_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(1, 0)
    c.with_rank(2, 0)
    return ()



@shape("AnonymousRandomSeedGenerator")
def seed_generator_shape(c: InferenceContext) -> Sequence[Dims]:
    return ((), ())


@shape("RandomCrop")
def random_crop_shape(c: InferenceContext) -> Sequence[Dims]:
    image, size = c.with_rank(0, 3), c.with_rank(1, 1)
    merge(size, (2,))
    value = c.input_tensor(1)
    if value is None:
        return ((c.unknown(), c.unknown(), image[2]),)
    return ((int(value[0]), int(value[1]), image[2]),)


