"""What feeds the replica of a strategy: an iterator over an input function's dataset (distribute/input_lib.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.data.ops.dataset_ops import DatasetV2
from graphlint.tf.python.data.ops.multi_device_iterator_ops import MultiDeviceIterator
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import dependencies

from .distribute_lib import InputContext

_HOST = "/replica:0/task:0/device:CPU:0"


@exposed
class InputFunctionIterator:
    """Elements of the dataset, or what the callable returns, that an input function gives. ValueError for other things."""

    def __init__(self, input_fn: Any, strategy: Any) -> None:
        self._strategy = strategy
        with ops.device(_HOST):
            found = input_fn(InputContext())
            if isinstance(found, DatasetV2):
                self._iterator: MultiDeviceIterator | None = MultiDeviceIterator(
                    found, strategy.extended.worker_devices)
                self._function = None
            elif callable(found):
                self._iterator, self._function = None, found
            else:
                raise ValueError("input_fn must return a tf.data.Dataset or a callable.")

    def initialize(self) -> Any:
        return dependencies.group(*([] if self._iterator is None else [self._iterator.initializer]))

    initializer = property(initialize)

    def get_next(self, name: Any = None) -> Any:
        if self._iterator is None:
            assert self._function is not None
            return self._function()
        return self._iterator.get_next()[0]
