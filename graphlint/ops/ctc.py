"""Connectionist temporal classification, and the candidate samplers of sampled losses: shapes and kernels."""

from __future__ import annotations

from graphlint.graph.graph import Dims
from shapecalc import Clashes

from .inference import InferenceContext
from .registry import shape
from .spatial import fixed, ranked


@shape("CTCLoss")
def ctc_loss_shape(c: InferenceContext) -> list[Dims]:
    inputs, indices, labels, lengths = ranked(c, 0, 3), ranked(c, 1, 2), ranked(c, 2, 1), ranked(c, 3, 1)
    clashes = Clashes()
    clashes.equal(indices[0], labels[0], 0)
    batch = clashes.equal(inputs[1], lengths[0], 1)
    return clashes.finish([(batch,), (inputs[0], batch, inputs[2])])


@shape("CTCGreedyDecoder", "CTCBeamSearchDecoder")
def ctc_decoder_shape(c: InferenceContext) -> list[Dims]:
    inputs, lengths = ranked(c, 0, 3), ranked(c, 1, 1)
    clashes = Clashes()
    batch = clashes.equal(inputs[1], lengths[0], 1)
    paths = c.attrs.get("top_paths", 1)
    counts = [c.unknown() for _ in range(paths)]
    indices: list[Dims] = [(count, 2) for count in counts]
    values: list[Dims] = [(count,) for count in counts]
    shapes: list[Dims] = [(2,)] * paths
    return clashes.finish([*indices, *values, *shapes, (batch, paths)])


@shape("UniformCandidateSampler", "LogUniformCandidateSampler", "LearnedUnigramCandidateSampler",
       "ThreadUnsafeUnigramCandidateSampler", "FixedUnigramCandidateSampler", "AllCandidateSampler")
def sampler_shape(c: InferenceContext) -> list[Dims]:
    classes, sampled = ranked(c, 0, 2), c.attr("num_sampled")
    return [(sampled,), (classes[0], c.attr("num_true")), (sampled,)]


@shape("ComputeAccidentalHits")
def accidental_hits_shape(c: InferenceContext) -> list[Dims]:
    fixed(ranked(c, 0, 2)[1], c.attr("num_true"))
    count = c.unknown()
    return [(count,), (count,), (count,)]
