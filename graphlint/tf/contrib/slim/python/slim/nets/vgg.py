"""VGG with 11, 16 and 19 layers (contrib/slim/python/slim/nets/vgg.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops.arg_scope import arg_scope
from graphlint.tf.contrib.layers.python.layers import layers
from graphlint.tf.python.ops import init_ops, variable_scope

from . import classic

_WIDTHS = (64, 128, 256, 512, 512)


def vgg_arg_scope(weight_decay: float = 0.0005) -> Any:
    return classic.convolutional_scope(weight_decay, init_ops.Zeros())


def _vgg(default: str, repeats: tuple[int, ...], inputs: Any, num_classes: Any, is_training: Any, keep_prob: Any,
         spatial_squeeze: bool, scope: Any) -> tuple[Any, Any]:
    with variable_scope.variable_scope(scope, default, [inputs]) as sc:
        # the 19 layers collect their end points under the variable scope's name, the others under the name scope's
        collection = (sc.name if default == "vgg_19" else sc.original_name_scope) + "_end_points"
        collecting = [layers.conv2d, layers.max_pool2d]
        if default != "vgg_a":
            collecting.append(layers.fully_connected)
        with arg_scope(collecting, outputs_collections=collection):
            net = inputs
            for number, (count, width) in enumerate(zip(repeats, _WIDTHS, strict=True), 1):
                net = layers.repeat(net, count, layers.conv2d, width, [3, 3], scope=f"conv{number}")
                net = layers.max_pool2d(net, [2, 2], scope=f"pool{number}")
            net = classic.head(net, (4096, 4096), [7, 7], num_classes, is_training, keep_prob)
            return classic.finish(net, collection, sc.name, spatial_squeeze)


def vgg_a(inputs: Any, num_classes: Any = 1000, is_training: Any = True, dropout_keep_prob: Any = 0.5,
          spatial_squeeze: bool = True, scope: Any = "vgg_a") -> tuple[Any, Any]:
    return _vgg("vgg_a", (1, 1, 2, 2, 2), inputs, num_classes, is_training, dropout_keep_prob, spatial_squeeze, scope)


def vgg_16(inputs: Any, num_classes: Any = 1000, is_training: Any = True, dropout_keep_prob: Any = 0.5,
           spatial_squeeze: bool = True, scope: Any = "vgg_16") -> tuple[Any, Any]:
    return _vgg("vgg_16", (2, 2, 3, 3, 3), inputs, num_classes, is_training, dropout_keep_prob, spatial_squeeze, scope)


def vgg_19(inputs: Any, num_classes: Any = 1000, is_training: Any = True, dropout_keep_prob: Any = 0.5,
           spatial_squeeze: bool = True, scope: Any = "vgg_19") -> tuple[Any, Any]:
    return _vgg("vgg_19", (2, 2, 4, 4, 4), inputs, num_classes, is_training, dropout_keep_prob, spatial_squeeze, scope)


for _network in (vgg_a, vgg_16, vgg_19):
    _network.default_image_size = 224  # type: ignore[attr-defined]
vgg_d = vgg_16
vgg_e = vgg_19
