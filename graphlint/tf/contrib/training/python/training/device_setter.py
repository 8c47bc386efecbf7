"""Strategies of replica_device_setter (contrib/training/python/training/device_setter.py): which server holds a variable."""

from __future__ import annotations

import hashlib
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework.tensor_shape import TensorShape


@exposed
class RandomStrategy:
    """A server that follows from the name of the op."""

    def __init__(self, num_ps_tasks: int, seed: int = 0) -> None:
        self._num_tasks = num_ps_tasks
        self._seed = seed

    def __call__(self, op: Any) -> int:
        key = f"{op.name}_{self._seed}".encode()
        return int(hashlib.md5(key, usedforsecurity=False).hexdigest(), 16) % self._num_tasks


@exposed
class GreedyLoadBalancingStrategy:
    """The server with the least load so far."""

    def __init__(self, num_tasks: int, load_fn: Any) -> None:
        self._load_fn = load_fn
        self._loads = [0.0] * num_tasks

    def __call__(self, op: Any) -> int:
        task = self._loads.index(min(self._loads))
        self._loads[task] += self._load_fn(op)
        return task


def byte_size_load_fn(op: Any) -> Any:
    """The bytes of an op's output. ValueError for several outputs, or a shape that isn't known."""
    if len(op.outputs) != 1:
        raise ValueError(f"Op {op} must have a single output")
    output = op.outputs[0]
    shape = output.get_shape()
    if not shape.is_fully_defined():
        shape = TensorShape(op.attrs.get("shape"))
    shape.assert_is_fully_defined()
    return shape.num_elements() * output.dtype.size
