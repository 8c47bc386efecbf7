"""The layers of contrib.layers and slim, under TensorFlow's own module path; they live in the files beside this one."""

from __future__ import annotations

import functools

from graphlint.tf.contrib.framework.python.ops.arg_scope import add_arg_scope as add_arg_scope
from graphlint.tf.python.ops import nn_ops

from .batch_normalization import _fused_batch_norm as _fused_batch_norm
from .batch_normalization import batch_norm as batch_norm
from .batch_normalization import layer_norm as layer_norm
from .combining import repeat as repeat
from .combining import stack as stack
from .convolutions import convolution as convolution
from .convolutions import convolution1d as convolution1d
from .convolutions import convolution2d as convolution2d
from .convolutions import convolution2d_in_plane as convolution2d_in_plane
from .convolutions import convolution2d_transpose as convolution2d_transpose
from .convolutions import convolution3d as convolution3d
from .convolutions import convolution3d_transpose as convolution3d_transpose
from .convolutions import separable_convolution2d as separable_convolution2d
from .dense import bias_add as bias_add
from .dense import dropout as dropout
from .dense import fully_connected as fully_connected
from .dense import legacy_fully_connected as legacy_fully_connected
from .divisive_normalization import GDN as GDN
from .divisive_normalization import gdn as gdn
from .reshaping import _inner_flatten as _inner_flatten
from .reshaping import dense_to_sparse as dense_to_sparse
from .reshaping import flatten as flatten
from .reshaping import images_to_sequence as images_to_sequence
from .reshaping import maxout as maxout
from .reshaping import one_hot_encoding as one_hot_encoding
from .reshaping import poincare_normalize as poincare_normalize
from .reshaping import sequence_to_images as sequence_to_images
from .reshaping import softmax as softmax
from .reshaping import spatial_softmax as spatial_softmax
from .reshaping import unit_norm as unit_norm
from .windows import avg_pool2d as avg_pool2d
from .windows import avg_pool3d as avg_pool3d
from .windows import max_pool2d as max_pool2d
from .windows import max_pool3d as max_pool3d
from .windows import pool as pool

elu = functools.partial(fully_connected, activation_fn=nn_ops.elu)
legacy_relu = functools.partial(legacy_fully_connected, activation_fn=nn_ops.relu)
legacy_linear = functools.partial(legacy_fully_connected, activation_fn=None)
relu = functools.partial(fully_connected, activation_fn=nn_ops.relu)
relu6 = functools.partial(fully_connected, activation_fn=nn_ops.relu6)
linear = functools.partial(fully_connected, activation_fn=None)
conv1d = convolution1d
conv2d = convolution2d
conv3d = convolution3d
conv2d_transpose = convolution2d_transpose
conv3d_transpose = convolution3d_transpose
conv2d_in_plane = convolution2d_in_plane
separable_conv2d = separable_convolution2d
