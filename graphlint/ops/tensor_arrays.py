"""Shapes of the TensorArray ops, version 3 (core/ops/data_flow_ops.cc).

What an array's elements look like travels with its handle, as far as the handle comes from a TensorArrayV3 that says
that all elements are alike. Kernels belong to the interpreter.
"""

from __future__ import annotations

from collections.abc import Sequence

from graphlint.graph.graph import Dims
from shapecalc import ShapeError, merge

from . import resources
from .inference import InferenceContext
from .registry import shape


def _handle(c: InferenceContext) -> None:
    dims = c.with_rank(0, 1)
    if isinstance(dims[0], int) and dims[0] != 2:
        raise ShapeError(f"Dimension must be 2 but is {dims[0]}", left=dims[0], right=2)


def _element(c: InferenceContext) -> tuple[bool, Dims]:
    """(whether the handle says how the elements look, their dims)."""
    source = resources.source(c.inputs[0])
    if source.type == "TensorArrayV3" and source.attrs["identical_element_shapes"]:
        return True, source.attrs["element_shape"]
    return False, None


@shape("TensorArrayV3")
def tensor_array(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 0)
    return ((2,), ())


@shape("TensorArrayGradV3")
def tensor_array_grad(c: InferenceContext) -> Sequence[Dims]:
    _handle(c)
    c.with_rank(1, 0)
    return ((2,), ())


@shape("TensorArrayWriteV3")
def tensor_array_write(c: InferenceContext) -> Sequence[Dims]:
    _handle(c)
    c.with_rank(1, 0)
    c.with_rank(3, 0)
    known, element = _element(c)
    if known:
        merge(element, c.shape(2))
    return ((),)


@shape("TensorArrayReadV3")
def tensor_array_read(c: InferenceContext) -> Sequence[Dims]:
    _handle(c)
    c.with_rank(1, 0)
    c.with_rank(2, 0)
    return (_element(c)[1],)


@shape("TensorArrayGatherV3")
def tensor_array_gather(c: InferenceContext) -> Sequence[Dims]:
    _handle(c)
    count = c.with_rank(1, 1)
    c.with_rank(2, 0)
    known, element = _element(c)
    if not known:
        element = c.attrs["element_shape"]
    return (None if element is None else (count[0], *element),)


@shape("TensorArrayScatterV3")
def tensor_array_scatter(c: InferenceContext) -> Sequence[Dims]:
    _handle(c)
    count = c.with_rank(1, 1)
    c.with_rank(3, 0)
    value = c.with_rank_at_least(2, 1)
    if value is not None:
        merge((count[0],), (value[0],))
        known, element = _element(c)
        if known:
            merge(element, value[1:])
    return ((),)


@shape("TensorArrayConcatV3")
def tensor_array_concat(c: InferenceContext) -> Sequence[Dims]:
    _handle(c)
    c.with_rank(1, 0)
    return (None, (c.unknown(),))


@shape("TensorArraySplitV3")
def tensor_array_split(c: InferenceContext) -> Sequence[Dims]:
    _handle(c)
    c.with_rank(2, 1)
    c.with_rank(3, 0)
    return ((),)


@shape("TensorArraySizeV3")
def tensor_array_size(c: InferenceContext) -> Sequence[Dims]:
    _handle(c)
    return ((),)


@shape("TensorArrayCloseV3")
def tensor_array_close(c: InferenceContext) -> Sequence[Dims]:
    _handle(c)
    return ()
