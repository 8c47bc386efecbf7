"""Residual networks v1 (contrib/slim/python/slim/nets/resnet_v1.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops.arg_scope import add_arg_scope
from graphlint.tf.contrib.layers.python.layers import layers, utils
from graphlint.tf.python.ops import nn_ops, variable_scope

from . import resnet_utils
from .resnet_utils import Block
from .resnet_utils import resnet_arg_scope as resnet_arg_scope


@add_arg_scope
def bottleneck(inputs: Any, depth: int, depth_bottleneck: int, stride: int, rate: int = 1, outputs_collections: Any = None,
               scope: Any = None) -> Any:
    with variable_scope.variable_scope(scope, "bottleneck_v1", [inputs]) as sc:
        depth_in = utils.last_dimension(inputs.get_shape(), min_rank=4)
        if depth == depth_in:
            shortcut = resnet_utils.subsample(inputs, stride, "shortcut")
        else:
            shortcut = layers.conv2d(inputs, depth, [1, 1], stride=stride, activation_fn=None, scope="shortcut")
        residual = layers.conv2d(inputs, depth_bottleneck, [1, 1], stride=1, scope="conv1")
        residual = resnet_utils.conv2d_same(residual, depth_bottleneck, 3, stride, rate=rate, scope="conv2")
        residual = layers.conv2d(residual, depth, [1, 1], stride=1, activation_fn=None, scope="conv3")
        return utils.collect_named_outputs(outputs_collections, sc.name, nn_ops.relu(shortcut + residual))


def resnet_v1(inputs: Any, blocks: Any, num_classes: Any = None, is_training: Any = True, global_pool: bool = True,
              output_stride: Any = None, include_root_block: bool = True, reuse: Any = None,
              scope: Any = None) -> tuple[Any, Any]:
    return resnet_utils.residual_network("resnet_v1", bottleneck, inputs, blocks, num_classes, is_training, global_pool,
                                         output_stride, include_root_block, reuse, scope)


resnet_v1.default_image_size = 224  # type: ignore[attr-defined]


def resnet_v1_block(scope: str, base_depth: int, num_units: int, stride: int) -> Block:
    return resnet_utils.bottleneck_block(scope, bottleneck, base_depth, num_units, stride)


def resnet_v1_50(inputs: Any, num_classes: Any = None, is_training: Any = True, global_pool: bool = True,
                 output_stride: Any = None, reuse: Any = None, scope: Any = "resnet_v1_50") -> tuple[Any, Any]:
    return resnet_v1(inputs, resnet_utils.blocks_of("50", bottleneck), num_classes, is_training, global_pool,
                     output_stride, include_root_block=True, reuse=reuse, scope=scope)


def resnet_v1_101(inputs: Any, num_classes: Any = None, is_training: Any = True, global_pool: bool = True,
                  output_stride: Any = None, reuse: Any = None, scope: Any = "resnet_v1_101") -> tuple[Any, Any]:
    return resnet_v1(inputs, resnet_utils.blocks_of("101", bottleneck), num_classes, is_training, global_pool,
                     output_stride, include_root_block=True, reuse=reuse, scope=scope)


def resnet_v1_152(inputs: Any, num_classes: Any = None, is_training: Any = True, global_pool: bool = True,
                  output_stride: Any = None, reuse: Any = None, scope: Any = "resnet_v1_152") -> tuple[Any, Any]:
    return resnet_v1(inputs, resnet_utils.blocks_of("152", bottleneck), num_classes, is_training, global_pool,
                     output_stride, include_root_block=True, reuse=reuse, scope=scope)


def resnet_v1_200(inputs: Any, num_classes: Any = None, is_training: Any = True, global_pool: bool = True,
                  output_stride: Any = None, reuse: Any = None, scope: Any = "resnet_v1_200") -> tuple[Any, Any]:
    return resnet_v1(inputs, resnet_utils.blocks_of("200", bottleneck), num_classes, is_training, global_pool,
                     output_stride, include_root_block=True, reuse=reuse, scope=scope)
