"""Inception v1 (contrib/slim/python/slim/nets/inception_v1.py) as a table."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops.arg_scope import arg_scope
from graphlint.tf.contrib.layers.python.layers import layers
from graphlint.tf.python.ops import variable_scope

from . import tables
from .inception_parts import finish, normalized_scope
from .tables import Branch


def _block(a: int, b: tuple[int, int], c: tuple[int, int], d: int, last: str = "Conv2d_0b_3x3") -> list[Branch]:
    return [
        [f"Conv2d_0a_1x1 {a}"],
        [f"Conv2d_0a_1x1 {b[0]}", f"Conv2d_0b_3x3 {b[1]}"],
        [f"Conv2d_0a_1x1 {c[0]}", f"{last} {c[1]}"],
        ["MaxPool_0a_3x3", f"Conv2d_0b_1x1 {d}"],
    ]


_ROWS: list[str | tuple[str, list[Branch]]] = [
    "Conv2d_1a_7x7 64 s2",
    "MaxPool_2a_3x3 s2",
    "Conv2d_2b_1x1 64",
    "Conv2d_2c_3x3 192",
    "MaxPool_3a_3x3 s2",
    ("Mixed_3b", _block(64, (96, 128), (16, 32), 32)),
    ("Mixed_3c", _block(128, (128, 192), (32, 96), 64)),
    "MaxPool_4a_3x3 s2",
    ("Mixed_4b", _block(192, (96, 208), (16, 48), 64)),
    ("Mixed_4c", _block(160, (112, 224), (24, 64), 64)),
    ("Mixed_4d", _block(128, (128, 256), (24, 64), 64)),
    ("Mixed_4e", _block(112, (144, 288), (32, 64), 64)),
    ("Mixed_4f", _block(256, (160, 320), (32, 128), 128)),
    "MaxPool_5a_2x2 s2",
    ("Mixed_5b", _block(256, (160, 320), (32, 128), 128, last="Conv2d_0a_3x3")),
    ("Mixed_5c", _block(384, (192, 384), (48, 128), 128)),
]


def inception_v1_base(inputs: Any, final_endpoint: str = "Mixed_5c", scope: Any = "InceptionV1") -> tuple[Any, Any]:
    """Up to an end point. ValueError for an unknown one."""
    end_points = {}
    with (
        variable_scope.variable_scope(scope, "InceptionV1", [inputs]),
        arg_scope([layers.conv2d, layers.fully_connected], weights_initializer=tables.trunc_normal(0.01)),
        arg_scope([layers.conv2d, layers.max_pool2d], stride=1, padding="SAME"),
    ):
        for name, net in tables.chained(inputs, _ROWS):
            end_points[name] = net
            if name == final_endpoint:
                return net, end_points
    raise ValueError(f"Unknown final endpoint {final_endpoint}")


def inception_v1(inputs: Any, num_classes: Any = 1000, is_training: Any = True, dropout_keep_prob: Any = 0.8,
                 prediction_fn: Any = layers.softmax, spatial_squeeze: bool = True, reuse: Any = None,
                 scope: Any = "InceptionV1") -> tuple[Any, Any]:
    with (
        variable_scope.variable_scope(scope, "InceptionV1", [inputs, num_classes], reuse=reuse) as scope,
        arg_scope([layers.batch_norm, layers.dropout], is_training=is_training),
    ):
        net, end_points = inception_v1_base(inputs, scope=scope)
        with variable_scope.variable_scope("Logits"):
            net = layers.avg_pool2d(net, [7, 7], stride=1, scope="MaxPool_0a_7x7")
            net = layers.dropout(net, dropout_keep_prob, scope="Dropout_0b")
            logits = layers.conv2d(net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None,
                                   scope="Conv2d_0c_1x1")
            logits = finish(logits, end_points, spatial_squeeze)
            end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


inception_v1.default_image_size = 224  # type: ignore[attr-defined]


def inception_v1_arg_scope(weight_decay: float = 0.00004, use_batch_norm: bool = True,
                           batch_norm_var_collection: str = "moving_vars") -> Any:
    return normalized_scope(weight_decay, batch_norm_var_collection, use_batch_norm)
