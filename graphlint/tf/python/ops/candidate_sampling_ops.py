"""Samplers of candidate classes (ops/candidate_sampling_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.python.framework import random_seed


def _sampled(op_type: str, true_classes: Any, num_true: Any, num_sampled: Any, unique: Any, seed: Any, name: Any,
             **attrs: Any) -> Any:
    seed1, seed2 = random_seed.get_seed(seed)
    return gen.op(op_type, true_classes, num_true=num_true, num_sampled=num_sampled, unique=unique, seed=seed1, seed2=seed2,
                  name=name, **attrs)


def uniform_candidate_sampler(true_classes: Any, num_true: Any, num_sampled: Any, unique: Any, range_max: Any,
                              seed: Any = None, name: Any = None) -> Any:
    return _sampled("UniformCandidateSampler", true_classes, num_true, num_sampled, unique, seed, name, range_max=range_max)


def log_uniform_candidate_sampler(true_classes: Any, num_true: Any, num_sampled: Any, unique: Any, range_max: Any,
                                  seed: Any = None, name: Any = None) -> Any:
    return _sampled("LogUniformCandidateSampler", true_classes, num_true, num_sampled, unique, seed, name,
                    range_max=range_max)


def learned_unigram_candidate_sampler(true_classes: Any, num_true: Any, num_sampled: Any, unique: Any, range_max: Any,
                                      seed: Any = None, name: Any = None) -> Any:
    return _sampled("LearnedUnigramCandidateSampler", true_classes, num_true, num_sampled, unique, seed, name,
                    range_max=range_max)


def fixed_unigram_candidate_sampler(true_classes: Any, num_true: Any, num_sampled: Any, unique: Any, range_max: Any,
                                    vocab_file: Any = "", distortion: Any = 1.0, num_reserved_ids: Any = 0,
                                    num_shards: Any = 1, shard: Any = 0, unigrams: Any = (), seed: Any = None,
                                    name: Any = None) -> Any:
    return _sampled("FixedUnigramCandidateSampler", true_classes, num_true, num_sampled, unique, seed, name,
                    range_max=range_max, vocab_file=vocab_file, distortion=distortion, num_reserved_ids=num_reserved_ids,
                    num_shards=num_shards, shard=shard, unigrams=unigrams)


def all_candidate_sampler(true_classes: Any, num_true: Any, num_sampled: Any, unique: Any, seed: Any = None,
                          name: Any = None) -> Any:
    return _sampled("AllCandidateSampler", true_classes, num_true, num_sampled, unique, seed, name)


def compute_accidental_hits(true_classes: Any, sampled_candidates: Any, num_true: Any, seed: Any = None,
                            name: Any = None) -> Any:
    seed1, seed2 = random_seed.get_seed(seed)
    return gen.ComputeAccidentalHits(true_classes, sampled_candidates, num_true=num_true, seed=seed1, seed2=seed2, name=name)
