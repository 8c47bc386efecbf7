"""Shared and local resources of a graph, as those of boosted trees (ops/resources.py)."""

from __future__ import annotations

from typing import Any, NamedTuple

from graphlint.graph.graph import Operation, Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import ops

from . import array_ops, control_flow_ops


class _Resource(NamedTuple):
    """What is to be initialized before a graph runs."""

    handle: Tensor
    create: Operation
    is_initialized: Tensor


def register_resource(handle: Tensor, create_op: Operation, is_initialized_op: Tensor, is_shared: bool = True) -> None:
    key = ops.GraphKeys.RESOURCES if is_shared else ops.GraphKeys.LOCAL_RESOURCES
    ops.add_to_collection(key, _Resource(handle, create_op, is_initialized_op))


def shared_resources() -> list[Any]:
    return ops.get_collection(ops.GraphKeys.RESOURCES)


def local_resources() -> list[Any]:
    return ops.get_collection(ops.GraphKeys.LOCAL_RESOURCES)


def initialize_resources(resource_list: Any, name: str = "init") -> Operation:
    if resource_list:
        return control_flow_ops.group(*[item.create for item in resource_list], name=name)
    return control_flow_ops.no_op(name=name)


def report_uninitialized_resources(resource_list: Any = None, name: str = "report_uninitialized_resources") -> Tensor:
    """Names of resources that aren't initialized; an empty constant where there are none."""
    if resource_list is None:
        resource_list = shared_resources() + local_resources()
    with ops.name_scope(name), ops.device("/cpu:0"):
        if not resource_list:
            return array_ops.constant([], dtype="string")
        missing = gen.LogicalNot(array_ops.stack([item.is_initialized for item in resource_list]))
        return array_ops.boolean_mask(array_ops.constant([item.handle.name for item in resource_list]), missing)
