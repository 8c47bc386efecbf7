"""OverFeat (contrib/slim/python/slim/nets/overfeat.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops.arg_scope import arg_scope
from graphlint.tf.contrib.layers.python.layers import layers
from graphlint.tf.python.ops import init_ops, variable_scope

from . import classic


def overfeat_arg_scope(weight_decay: float = 0.0005) -> Any:
    return classic.convolutional_scope(weight_decay, init_ops.Zeros(), padding="VALID")


def overfeat(inputs: Any, num_classes: Any = 1000, is_training: Any = True, dropout_keep_prob: Any = 0.5,
             spatial_squeeze: bool = True, scope: Any = "overfeat") -> tuple[Any, Any]:
    with variable_scope.variable_scope(scope, "overfeat", [inputs]) as sc:
        collection = sc.name + "_end_points"
        with arg_scope([layers.conv2d, layers.fully_connected, layers.max_pool2d], outputs_collections=collection):
            net = layers.conv2d(inputs, 64, [11, 11], 4, padding="VALID", scope="conv1")
            net = layers.max_pool2d(net, [2, 2], scope="pool1")
            net = layers.conv2d(net, 256, [5, 5], padding="VALID", scope="conv2")
            net = layers.max_pool2d(net, [2, 2], scope="pool2")
            for number, width in ((3, 512), (4, 1024), (5, 1024)):
                net = layers.conv2d(net, width, [3, 3], scope=f"conv{number}")
            net = layers.max_pool2d(net, [2, 2], scope="pool5")
            net = classic.initialized_head(net, (3072, 4096), [6, 6], num_classes, is_training, dropout_keep_prob)
            return classic.finish(net, collection, sc.name, spatial_squeeze)


overfeat.default_image_size = 231  # type: ignore[attr-defined]
