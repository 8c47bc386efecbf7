"""Random choices that helpers make (contrib/seq2seq/python/ops/helper.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph.dtypes import as_dtype
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops, random_ops


def _sampled(sample: Callable[[Any], Any], shape: Any) -> Any:
    with ops.name_scope(None, "call_sampler", values=[shape]):
        shape = convert(shape, as_dtype("int32"), "sample_shape")
        pad = math_ops.cast(math_ops.equal(array_ops.rank(shape), 0), "int32")
        shape = array_ops.reshape(shape, array_ops.pad(array_ops.shape(shape), paddings=[[pad, 0]], constant_values=1))
        samples = sample(math_ops.reduce_prod_v1(shape))
        rest = array_ops.shape(samples)[1:]
        return array_ops.reshape(samples, array_ops.concat([shape, rest], 0))


def bernoulli_sample(probs: Any = None, logits: Any = None, dtype: Any = "int32", sample_shape: Any = (),
                     seed: Any = None) -> Any:
    probs = math_ops.sigmoid(logits, name="probs") if probs is None else convert(probs, name="probs")
    batch_shape = array_ops.shape(probs)

    def sample(n: Any) -> Any:
        shape = array_ops.concat([[n], batch_shape], 0)
        uniform = random_ops.random_uniform(shape, seed=seed, dtype=probs.dtype)
        return math_ops.cast(math_ops.less(uniform, probs), dtype)

    return _sampled(sample, sample_shape)


def categorical_sample(logits: Any, dtype: Any = "int32", sample_shape: Any = (), seed: Any = None) -> Any:
    logits = convert(logits, name="logits")
    event_size = array_ops.shape(logits)[-1]
    batch_shape = array_ops.shape(logits)[:-1]

    def sample(n: Any) -> Any:
        flat = logits if logits.shape.ndims == 2 else array_ops.reshape(logits, [-1, event_size])
        kind = "int64" if logits.dtype.size > 4 else "int32"
        draws = random_ops.multinomial(flat, n, seed=seed, output_dtype=kind)
        draws = array_ops.reshape(array_ops.transpose(draws), array_ops.concat([[n], batch_shape], 0))
        return math_ops.cast(draws, dtype)

    return _sampled(sample, sample_shape)
