"""Inception v3 (contrib/slim/python/slim/nets/inception_v3.py) as a table."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops.arg_scope import arg_scope
from graphlint.tf.contrib.layers.python.layers import layers
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import array_ops, variable_scope

from . import tables
from .inception_parts import finish, normalized_scope
from .tables import Branch, Depth
from .tables import reduced_kernel as _reduced_kernel_size_for_small_input


def _five(pool: int, second: tuple[str, str] = ("Conv2d_0a_1x1", "Conv2d_0b_5x5")) -> list[Branch]:
    return [
        ["Conv2d_0a_1x1 64"],
        [f"{second[0]} 48", f"{second[1]} 64"],
        ["Conv2d_0a_1x1 64", "Conv2d_0b_3x3 96", "Conv2d_0c_3x3 96"],
        ["AvgPool_0a_3x3", f"Conv2d_0b_1x1 {pool}"],
    ]


def _seven(d: int) -> list[Branch]:
    return [
        ["Conv2d_0a_1x1 192"],
        [f"Conv2d_0a_1x1 {d}", f"Conv2d_0b_1x7 {d}", "Conv2d_0c_7x1 192"],
        [f"Conv2d_0a_1x1 {d}", f"Conv2d_0b_7x1 {d}", f"Conv2d_0c_1x7 {d}", f"Conv2d_0d_7x1 {d}", "Conv2d_0e_1x7 192"],
        ["AvgPool_0a_3x3", "Conv2d_0b_1x1 192"],
    ]


def _last(third: str) -> list[Branch]:
    return [
        ["Conv2d_0a_1x1 320"],
        ["Conv2d_0a_1x1 384", f"Conv2d_0b_1x3 384 | {third} 384"],
        ["Conv2d_0a_1x1 448", "Conv2d_0b_3x3 384", "Conv2d_0c_1x3 384 | Conv2d_0d_3x1 384"],
        ["AvgPool_0a_3x3", "Conv2d_0b_1x1 192"],
    ]


_STEM: list[str | tuple[str, list[Branch]]] = [
    "Conv2d_1a_3x3 32 s2",
    "Conv2d_2a_3x3 32",
    "Conv2d_2b_3x3 64 SAME",
    "MaxPool_3a_3x3 s2",
    "Conv2d_3b_1x1 80",
    "Conv2d_4a_3x3 192",
    "MaxPool_5a_3x3 s2",
]
_BLOCKS: list[str | tuple[str, list[Branch]]] = [
    ("Mixed_5b", _five(32)),
    ("Mixed_5c", _five(64, ("Conv2d_0b_1x1", "Conv_1_0c_5x5"))),
    ("Mixed_5d", _five(64)),
    ("Mixed_6a", [
        ["Conv2d_1a_1x1 384 k3x3 s2 VALID"],
        ["Conv2d_0a_1x1 64", "Conv2d_0b_3x3 96", "Conv2d_1a_1x1 96 k3x3 s2 VALID"],
        ["MaxPool_1a_3x3 s2 VALID"],
    ]),
    ("Mixed_6b", _seven(128)),
    ("Mixed_6c", _seven(160)),
    ("Mixed_6d", _seven(160)),
    ("Mixed_6e", _seven(192)),
    ("Mixed_7a", [
        ["Conv2d_0a_1x1 192", "Conv2d_1a_3x3 320 s2 VALID"],
        ["Conv2d_0a_1x1 192", "Conv2d_0b_1x7 192", "Conv2d_0c_7x1 192", "Conv2d_1a_3x3 192 s2 VALID"],
        ["MaxPool_1a_3x3 s2 VALID"],
    ]),
    ("Mixed_7b", _last("Conv2d_0b_3x1")),
    ("Mixed_7c", _last("Conv2d_0c_3x1")),
]


def inception_v3_base(inputs: Any, final_endpoint: str = "Mixed_7c", min_depth: int = 16,
                      depth_multiplier: float = 1.0, scope: Any = None) -> tuple[Any, Any]:
    """Up to an end point. ValueError for an unknown one, and for a multiplier that isn't positive."""
    depth = tables.scaled(depth_multiplier, min_depth)
    end_points, net = {}, inputs
    with variable_scope.variable_scope(scope, "InceptionV3", [inputs]):
        for rows, padding in ((_STEM, "VALID"), (_BLOCKS, "SAME")):
            with arg_scope([layers.conv2d, layers.max_pool2d, layers.avg_pool2d], stride=1, padding=padding):
                for name, end in tables.chained(net, rows, depth):
                    end_points[name] = net = end
                    if name == final_endpoint:
                        return net, end_points
    raise ValueError(f"Unknown final endpoint {final_endpoint}")


def inception_v3(inputs: Any, num_classes: Any = 1000, is_training: Any = True, dropout_keep_prob: Any = 0.8,
                 min_depth: int = 16, depth_multiplier: float = 1.0, prediction_fn: Any = layers.softmax,
                 spatial_squeeze: bool = True, reuse: Any = None, scope: Any = "InceptionV3",
                 create_aux_logits: bool = True) -> tuple[Any, Any]:
    """With tf_slim's `create_aux_logits`, which contrib doesn't have."""
    depth = tables.scaled(depth_multiplier, min_depth)
    with (
        variable_scope.variable_scope(scope, "InceptionV3", [inputs, num_classes], reuse=reuse) as scope,
        arg_scope([layers.batch_norm, layers.dropout], is_training=is_training),
    ):
        net, end_points = inception_v3_base(inputs, scope=scope, min_depth=min_depth, depth_multiplier=depth_multiplier)
        if create_aux_logits and num_classes:
            with arg_scope([layers.conv2d, layers.max_pool2d, layers.avg_pool2d], stride=1, padding="SAME"):
                end_points["AuxLogits"] = _aux_logits(end_points["Mixed_6e"], num_classes, depth, spatial_squeeze)
        with variable_scope.variable_scope("Logits"):
            kernel = _reduced_kernel_size_for_small_input(net, [8, 8])
            net = layers.avg_pool2d(net, kernel, padding="VALID", scope=f"AvgPool_1a_{kernel[0]}x{kernel[1]}")
            net = layers.dropout(net, keep_prob=dropout_keep_prob, scope="Dropout_1b")
            end_points["PreLogits"] = net
            logits = layers.conv2d(net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None,
                                   scope="Conv2d_1c_1x1")
            logits = finish(logits, end_points, spatial_squeeze)
        end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


def _aux_logits(net: Any, num_classes: Any, depth: Depth, spatial_squeeze: bool) -> Any:
    with variable_scope.variable_scope("AuxLogits"):
        net = layers.avg_pool2d(net, [5, 5], stride=3, padding="VALID", scope="AvgPool_1a_5x5")
        net = layers.conv2d(net, depth(128), [1, 1], scope="Conv2d_1b_1x1")
        kernel = _reduced_kernel_size_for_small_input(net, [5, 5])
        net = layers.conv2d(net, depth(768), kernel, weights_initializer=tables.trunc_normal(0.01), padding="VALID",
                            scope=f"Conv2d_2a_{kernel[0]}x{kernel[1]}")
        net = layers.conv2d(net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None,
                            weights_initializer=tables.trunc_normal(0.001), scope="Conv2d_2b_1x1")
        return array_ops.squeeze(net, [1, 2], name="SpatialSqueeze") if spatial_squeeze else net


inception_v3.default_image_size = 299  # type: ignore[attr-defined]


def inception_v3_arg_scope(weight_decay: float = 0.00004, batch_norm_var_collection: str = "moving_vars",
                           batch_norm_decay: float = 0.9997, batch_norm_epsilon: float = 0.001,
                           updates_collections: Any = GraphKeys.UPDATE_OPS, use_fused_batchnorm: bool = True) -> Any:
    return normalized_scope(weight_decay, batch_norm_var_collection, True, batch_norm_decay, batch_norm_epsilon,
                            updates_collections, fused=use_fused_batchnorm)
