"""Checkpoints of objects (training/tracking/util.py): what making one does. Saving and restoring aren't modelled."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import variable_scope

_UNTRACKED = (int, float, complex, str, bytes, list, tuple, dict, set, type(None), Tensor)


@exposed
class CheckpointV1:
    def __init__(self, **kwargs: Any) -> None:
        for key, value in sorted(kwargs.items()):
            if isinstance(value, _UNTRACKED):
                shown = str(value)
                raise ValueError(
                    "`Checkpoint` was expecting a trackable object (an object derived from `TrackableBase`), got "
                    f"{shown}. If you believe this object should be trackable (i.e. it is part of the TensorFlow Python API "
                    "and manages state), please open an issue.")
            setattr(self, key, value)
        self._save_counter: Any = None

    @property
    def save_counter(self) -> Any:
        if self._save_counter is None:
            with ops.device("/cpu:0"):
                self._save_counter = variable_scope.variable(
                    lambda: ops.convert_to_tensor(0, dtypes.int64, name="initial_value"), name="save_counter",
                    dtype=dtypes.int64, trainable=False, use_resource=True)
        return self._save_counter

    def save(self, file_prefix: Any, session: Any = None) -> Any:
        return unmodelled("tensorflow.train.Checkpoint.save")

    def write(self, file_prefix: Any, session: Any = None) -> Any:
        return unmodelled("tensorflow.train.Checkpoint.write")

    def restore(self, save_path: Any) -> Any:
        return unmodelled("tensorflow.train.Checkpoint.restore")
