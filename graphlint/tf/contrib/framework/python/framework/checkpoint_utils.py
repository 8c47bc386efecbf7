"""contrib's functions for checkpoints (contrib/framework/python/framework/checkpoint_utils.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.library import unmodelled
from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import state_ops
from graphlint.tf.python.training.checkpoint_utils import assigned, is_known_map, path_text
from graphlint.tf.python.training.checkpoint_utils import list_variables as list_variables
from graphlint.tf.python.training.checkpoint_utils import load_checkpoint as load_checkpoint
from graphlint.tf.python.training.checkpoint_utils import load_variable as load_variable


def init_from_checkpoint(checkpoint_dir: Any, assignment_map: Any) -> Any:
    """As tf.train's, in the order of the map; the initializer is an assignment whatever the variable's kind."""
    if not is_known_map(assignment_map):
        return unmodelled("tensorflow.contrib.framework.init_from_checkpoint",
                          "which variables a checkpoint initializes isn't known")
    path = path_text(checkpoint_dir)
    for variable, tensor, spec in assigned(assignment_map.items()):
        with ops.device(variable.device), ops.device("/cpu:0"):
            restored, = gen.RestoreV2(path, [tensor], [spec], dtypes=[variable.dtype.base_dtype],
                                      name="checkpoint_initializer")
            variable._initializer_op = state_ops.assign(variable, restored)
    return None
