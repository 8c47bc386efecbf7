"""Helpers that read their own outputs now and then (contrib/seq2seq/python/ops/helper.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, math_ops
from graphlint.tf.python.ops.control_flow_cond import cond
from graphlint.tf.python.ops.rnn_steps import transpose_batch_time
from graphlint.tf.python.util import nest

from .sampling import bernoulli_sample, categorical_sample
from .step_helpers import TrainingHelper, embedding_function, unstacked


def _probability(value: Any) -> Any:
    tensor = convert(value, name="sampling_probability")
    shape = tensor.get_shape()  # type: ignore[attr-defined]
    if shape.ndims not in (0, 1):
        raise ValueError(f"sampling_probability must be either a scalar or a vector. saw shape: {shape}")
    return tensor


def _scattered(where_sampled: Any, sampled: Any, where_not: Any, given: Any, base: Any) -> Any:
    shape = array_ops.shape(base)
    return (array_ops.scatter_nd(indices=where_sampled, updates=sampled, shape=shape)
            + array_ops.scatter_nd(indices=where_not, updates=given, shape=shape))


class ScheduledEmbeddingTrainingHelper(TrainingHelper):
    """With a probability, reads the embedding of an id drawn at random."""

    def __init__(self, inputs: Any, sequence_length: Any, embedding: Any, sampling_probability: Any,
                 time_major: bool = False, seed: Any = None, scheduling_seed: Any = None, name: Any = None) -> None:
        with ops.name_scope(name, "ScheduledEmbeddingSamplingWrapper", [embedding, sampling_probability]):
            self._embedding_fn = embedding_function(embedding)
            self._sampling_probability = _probability(sampling_probability)
            self._seed = seed
            self._scheduling_seed = scheduling_seed
            super().__init__(inputs=inputs, sequence_length=sequence_length, time_major=time_major, name=name)

    def sample(self, time: Any, outputs: Any, state: Any, name: Any = None) -> Any:  # type: ignore[override]
        with ops.name_scope(name, "ScheduledEmbeddingTrainingHelperSample", [time, outputs, state]):
            chosen = bernoulli_sample(probs=self._sampling_probability, dtype="bool", sample_shape=self.batch_size,
                                      seed=self._scheduling_seed)
            return array_ops.where(chosen, categorical_sample(logits=outputs, seed=self._seed),
                                   gen.Fill([self.batch_size], -1))

    def next_inputs(  # type: ignore[override]
            self, time: Any, outputs: Any, state: Any, sample_ids: Any, name: Any = None) -> Any:
        with ops.name_scope(name, "ScheduledEmbeddingTrainingHelperNextInputs", [time, outputs, state, sample_ids]):
            finished, base, state = super().next_inputs(time=time, outputs=outputs, state=state, name=name)

            def maybe_sample() -> Any:
                where_sampled = math_ops.cast(array_ops.where(sample_ids > -1), "int32")
                where_not = math_ops.cast(array_ops.where(sample_ids <= -1), "int32")
                ids = array_ops.gather_nd(sample_ids, where_sampled)
                given = array_ops.gather_nd(base, where_not)
                return _scattered(where_sampled, self._embedding_fn(ids), where_not, given, base)

            return finished, cond(math_ops.reduce_all_v1(finished), lambda: base, maybe_sample), state


class ScheduledOutputTrainingHelper(TrainingHelper):
    """With a probability, reads the last output."""

    def __init__(self, inputs: Any, sequence_length: Any, sampling_probability: Any, time_major: bool = False,
                 seed: Any = None, next_inputs_fn: Any = None, auxiliary_inputs: Any = None, name: Any = None) -> None:
        with ops.name_scope(name, "ScheduledOutputTrainingHelper", [inputs, auxiliary_inputs, sampling_probability]):
            self._sampling_probability = _probability(sampling_probability)
            joined = inputs
            if auxiliary_inputs is not None:
                inputs = convert(inputs, name="inputs")
                auxiliary_inputs = convert(auxiliary_inputs, name="auxiliary_inputs")
                joined = nest.map_structure(lambda x, y: array_ops.concat((x, y), -1), inputs, auxiliary_inputs)
                if not time_major:
                    auxiliary_inputs = nest.map_structure(transpose_batch_time, auxiliary_inputs)
            self._auxiliary = None if auxiliary_inputs is None else nest.map_structure(unstacked, auxiliary_inputs)
            self._seed = seed
            self._next_inputs_fn = next_inputs_fn
            super().__init__(inputs=joined, sequence_length=sequence_length, time_major=time_major, name=name)

    def sample(self, time: Any, outputs: Any, state: Any, name: Any = None) -> Any:  # type: ignore[override]
        with ops.name_scope(name, "ScheduledOutputTrainingHelperSample", [time, outputs, state]):
            return bernoulli_sample(probs=self._sampling_probability, sample_shape=self.batch_size, seed=self._seed)

    def _with_auxiliary(self, outputs: Any, time: Any, indices: Any = None) -> Any:
        if self._auxiliary is None:
            return outputs
        next_time = time + 1
        extra = nest.map_structure(lambda array: array.read(next_time), self._auxiliary)
        if indices is not None:
            extra = array_ops.gather_nd(extra, indices)
        return nest.map_structure(lambda x, y: array_ops.concat((x, y), -1), outputs, extra)

    def next_inputs(  # type: ignore[override]
            self, time: Any, outputs: Any, state: Any, sample_ids: Any, name: Any = None) -> Any:
        with ops.name_scope(name, "ScheduledOutputTrainingHelperNextInputs", [time, outputs, state, sample_ids]):
            finished, base, state = super().next_inputs(time=time, outputs=outputs, state=state, name=name)
            chosen = math_ops.cast(sample_ids, "bool")

            def maybe_sample() -> Any:
                if self._next_inputs_fn is None:
                    return array_ops.where(chosen, self._with_auxiliary(outputs, time), base)
                where_sampled = math_ops.cast(array_ops.where(chosen), "int32")
                where_not = math_ops.cast(array_ops.where(math_ops.logical_not(chosen)), "int32")
                sampled = array_ops.gather_nd(outputs, where_sampled)
                given = array_ops.gather_nd(base, where_not)
                updates = self._with_auxiliary(self._next_inputs_fn(sampled), time, where_sampled)
                return _scattered(where_sampled, updates, where_not, given, base)

            all_finished = math_ops.reduce_all_v1(finished)
            none_chosen = math_ops.logical_not(math_ops.reduce_any_v1(chosen))
            next_inputs = cond(math_ops.logical_or(all_finished, none_chosen), lambda: base, maybe_sample)
            return finished, next_inputs, state
