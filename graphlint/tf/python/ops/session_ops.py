"""Tensors that stay in a session between its runs (ops/session_ops.py). Not here: handles, which only a run gives."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Operation, Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops


def get_session_handle(data: Any, name: Any = None) -> Tensor:
    if not isinstance(data, Tensor):
        raise TypeError("`data` must be of type Tensor.")
    with ops.colocate_with(data):
        return gen.GetSessionHandle(data, name=name)  # type: ignore[no-any-return]


def _device(handle: Any) -> str:
    return handle.split(";")[-1] if isinstance(handle, str) else "/job:localhost/replica:0/task:0/device:CPU:0"


def get_session_tensor(handle: Any, dtype: Any, name: Any = None) -> tuple[Tensor, Tensor]:
    with ops.device(_device(handle)):
        holder = array_ops.placeholder("string")
        return holder, gen.GetSessionTensor(holder, dtype, name=name)


def delete_session_tensor(handle: Any, name: Any = None) -> tuple[Tensor, Operation]:
    with ops.device(_device(handle)):
        holder = array_ops.placeholder("string")
        return holder, gen.DeleteSessionTensor(holder, name=name)
