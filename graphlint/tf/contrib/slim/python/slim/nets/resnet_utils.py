"""Blocks of residual units, their argument scope (contrib/slim/python/slim/nets/resnet_utils.py) and whole networks."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.contrib.framework.python.ops.arg_scope import add_arg_scope, arg_scope
from graphlint.tf.contrib.layers.python.layers import initializers, layers, regularizers, utils
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import array_ops, math_ops, nn_ops, variable_scope


@exposed
class Block(namedtuple("Block", ["scope", "unit_fn", "args"])):  # noqa: PYI024
    """A scope, the function of its units, and the arguments of each unit."""


def subsample(inputs: Any, factor: int, scope: Any = None) -> Any:
    return inputs if factor == 1 else layers.max_pool2d(inputs, [1, 1], stride=factor, scope=scope)


def conv2d_same(inputs: Any, num_outputs: Any, kernel_size: int, stride: int, rate: int = 1, scope: Any = None) -> Any:
    """A convolution whose padding doesn't depend on the input's size."""
    if stride == 1:
        return layers.conv2d(inputs, num_outputs, kernel_size, stride=1, rate=rate, padding="SAME", scope=scope)
    total = kernel_size + (kernel_size - 1) * (rate - 1) - 1
    pad = [total // 2, total - total // 2]
    inputs = array_ops.pad(inputs, [[0, 0], pad, list(pad), [0, 0]])
    return layers.conv2d(inputs, num_outputs, kernel_size, stride=stride, rate=rate, padding="VALID", scope=scope)


@add_arg_scope
def stack_blocks_dense(net: Any, blocks: Any, output_stride: Any = None, outputs_collections: Any = None) -> Any:
    """Units one after another; once the stride is reached, further strides become rates. ValueError where it isn't."""
    missed = "The target output_stride cannot be reached."
    stride = rate = 1
    for block in blocks:
        with variable_scope.variable_scope(block.scope, "block", [net]) as sc:
            for number, unit in enumerate(block.args, 1):
                if output_stride is not None and stride > output_stride:
                    raise ValueError(missed)
                with variable_scope.variable_scope(f"unit_{number}", values=[net]):
                    if output_stride is not None and stride == output_stride:
                        net = block.unit_fn(net, rate=rate, **dict(unit, stride=1))
                        rate *= unit.get("stride", 1)
                    else:
                        net = block.unit_fn(net, rate=1, **unit)
                        stride *= unit.get("stride", 1)
            net = utils.collect_named_outputs(outputs_collections, sc.name, net)
    if output_stride is not None and stride != output_stride:
        raise ValueError(missed)
    return net


def resnet_arg_scope(weight_decay: float = 0.0001, batch_norm_decay: float = 0.997, batch_norm_epsilon: float = 1e-5,
                     batch_norm_scale: bool = True) -> Any:
    params = {"decay": batch_norm_decay, "epsilon": batch_norm_epsilon, "scale": batch_norm_scale,
              "updates_collections": GraphKeys.UPDATE_OPS}
    with (
        arg_scope([layers.conv2d], weights_regularizer=regularizers.l2_regularizer(weight_decay),
                  weights_initializer=initializers.variance_scaling_initializer(), activation_fn=nn_ops.relu,
                  normalizer_fn=layers.batch_norm, normalizer_params=params),
        arg_scope([layers.batch_norm], **params),
        arg_scope([layers.max_pool2d], padding="SAME") as scope,
    ):
        return scope


DEPTHS = {"50": (3, 4, 6, 3), "101": (3, 4, 23, 3), "152": (3, 8, 36, 3), "200": (3, 24, 36, 3)}


def bottleneck_block(scope: str, unit_fn: Any, base_depth: int, num_units: int, stride: int) -> Block:
    """Units of one depth, the last of which has the stride."""
    sizes = {"depth": base_depth * 4, "depth_bottleneck": base_depth}
    return Block(scope, unit_fn, [{**sizes, "stride": 1}] * (num_units - 1) + [{**sizes, "stride": stride}])


def blocks_of(kind: str, unit_fn: Any) -> list[Block]:
    """The four blocks of a residual network of 50, 101, 152 or 200 layers."""
    rows = zip((64, 128, 256, 512), DEPTHS[kind], (2, 2, 2, 1), strict=True)
    return [bottleneck_block(f"block{i}", unit_fn, *row) for i, row in enumerate(rows, 1)]


def root_stride(output_stride: Any) -> Any:
    """What is left of the wanted stride after the first layers. ValueError where it is no multiple of 4."""
    if output_stride is None:
        return None
    if output_stride % 4 != 0:
        raise ValueError("The output_stride needs to be a multiple of 4.")
    return output_stride / 4


def residual_network(name: str, unit_fn: Any, inputs: Any, blocks: Any, num_classes: Any, is_training: Any,
                     global_pool: bool, output_stride: Any, include_root_block: bool, reuse: Any, scope: Any,
                     preactivated: bool = False) -> tuple[Any, Any]:
    """The network of both versions. Where units normalize their inputs, the root doesn't, and the last output has to be."""
    bare: dict[str, Any] = {"activation_fn": None, "normalizer_fn": None}
    with variable_scope.variable_scope(scope, name, [inputs], reuse=reuse) as sc:
        collection = sc.original_name_scope + "_end_points"
        with (
            arg_scope([layers.conv2d, unit_fn, stack_blocks_dense], outputs_collections=collection),
            arg_scope([layers.batch_norm], is_training=is_training),
        ):
            net = inputs
            if include_root_block:
                output_stride = root_stride(output_stride)
                with arg_scope([layers.conv2d], **(bare if preactivated else {})):
                    net = conv2d_same(net, 64, 7, stride=2, scope="conv1")
                net = layers.max_pool2d(net, [3, 3], stride=2, scope="pool1")
            net = stack_blocks_dense(net, blocks, output_stride)
            if preactivated:
                net = layers.batch_norm(net, activation_fn=nn_ops.relu, scope="postnorm")
            if global_pool:
                net = math_ops.reduce_mean_v1(net, [1, 2], name="pool5", keepdims=True)
            if num_classes is not None:
                net = layers.conv2d(net, num_classes, [1, 1], scope="logits", **bare)
            end_points = utils.convert_collection_to_dict(collection)
            if num_classes is not None:
                end_points["predictions"] = layers.softmax(net, scope="predictions")
            return net, end_points
