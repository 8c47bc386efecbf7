"""Shared and local resources of a graph, none of which graphlint's models register (ops/resources.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Operation, Tensor
from graphlint.tf.python.framework import ops

from . import array_ops, control_flow_ops


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
        known = array_ops.stack([item.is_initialized for item in resource_list])
        from . import math_ops  # noqa: PLC0415

        return array_ops.boolean_mask(array_ops.constant([item.handle.name for item in resource_list]),
                                      math_ops.logical_not(known))
