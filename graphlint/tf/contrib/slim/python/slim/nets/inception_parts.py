"""What the inception networks share: the logits and the argument scope with batch normalization."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops.arg_scope import arg_scope
from graphlint.tf.contrib.layers.python.layers import initializers, layers, regularizers
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import array_ops, nn_ops


def finish(logits: Any, end_points: dict[str, Any], spatial_squeeze: bool) -> Any:
    if spatial_squeeze:
        logits = array_ops.squeeze(logits, [1, 2], name="SpatialSqueeze")
    end_points["Logits"] = logits
    return logits


def normalized_scope(weight_decay: float, collection: str, use_batch_norm: bool = True, decay: float = 0.9997,
                     epsilon: float = 0.001, updates_collections: Any = GraphKeys.UPDATE_OPS, **more: Any) -> Any:
    """The argument scope of convolutions that are regularized, normalized and end in a relu."""
    params = {
        "decay": decay,
        "epsilon": epsilon,
        "updates_collections": updates_collections,
        **more,
        "variables_collections": {"beta": None, "gamma": None, "moving_mean": [collection],
                                  "moving_variance": [collection]},
    }
    regularizer = regularizers.l2_regularizer(weight_decay)
    with (
        arg_scope([layers.conv2d, layers.fully_connected], weights_regularizer=regularizer),
        arg_scope([layers.conv2d], weights_initializer=initializers.variance_scaling_initializer(),
                  activation_fn=nn_ops.relu, normalizer_fn=layers.batch_norm if use_batch_norm else None,
                  normalizer_params=params if use_batch_norm else {}) as scope,
    ):
        return scope
