"""What `tensorflow.python.ops.array_ops` holds: gathered from the modules of each family."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework.constant_op import constant_v1 as constant  # noqa: F401
from graphlint.tf.reexport import collect, inherited

from . import array_constants, array_gather, array_joining, array_shape, array_slicing, array_space

collect(globals(), array_constants, array_gather, array_joining, array_shape, array_slicing, array_space)

slice = array_slicing.slice_  # noqa: A001 - TensorFlow's name
unpack = array_joining.unstack
_slice_helper = array_slicing.slice_helper
newaxis = None


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.array_ops", name)
