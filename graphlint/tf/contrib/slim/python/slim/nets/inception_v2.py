"""Inception v2 (contrib/slim/python/slim/nets/inception_v2.py) as a table."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops.arg_scope import arg_scope
from graphlint.tf.contrib.layers.python.layers import layers
from graphlint.tf.python.ops import variable_scope

from . import tables
from .inception_parts import finish, normalized_scope
from .tables import Branch
from .tables import reduced_kernel as _reduced_kernel_size_for_small_input


def _block(a: int, b: tuple[int, int], c: tuple[int, int], d: int, pool: str = "AvgPool", last: str = " t0.1"
           ) -> list[Branch]:
    return [
        [f"Conv2d_0a_1x1 {a}"],
        [f"Conv2d_0a_1x1 {b[0]} t0.09", f"Conv2d_0b_3x3 {b[1]}"],
        [f"Conv2d_0a_1x1 {c[0]} t0.09", f"Conv2d_0b_3x3 {c[1]}", f"Conv2d_0c_3x3 {c[1]}"],
        [f"{pool}_0a_3x3", f"Conv2d_0b_1x1 {d}{last}"],
    ]


def _reduction(a: tuple[int, int], b: tuple[int, int]) -> list[Branch]:
    return [
        [f"Conv2d_0a_1x1 {a[0]} t0.09", f"Conv2d_1a_3x3 {a[1]} s2"],
        [f"Conv2d_0a_1x1 {b[0]} t0.09", f"Conv2d_0b_3x3 {b[1]}", f"Conv2d_1a_3x3 {b[1]} s2"],
        ["MaxPool_1a_3x3 s2"],
    ]


_ROWS: list[str | tuple[str, list[Branch]]] = [
    "MaxPool_2a_3x3 s2",
    "Conv2d_2b_1x1 64 t0.1",
    "Conv2d_2c_3x3 192",
    "MaxPool_3a_3x3 s2",
    ("Mixed_3b", _block(64, (64, 64), (64, 96), 32)),
    ("Mixed_3c", _block(64, (64, 96), (64, 96), 64)),
    ("Mixed_4a", _reduction((128, 160), (64, 96))),
    ("Mixed_4b", _block(224, (64, 96), (96, 128), 128)),
    ("Mixed_4c", _block(192, (96, 128), (96, 128), 128)),
    ("Mixed_4d", _block(160, (128, 160), (128, 160), 96)),
    ("Mixed_4e", _block(96, (128, 192), (160, 192), 96)),
    ("Mixed_5a", _reduction((128, 192), (192, 256))),
    ("Mixed_5b", _block(352, (192, 320), (160, 224), 128)),
    ("Mixed_5c", _block(352, (192, 320), (192, 224), 128, "MaxPool", "")),
]


def inception_v2_base(inputs: Any, final_endpoint: str = "Mixed_5c", min_depth: int = 16,
                      depth_multiplier: float = 1.0, scope: Any = None) -> tuple[Any, Any]:
    """Up to an end point. ValueError for an unknown one, and for a multiplier that isn't positive."""
    depth = tables.scaled(depth_multiplier, min_depth)
    layered = [layers.conv2d, layers.max_pool2d, layers.avg_pool2d, layers.separable_conv2d]
    with (
        variable_scope.variable_scope(scope, "InceptionV2", [inputs]),
        arg_scope(layered, stride=1, padding="SAME"),
    ):
        first = "Conv2d_1a_7x7"
        net = layers.separable_conv2d(inputs, depth(64), [7, 7], depth_multiplier=min(int(depth(64) / 3), 8), stride=2,
                                      weights_initializer=tables.trunc_normal(1.0), scope=first)
        end_points = {first: net}
        if first == final_endpoint:
            return net, end_points
        for name, end in tables.chained(net, _ROWS, depth):
            end_points[name] = end
            if name == final_endpoint:
                return end, end_points
    raise ValueError(f"Unknown final endpoint {final_endpoint}")


def inception_v2(inputs: Any, num_classes: Any = 1000, is_training: Any = True, dropout_keep_prob: Any = 0.8,
                 min_depth: int = 16, depth_multiplier: float = 1.0, prediction_fn: Any = layers.softmax,
                 spatial_squeeze: bool = True, reuse: Any = None, scope: Any = "InceptionV2") -> tuple[Any, Any]:
    tables.scaled(depth_multiplier, min_depth)
    with (
        variable_scope.variable_scope(scope, "InceptionV2", [inputs, num_classes], reuse=reuse) as scope,
        arg_scope([layers.batch_norm, layers.dropout], is_training=is_training),
    ):
        net, end_points = inception_v2_base(inputs, scope=scope, min_depth=min_depth, depth_multiplier=depth_multiplier)
        with variable_scope.variable_scope("Logits"):
            kernel = _reduced_kernel_size_for_small_input(net, [7, 7])
            net = layers.avg_pool2d(net, kernel, padding="VALID", scope=f"AvgPool_1a_{kernel[0]}x{kernel[1]}")
            net = layers.dropout(net, keep_prob=dropout_keep_prob, scope="Dropout_1b")
            logits = layers.conv2d(net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None,
                                   scope="Conv2d_1c_1x1")
            logits = finish(logits, end_points, spatial_squeeze)
        end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


inception_v2.default_image_size = 224  # type: ignore[attr-defined]


def inception_v2_arg_scope(weight_decay: float = 0.00004, batch_norm_var_collection: str = "moving_vars") -> Any:
    return normalized_scope(weight_decay, batch_norm_var_collection)
