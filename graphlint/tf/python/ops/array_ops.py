"""What `tensorflow.python.ops.array_ops` holds: gathered from the modules of each family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphlint.tf.python.framework import constant_op
from graphlint.tf.reexport import collect, inherited

from . import array_constants, array_gather, array_joining, array_shape, array_slicing, array_space

if TYPE_CHECKING:  # the checker does not see what `collect` puts here
    from .array_constants import *  # noqa: F403
    from .array_gather import *  # noqa: F403
    from .array_joining import *  # noqa: F403
    from .array_shape import *  # noqa: F403
    from .array_slicing import *  # noqa: F403
    from .array_space import *  # noqa: F403

collect(globals(), array_constants, array_gather, array_joining, array_shape, array_slicing, array_space)

slice = array_slicing.slice_  # noqa: A001 - TensorFlow's name
unpack = array_joining.unstack
_slice_helper = array_slicing.slice_helper
constant = constant_op.constant_v1
newaxis = None


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.array_ops", name)
