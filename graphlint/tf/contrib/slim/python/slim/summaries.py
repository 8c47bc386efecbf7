"""slim.summaries (contrib/slim/python/slim/summaries.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import logging_ops, nn_impl
from graphlint.tf.python.summary import summary


def _name(tensor: Any, name: Any = None, prefix: Any = None, postfix: Any = None) -> str:
    return "/".join(part for part in (prefix, name or tensor.op.name, postfix) if part)


def _printed(op: Any, tensor: Any, name: str, print_summary: bool) -> Any:
    if print_summary:
        op = logging_ops.Print(op, [tensor], name)
        ops.add_to_collection(GraphKeys.SUMMARIES, op)
    return op


def add_histogram_summary(tensor: Any, name: Any = None, prefix: Any = None) -> Any:
    return summary.histogram(_name(tensor, name, prefix), tensor)


def add_image_summary(tensor: Any, name: Any = None, prefix: Any = None, print_summary: bool = False) -> Any:
    name = _name(tensor, name, prefix)
    op = summary.image(name=name, tensor=tensor, collections=[] if print_summary else None)
    return _printed(op, tensor, name, print_summary)


def add_scalar_summary(tensor: Any, name: Any = None, prefix: Any = None, print_summary: bool = False) -> Any:
    name = _name(tensor, name, prefix)
    op = summary.scalar(name=name, tensor=tensor, collections=[] if print_summary else None)
    return _printed(op, tensor, name, print_summary)


def add_zero_fraction_summary(tensor: Any, name: Any = None, prefix: Any = None, print_summary: bool = False) -> Any:
    name = _name(tensor, name, prefix, "Fraction_of_Zero_Values")
    return add_scalar_summary(nn_impl.zero_fraction(tensor), name, print_summary=print_summary)  # type: ignore[attr-defined]


def add_histogram_summaries(tensors: Any, prefix: Any = None) -> list[Any]:
    return [add_histogram_summary(tensor, prefix=prefix) for tensor in tensors]


def add_image_summaries(tensors: Any, prefix: Any = None) -> list[Any]:
    return [add_image_summary(tensor, prefix=prefix) for tensor in tensors]


def add_scalar_summaries(tensors: Any, prefix: Any = None, print_summary: bool = False) -> list[Any]:
    return [add_scalar_summary(tensor, prefix=prefix, print_summary=print_summary) for tensor in tensors]


def add_zero_fraction_summaries(tensors: Any, prefix: Any = None) -> list[Any]:
    return [add_zero_fraction_summary(tensor, prefix=prefix) for tensor in tensors]
