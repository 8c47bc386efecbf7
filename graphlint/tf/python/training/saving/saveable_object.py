"""What a Saver stores in its own way: tensors under names of a checkpoint, and ops that bring them back.

From training/saving/saveable_object.py. Variables are not of these: saver_ops.py knows them by their ops.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.sandbox.exposed import exposed


@exposed
class SaveSpec:
    """One tensor of a checkpoint; a callable `tensor` is asked when the saver is built."""

    def __init__(self, tensor: Any, slice_spec: Any, name: Any, dtype: Any = None, device: Any = None) -> None:
        self._tensor = tensor
        self.slice_spec = slice_spec
        self.name = name
        if isinstance(tensor, Callable):  # type: ignore[arg-type]
            if dtype is None or device is None:
                raise AssertionError("When passing a callable `tensor` to a SaveSpec, an explicit dtype and device must be "
                                     "provided.")
            self.dtype, self.device = dtype, device
        else:
            self.dtype, self.device = tensor.dtype, tensor.device

    @property
    def tensor(self) -> Any:
        return self._tensor() if callable(self._tensor) else self._tensor


@exposed
class SaveableObject:
    """Several tensors that are saved and restored together."""

    def __init__(self, op: Any, specs: Any, name: Any) -> None:
        self.op = op
        self.specs = specs
        self.name = name

    @property
    def optional_restore(self) -> bool:
        return False

    @property
    def device(self) -> Any:
        return self.specs[0].device

    def restore(self, restored_tensors: Any, restored_shapes: Any) -> Any:
        raise ValueError("Calling an abstract method.")
