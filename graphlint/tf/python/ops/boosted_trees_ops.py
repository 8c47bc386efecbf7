"""Ensembles of trees and the quantiles of their features as resources (ops/boosted_trees_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, resources
from graphlint.tf.python.training.saving.saveable_object import SaveableObject, SaveSpec


@exposed
class PruningMode:
    NO_PRUNING, PRE_PRUNING, POST_PRUNING = range(3)
    _BY_NAME = {"none": NO_PRUNING, "pre": PRE_PRUNING, "post": POST_PRUNING}

    @classmethod
    def from_str(cls, mode: Any) -> int:
        if mode not in cls._BY_NAME:
            raise ValueError(f"pruning_mode mode must be one of: {', '.join(sorted(cls._BY_NAME))}")
        return cls._BY_NAME[mode]


class QuantileAccumulatorSaveable(SaveableObject):
    def __init__(self, accumulator: QuantileAccumulator, name: str) -> None:
        boundaries = accumulator.get_bucket_boundaries()
        super().__init__(accumulator.resource_handle, [
            SaveSpec(tensor, "", f"{name}_bucket_boundaries_{i}") for i, tensor in enumerate(boundaries)], name)
        self._create = accumulator.initializer

    def restore(self, restored_tensors: Any, restored_shapes: Any) -> Any:
        with ops.control_dependencies([self._create]):
            return gen.BoostedTreesQuantileStreamResourceDeserialize(self.op, restored_tensors)


class QuantileAccumulator:
    """The boundaries of buckets, as they become known."""

    def __init__(self, epsilon: Any, num_streams: Any, num_quantiles: Any, name: Any = None) -> None:
        self._eps, self._num_streams, self._num_quantiles = epsilon, num_streams, num_quantiles
        with ops.name_scope(name, "QuantileAccumulator") as scope:
            self.resource_handle = gen.BoostedTreesQuantileStreamResourceHandleOp(container="", shared_name=scope, name=scope)
            self.initializer = gen.BoostedTreesCreateQuantileStreamResource(self.resource_handle, epsilon, num_streams)
            initialized = gen.IsBoostedTreesQuantileStreamResourceInitialized(self.resource_handle)
        resources.register_resource(self.resource_handle, self.initializer, initialized)
        ops.add_to_collection(ops.GraphKeys.SAVEABLE_OBJECTS, QuantileAccumulatorSaveable(self, self.resource_handle.name))

    def add_summaries(self, float_columns: Any, example_weights: Any) -> Any:
        summaries = gen.BoostedTreesMakeQuantileSummaries(float_columns, example_weights, self._eps)
        return gen.BoostedTreesQuantileStreamResourceAddSummaries(self.resource_handle, summaries)

    def flush(self) -> Any:
        return gen.BoostedTreesQuantileStreamResourceFlush(self.resource_handle, self._num_quantiles)

    def get_bucket_boundaries(self) -> Any:
        return gen.BoostedTreesQuantileStreamResourceGetBucketBoundaries(self.resource_handle, self._num_streams)


class _TreeEnsembleSaveable(SaveableObject):
    def __init__(self, ensemble: TreeEnsemble, name: str) -> None:
        stamp, serialized = gen.BoostedTreesSerializeEnsemble(ensemble.resource_handle)
        super().__init__(ensemble.resource_handle, [SaveSpec(stamp, "", f"{name}_stamp"),
                                                    SaveSpec(serialized, "", f"{name}_serialized")], name)
        self._create = ensemble.initializer

    def restore(self, restored_tensors: Any, restored_shapes: Any) -> Any:
        with ops.control_dependencies([self._create]):
            return gen.BoostedTreesDeserializeEnsemble(self.op, *restored_tensors)


class TreeEnsemble:
    """The trees that are grown."""

    def __init__(self, name: Any, stamp_token: Any = 0, is_local: bool = False, serialized_proto: Any = "") -> None:
        with ops.name_scope(name, "TreeEnsemble") as scope:
            self.resource_handle = gen.BoostedTreesEnsembleResourceHandleOp(container="", shared_name=scope, name=scope)
            self.initializer = gen.BoostedTreesCreateEnsemble(self.resource_handle, stamp_token, serialized_proto)
            initialized = gen.IsBoostedTreesEnsembleInitialized(self.resource_handle)
            if not is_local:
                ops.add_to_collection(ops.GraphKeys.SAVEABLE_OBJECTS,
                                      _TreeEnsembleSaveable(self, self.resource_handle.name))
            resources.register_resource(self.resource_handle, self.initializer, initialized, is_shared=not is_local)

    def get_states(self) -> list[Any]:
        names = ("stamp_token", "num_trees", "num_finalized_trees", "num_attempted_layers", "last_layer_nodes_range")
        states = gen.BoostedTreesGetEnsembleStates(self.resource_handle)
        return [array_ops.identity(state, name=name) for state, name in zip(states, names, strict=True)]

    def serialize(self) -> Any:
        return gen.BoostedTreesSerializeEnsemble(self.resource_handle)

    def deserialize(self, stamp_token: Any, serialized_proto: Any) -> Any:
        return gen.BoostedTreesDeserializeEnsemble(self.resource_handle, stamp_token, serialized_proto)
