"""K-means clustering as a graph (ops/clustering_ops.py). Not here: the chains of `kmc2`."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.random_seed import get_seed
from graphlint.tf.python.ops import (
    array_ops,
    check_ops,
    control_flow_ops,
    embedding_ops,
    math_ops,
    nn_impl,
    random_ops,
    state_ops,
    variable_scope,
)

SQUARED_EUCLIDEAN_DISTANCE = "squared_euclidean"
COSINE_DISTANCE = "cosine"
RANDOM_INIT = "random"
KMEANS_PLUS_PLUS_INIT = "kmeans_plus_plus"
KMC2_INIT = "kmc2"


def _beside(tensor: Any) -> Any:
    return ops.colocate_with(tensor, ignore_existing=True)


def _normalized(values: Any) -> Any:
    return nn_impl.l2_normalize(values, dim=1)


@exposed(also={"_inputs", "_num_clusters"})
class KMeans:
    """Inputs and settings; `training_graph` builds."""

    COSINE_DISTANCE = COSINE_DISTANCE
    SQUARED_EUCLIDEAN_DISTANCE = SQUARED_EUCLIDEAN_DISTANCE
    RANDOM_INIT = RANDOM_INIT
    KMEANS_PLUS_PLUS_INIT = KMEANS_PLUS_PLUS_INIT
    KMC2_INIT = KMC2_INIT

    def __init__(self, inputs: Any, num_clusters: Any, initial_clusters: Any = RANDOM_INIT,
                 distance_metric: Any = SQUARED_EUCLIDEAN_DISTANCE, use_mini_batch: Any = False,
                 mini_batch_steps_per_iteration: Any = 1, random_seed: Any = 0, kmeans_plus_plus_num_retries: Any = 2,
                 kmc2_chain_length: Any = 200) -> None:
        if isinstance(initial_clusters, str) and initial_clusters not in (RANDOM_INIT, KMEANS_PLUS_PLUS_INIT, KMC2_INIT):
            raise ValueError(f"Unsupported initialization algorithm '{initial_clusters}'")
        if distance_metric not in (SQUARED_EUCLIDEAN_DISTANCE, COSINE_DISTANCE):
            raise ValueError(f"Unsupported distance metric '{distance_metric}'")
        self._inputs = inputs if isinstance(inputs, list) else [inputs]
        self._num_clusters = num_clusters
        self._initial_clusters = initial_clusters
        self._cosine = distance_metric == COSINE_DISTANCE
        self._mini_batch = use_mini_batch
        self._steps = int(mini_batch_steps_per_iteration)
        self._seed = self._own_seed(random_seed)
        self._retries = kmeans_plus_plus_num_retries
        # clusters have length one while they are collected
        self._kept_normalized = self._cosine and (not use_mini_batch or self._steps > 1)

    @staticmethod
    def _own_seed(seed: Any) -> Any:
        return get_seed(seed)[0]

    @staticmethod
    def _no_clusters() -> Any:
        return array_ops.placeholder_with_default([], shape=None)

    def training_graph(self) -> Any:
        """Scores of all clusters, indices, distances, whether clusters are there, the op that makes them, the update."""
        if self._initial_clusters == KMC2_INIT:
            return unmodelled("tensorflow.contrib.factorization.KMeans with kmc2")
        if isinstance(self._initial_clusters, str) or callable(self._initial_clusters):
            initial, count = self._initial_clusters, convert(self._num_clusters)
        else:
            initial = convert(self._initial_clusters)
            count = array_ops.shape(initial)[0]
        centers, initialized, counts, updated, left = self._variables(count)
        init_op = _Initial(self, initial, count, centers, updated, initialized).op()
        inputs, clusters = self._inputs, centers
        if self._cosine:
            inputs = [self._of_length_one(one) for one in inputs]
            if not self._kept_normalized:
                clusters = _normalized(clusters)
        all_scores, distances, indices = self._inferred(inputs, clusters)
        if self._mini_batch:
            with ops.control_dependencies([self._synced(left, centers, updated, counts)]):
                training_op = self._mini_batch_update(inputs, indices, updated, counts)
        else:
            training_op = self._full_update(inputs, count, indices, centers)
        return all_scores, indices, distances, initialized, init_op, training_op

    @staticmethod
    def _of_length_one(values: Any) -> Any:
        with _beside(values):
            return _normalized(values)

    def _variables(self, count: Any) -> tuple[Any, Any, Any, Any, Any]:
        variable = variable_scope.variable
        empty = self._no_clusters()
        centers = variable(empty, name="clusters", validate_shape=False)
        initialized = variable(False, dtype=dtypes.bool_, name="initialized")
        if self._mini_batch and self._steps > 1:
            updated = variable(empty, name="clusters_updated", validate_shape=False)
            left = variable(self._steps, dtype=dtypes.int64, name="update_in_steps")
            return centers, initialized, variable(array_ops.zeros([count], dtype=dtypes.int64)), updated, left
        counts = variable(array_ops.ones([count], dtype=dtypes.int64)) if self._mini_batch else None
        return centers, initialized, counts, centers, None

    def _inferred(self, inputs: list[Any], clusters: Any) -> Any:
        scores = [self._distances(one, clusters) for one in inputs]
        if self._cosine and not self._kept_normalized:
            with _beside(clusters):
                clusters = _normalized(clusters)
        found = []
        for one, score in zip(inputs, scores, strict=True):
            with _beside(one):
                indices, distances = gen.NearestNeighbors(one, clusters, 1)
                if self._cosine:
                    distances *= 0.5
                found.append((score, array_ops.squeeze(distances, [-1]), array_ops.squeeze(indices, [-1])))
        return zip(*found, strict=True)

    def _distances(self, inputs: Any, clusters: Any) -> Any:
        with _beside(inputs):
            if self._cosine:
                return 1 - math_ops.matmul(inputs, clusters, transpose_b=True)
            own: Any = math_ops.reduce_sum(math_ops.square(inputs), 1, keepdims=True)
            products = 2 * math_ops.matmul(inputs, clusters, transpose_b=True)
            apart = own - products
            of_clusters = math_ops.reduce_sum(math_ops.square(clusters), 1, keepdims=True)
            return apart + array_ops.transpose(of_clusters)

    def _synced(self, left: Any, centers: Any, updated: Any, counts: Any) -> Any:
        if left is None:
            return control_flow_ops.no_op()

        def move() -> Any:
            with ops.control_dependencies([state_ops.assign(left, self._steps - 1)]):
                with _beside(updated):
                    clusters = _normalized(updated) if self._cosine else updated
                with _beside(centers), ops.control_dependencies([state_ops.assign(centers, clusters)]), _beside(None):
                    with ops.control_dependencies([state_ops.assign(counts, array_ops.zeros_like(counts))]):
                        return array_ops.identity(left)

        with _beside(left):
            return control_flow_ops.cond(left <= 0, move, lambda: state_ops.assign_sub(left, 1))

    @staticmethod
    def _mini_batch_update(inputs: list[Any], indices: Any, centers: Any, counts: Any) -> Any:
        updates = []
        for one, index in zip(inputs, indices, strict=True):
            with _beside(one):
                ids, places = array_ops.unique(array_ops.reshape(index, [-1]))
                size = array_ops.size(ids)
                with _beside(counts):
                    old_counts = array_ops.gather(counts, ids)
                with _beside(centers):
                    old_centers = array_ops.gather(centers, ids)
                ones = array_ops.ones_like(places, dtype=counts.dtype)
                more: Any = math_ops.unsorted_segment_sum(ones, places, size)
                moved: Any = math_ops.unsorted_segment_sum(one, places, size)
                rows = array_ops.reshape(size, [1])
                rank: Any = array_ops.rank(one)
                ones = array_ops.ones(array_ops.reshape(rank - 1, [1]), dtype=dtypes.int32)
                shape = array_ops.concat([rows, ones], 0)
                moved -= math_ops.cast(array_ops.reshape(more, shape), one.dtype) * old_centers
                rate = math_ops.reciprocal(math_ops.cast(old_counts + more, one.dtype))
                moved *= array_ops.reshape(rate, shape)
            updates += [state_ops.scatter_add(counts, ids, more), state_ops.scatter_add(centers, ids, moved)]
        return control_flow_ops.group(*updates)

    def _full_update(self, inputs: list[Any], count: Any, indices: Any, centers: Any) -> Any:
        sums, counts = [], []
        epsilon = constant_op.constant(1e-6, dtype=inputs[0].dtype)
        for one, index in zip(inputs, indices, strict=True):
            with _beside(one):
                sums.append(math_ops.unsorted_segment_sum(one, index, count))
                ones = array_ops.ones(array_ops.reshape(array_ops.shape(one)[0], [-1]))
                counts.append(math_ops.unsorted_segment_sum(array_ops.reshape(ones, [-1, 1]), index, count))
        with _beside(centers):
            total: Any = math_ops.add_n(sums)
            of_counts: Any = math_ops.cast(math_ops.add_n(counts), sums[0].dtype)
            new = total / (of_counts + epsilon)
            if self._kept_normalized:
                new = _normalized(new)
        return state_ops.assign(centers, new)


class _Initial:
    """The op that collects the first clusters over the first batches."""

    def __init__(self, means: KMeans, initial: Any, count: Any, centers: Any, updated: Any, initialized: Any) -> None:
        self._means, self._initial, self._count = means, initial, count
        self._centers, self._updated, self._initialized = centers, updated, initialized
        self._selected: Any = array_ops.shape(centers)[0]
        self._remaining: Any = count - self._selected
        self._data: Any = math_ops.add_n([array_ops.shape(one)[0] for one in means._inputs])

    def op(self) -> Any:
        return control_flow_ops.cond(math_ops.equal(self._remaining, 0),
                                     lambda: check_ops.assert_equal(self._initialized, True), self._collect)

    def _collect(self) -> Any:
        with ops.control_dependencies([check_ops.assert_positive(self._remaining)]):
            remaining = self._with_new()
            return control_flow_ops.cond(math_ops.equal(remaining, 0), lambda: state_ops.assign(self._initialized, True),
                                         control_flow_ops.no_op)

    def _with_new(self) -> Any:
        new = self._chosen()
        if self._means._cosine:
            new = _normalized(new)
        centers = control_flow_ops.cond(math_ops.equal(self._selected, 0), lambda: new,
                                        lambda: array_ops.concat([self._centers, new], 0))
        assigned = state_ops.assign(self._centers, centers, validate_shape=False)
        if self._updated is not self._centers:
            assigned = state_ops.assign(self._updated, assigned, validate_shape=False)
        return self._count - array_ops.shape(assigned)[0]

    def _chosen(self) -> Any:
        inputs = self._means._inputs
        if self._initial == RANDOM_INIT:
            return control_flow_ops.cond(self._data <= self._remaining, lambda: array_ops.concat(inputs, 0), self._random)
        if isinstance(self._initial, str):
            with ops.control_dependencies([check_ops.assert_greater_equal(self._data, self._remaining)]):
                return self._plus_plus()
        if callable(self._initial):
            return self._initial(inputs, self._remaining)
        with ops.control_dependencies([check_ops.assert_equal(self._remaining, array_ops.shape(self._initial)[0])]):
            return self._initial

    def _random(self) -> Any:
        shape = array_ops.reshape(self._remaining, [-1])
        indices = random_ops.random_uniform(shape, minval=0, maxval=math_ops.cast(self._data, dtypes.int64),
                                            seed=self._means._seed, dtype=dtypes.int64)
        return embedding_ops.embedding_lookup(self._means._inputs, indices, partition_strategy="div")

    def _plus_plus(self) -> Any:
        inputs = self._means._inputs[0]
        if self._means._cosine:
            inputs = _normalized(inputs)
        return gen.KmeansPlusPlusInitialization(inputs, math_ops.cast(self._remaining, dtypes.int64), self._means._seed,
                                                self._means._retries)
