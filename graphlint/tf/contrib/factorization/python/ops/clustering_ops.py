"""K-means clustering as tf.contrib has it (contrib/factorization/python/ops/clustering_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.ops import clustering_ops
from graphlint.tf.python.ops.clustering_ops import COSINE_DISTANCE as COSINE_DISTANCE
from graphlint.tf.python.ops.clustering_ops import KMEANS_PLUS_PLUS_INIT as KMEANS_PLUS_PLUS_INIT
from graphlint.tf.python.ops.clustering_ops import RANDOM_INIT as RANDOM_INIT
from graphlint.tf.python.ops.clustering_ops import SQUARED_EUCLIDEAN_DISTANCE as SQUARED_EUCLIDEAN_DISTANCE


class KMeans(clustering_ops.KMeans):
    """The seed is taken as it is given, and there is a constant where the core has a placeholder."""

    @staticmethod
    def _own_seed(seed: Any) -> Any:
        return seed

    @staticmethod
    def _no_clusters() -> Any:
        return constant_op.constant([], dtype=dtypes.float32)
