"""Connectionist temporal classification, and the candidate samplers of sampled losses: shapes and kernels."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Clashes

from .activation import log_softmax_of
from .inference import InferenceContext
from .registry import kernel, shape
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


def _log_add(*parts: Any) -> Any:
    return np.logaddexp.reduce(np.stack(parts), 0)


def _alignments(logs: Any, labels: Any, merge: bool) -> tuple[Any, Any, Any]:
    """Forward and backward log probabilities over the labels with blanks between, and the extended labels."""
    steps, blank = logs.shape[0], logs.shape[1] - 1
    extended = np.full(2 * len(labels) + 1, blank)
    extended[1::2] = labels
    skip = np.zeros(len(extended), bool)
    skip[3::2] = extended[3::2] != extended[1:-2:2] if merge else True
    emitted = logs[:, extended]
    forward = np.full((steps, len(extended)), -np.inf)
    forward[0, :2] = emitted[0, :2]
    backward = np.full_like(forward, -np.inf)
    backward[-1, -2:] = 0
    for step in range(1, steps):
        forward[step] = _stepped(forward[step - 1], skip) + emitted[step]
    for step in range(steps - 2, -1, -1):
        after = (backward[step + 1] + emitted[step + 1])[::-1]
        jump = np.concatenate([[False, False], skip[:1:-1]])
        backward[step] = _stepped(after, jump)[::-1]
    return forward, backward, extended


def _stepped(before: Any, skip: Any) -> Any:
    """From each place one may stay, go to the next, or skip a blank."""
    one = np.concatenate([[-np.inf], before[:-1]])
    two = np.where(skip, np.concatenate([[-np.inf, -np.inf], before])[: len(before)], -np.inf)
    return _log_add(before, one, two)


@kernel("CTCLoss")
def ctc_loss(k: Any, inputs: Any, indices: Any, values: Any, lengths: Any) -> Any:
    logs = log_softmax_of(inputs.astype(np.float64))
    losses, gradient = np.zeros(inputs.shape[1]), np.zeros(inputs.shape)
    for row, steps in enumerate(lengths):
        labels = values[indices[:, 0] == row]
        if k.attr("preprocess_collapse_repeated"):
            labels = labels[np.concatenate([[True], labels[1:] != labels[:-1]])] if len(labels) else labels
        found = logs[:steps, row]
        forward, backward, extended = _alignments(found, labels, k.attr("ctc_merge_repeated"))
        total = _log_add(*forward[-1, -2:])
        if not np.isfinite(total):
            if k.attr("ignore_longer_outputs_than_inputs"):
                continue
            raise ValueError(f"there are {len(labels)} labels, too many for {steps} steps")
        occupied = np.exp(forward + backward - total)
        expected = np.zeros_like(found)
        np.add.at(expected.T, extended, occupied.T)
        losses[row], gradient[:steps, row] = -total, np.exp(found) - expected
    return losses, gradient


@kernel("CTCGreedyDecoder")
def ctc_greedy_decoder(k: Any, inputs: Any, lengths: Any) -> Any:
    blank = inputs.shape[2] - 1
    places: list[tuple[int, int]] = []
    labels: list[int] = []
    likely, widest = np.zeros((inputs.shape[1], 1)), 0
    for row, steps in enumerate(lengths):
        best = inputs[:steps, row].argmax(1)
        likely[row] = -inputs[:steps, row].max(1).sum()
        fresh = np.concatenate([[True], best[1:] != best[:-1]]) if k.attr("merge_repeated") else np.ones(steps, bool)
        kept = best[fresh & (best != blank)]
        places.extend((row, at) for at in range(len(kept)))
        labels.extend(int(label) for label in kept)
        widest = max(widest, len(kept))
    return np.asarray(places).reshape(-1, 2), np.asarray(labels), np.asarray([inputs.shape[1], widest]), likely


@kernel("UniformCandidateSampler", "LogUniformCandidateSampler", "LearnedUnigramCandidateSampler",
        "ThreadUnsafeUnigramCandidateSampler")
def candidates(k: Any, classes: Any) -> Any:
    """Classes drawn uniformly or, for the other samplers, log-uniformly."""
    count, size = k.attr("num_sampled"), k.attr("range_max")
    numbers = np.arange(size)
    weights = np.full(size, 1 / size)
    if not k.op.type.startswith("Uniform"):
        weights = (np.log(numbers + 2) - np.log(numbers + 1)) / np.log(size + 1)
    drawn = k.rng.choice(size, count, replace=not k.attr("unique"), p=weights / weights.sum())
    expected = np.minimum(1, count * weights) if k.attr("unique") else count * weights
    return drawn, expected[np.clip(classes, 0, size - 1)], expected[drawn]


@kernel("AllCandidateSampler")
def all_candidates(k: Any, classes: Any) -> Any:
    count = k.attr("num_sampled")
    return np.arange(count), np.ones(classes.shape), np.ones(count)


@kernel("ComputeAccidentalHits")
def accidental_hits(k: Any, classes: Any, sampled: Any) -> Any:
    rows, _, hits = np.nonzero(classes[:, :, None] == sampled[None, None, :])
    return rows, hits, np.full(len(rows), -np.finfo(np.float32).max)
