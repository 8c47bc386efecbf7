"""How the variables of a strategy stand in a checkpoint (distribute/values.py): their saveables."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import control_flow_ops
from graphlint.tf.python.training.saving.saveable_object import SaveableObject, SaveSpec


class DistributedSaveable(SaveableObject):
    """One tensor, read when it is asked for; restoring it assigns it on each replica."""

    def __init__(self, variable: Any, name: str) -> None:
        self._variable = variable
        super().__init__(variable.handle, [SaveSpec(self._read, "", name, variable.dtype, variable.device)], name)

    def _read(self) -> Any:
        variable = self._variable
        if variable.read_by_strategy:
            return variable.primary
        with ops.device(variable.device):
            value = variable.primary.read_value()
            with ops.device("/device:CPU:0"):
                return gen.Identity(value)

    def restore(self, restored_tensors: list[Tensor], restored_shapes: Any) -> Any:
        with ops.device(self._variable.device):
            assigned = self._variable.primary.assign(restored_tensors[0])
        return control_flow_ops.group(assigned)
