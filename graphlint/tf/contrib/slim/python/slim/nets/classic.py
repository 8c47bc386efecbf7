"""What AlexNet, OverFeat and VGG share: their fully connected end made of convolutions, and argument scopes."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from graphlint.tf.contrib.framework.python.ops.arg_scope import arg_scope
from graphlint.tf.contrib.layers.python.layers import layers, regularizers, utils
from graphlint.tf.python.ops import array_ops, init_ops, nn_ops

from . import tables


def head(net: Any, widths: tuple[int, int], kernel: list[int], num_classes: Any, is_training: Any, keep_prob: Any,
         **last: Any) -> Any:
    """Two wide layers with dropout after each, and the layer of the classes."""
    net = layers.conv2d(net, widths[0], kernel, padding="VALID", scope="fc6")
    net = layers.dropout(net, keep_prob, is_training=is_training, scope="dropout6")
    net = layers.conv2d(net, widths[1], [1, 1], scope="fc7")
    net = layers.dropout(net, keep_prob, is_training=is_training, scope="dropout7")
    return layers.conv2d(net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None, scope="fc8", **last)


def initialized_head(net: Any, widths: tuple[int, int], kernel: list[int], num_classes: Any, is_training: Any,
                     keep_prob: Any) -> Any:
    """The same with small weights and positive biases."""
    with arg_scope([layers.conv2d], weights_initializer=tables.trunc_normal(0.005),
                   biases_initializer=init_ops.Constant(0.1)):
        return head(net, widths, kernel, num_classes, is_training, keep_prob, biases_initializer=init_ops.Zeros())


def finish(net: Any, collection: str, name: str, spatial_squeeze: bool) -> tuple[Any, OrderedDict[str, Any]]:
    end_points = utils.convert_collection_to_dict(collection)
    if spatial_squeeze:
        net = array_ops.squeeze(net, [1, 2], name="fc8/squeezed")
        end_points[name + "/fc8"] = net
    return net, end_points


def convolutional_scope(weight_decay: float, biases_initializer: Any, **pooling: Any) -> Any:
    """Regularized layers that end in a relu; SAME convolutions, and pools as given."""
    with (
        arg_scope([layers.conv2d, layers.fully_connected], activation_fn=nn_ops.relu,
                  weights_regularizer=regularizers.l2_regularizer(weight_decay), biases_initializer=biases_initializer),
        arg_scope([layers.conv2d], padding="SAME") as scope,
    ):
        if not pooling:
            return scope
        with arg_scope([layers.max_pool2d], **pooling) as with_pooling:
            return with_pooling
