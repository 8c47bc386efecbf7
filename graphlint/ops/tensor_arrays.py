"""TensorArrays, stacks and tensor lists: shapes. What they hold while a graph runs is the interpreter's business."""

from __future__ import annotations

from collections.abc import Sequence

from graphlint.graph.graph import Dims
from shapecalc import merge, unknown, unknowns

from . import resources
from .dim_checks import dim_is, same_dim, with_rank_at_most
from .inference import InferenceContext
from .registry import shape
from .signatures import register

register("""
TensorArray, TensorArrayV2: 0 -> [2]
TensorArrayGrad: . -> [2]
TensorArrayGradV2: [2], 0 -> [2]
TensorArrayWrite, TensorArrayWriteV2: [2], 0, ., 0 -> []
TensorArrayRead, TensorArrayReadV2: [2], 0, 0 -> ?
TensorArrayGather: . -> ?
TensorArrayGatherV2: [2], 1, 0 -> ?
TensorArrayConcat: . -> ?, [?]
TensorArrayConcatV2: [2], 0 -> ?, [?]
TensorArrayPack: . -> ?
TensorArrayUnpack: . -> []
TensorArrayScatter: . -> []
TensorArrayScatterV2: [2], 1, ., 0 -> []
TensorArraySplit: . -> []
TensorArraySplitV2: [2], ., 1, 0 -> []
TensorArraySize, TensorArraySizeV2: [2], . -> []
TensorArrayClose, TensorArrayCloseV2, TensorArrayCloseV3: [2] ->
TensorArraySizeV3: [2] -> []
TensorArraySplitV3: [2], ., 1, 0 -> []
TensorArrayGradWithShape: 1, . -> [2], []
TensorArrayConcatV3: [2], 0 -> ?, [?]
StackV2: -> [2]
Stack: -> [2]
StackPop, StackPopV2: -> ?
StackClose, StackCloseV2: [2] ->
EmptyTensorList: 1- -> []
TensorListPushBack, TensorListSetItem: -> []
TensorListResize: ., 0 -> []
TensorListScatter, TensorListScatterV2: ., ., 1- -> []
TensorListReserve: 1- -> []
TensorListScatterIntoExistingList: ., 1+, 1 -> []
TensorListLength: -> []
TensorListElementShape: -> [?]
TensorListPopBack: -> [], ?
""")


@shape("TensorArrayV3")
def tensor_array_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 0)
    return ((2,), () if c.release.tensor_array_flow_shape else None)


@shape("TensorArrayGradV3")
def tensor_array_grad_shape(c: InferenceContext) -> Sequence[Dims]:
    dim_is(c.with_rank(0, 1)[0], 2)
    c.with_rank(1, 0)
    return ((2,), () if c.release.tensor_array_flow_shape else None)


@shape("StackPush", "StackPushV2")
def stack_push_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.inputs[1].dims if c.release.stack_push_shape else None,)


def element_shape(c: InferenceContext) -> tuple[Dims] | None:
    """The shape of the elements of the array behind the first input, in a tuple; None where TensorFlow tracks none."""
    op = resources.source(c.inputs[0])
    for _ in range(resources.MAX_STEPS):
        if op.type not in ("TensorArrayGradV3", "TensorArrayGradWithShape"):
            break
        op = resources.source(op.inputs[0])
    if op.type != "TensorArrayV3":
        return None
    found = op.attrs.get("element_shape")
    known = found is not None and all(isinstance(dim, int) for dim in found)
    return (found,) if known or op.attrs.get("identical_element_shapes") else None


@shape("TensorArrayReadV3")
def read_shape(c: InferenceContext) -> Sequence[Dims]:
    dim_is(c.with_rank(0, 1)[0], 2)
    c.with_rank(1, 0)
    c.with_rank(2, 0)
    return element_shape(c) or (None,)


@shape("TensorArrayWriteV3")
def write_shape(c: InferenceContext) -> Sequence[Dims]:
    dim_is(c.with_rank(0, 1)[0], 2)
    c.with_rank(1, 0)
    c.with_rank(3, 0)
    found = element_shape(c)
    if found is not None:
        merge(found[0], c.inputs[2].dims)
    return ((),)


@shape("TensorArrayScatterV3")
def scatter_shape(c: InferenceContext) -> Sequence[Dims]:
    handle, indices = c.with_rank(0, 1), c.with_rank(1, 1)
    dim_is(handle[0], 2)
    c.with_rank(3, 0)
    found, values = element_shape(c), c.inputs[2].dims
    if values is not None:
        c.with_rank_at_least(2, 1)
        same_dim(values[0], indices[0])
        merge(None if found is None else found[0], values[1:])
    return ((),)


@shape("TensorArrayGatherV3")
def gather_shape(c: InferenceContext) -> Sequence[Dims]:
    dim_is(c.with_rank(0, 1)[0], 2)
    count = c.with_rank(1, 1)
    c.with_rank(2, 0)
    found = element_shape(c)
    if not c.release.identical_element_shapes:
        return (None,)
    elements = c.attr("element_shape") if found is None else found[0]
    return (None if elements is None else (*count, *elements),)


@shape("TensorListFromTensor")
def list_from_tensor_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    wanted = _asked(c, 1)
    merge(None if dims is None else dims[1:], wanted)
    return ((),)


@shape("TensorListSplit")
def list_split_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank_at_least(0, 1)
    _asked(c, 1)
    c.with_rank(2, 1)
    return ((),)


@shape("TensorListConcat")
def list_concat_v1_shape(c: InferenceContext) -> Sequence[Dims]:
    elements = c.attr("element_shape")
    return (None if elements is None else (unknown(), *elements[1:]), (unknown(),))


@shape("TensorListConcatLists")
def list_concat_lists_shape(c: InferenceContext) -> Sequence[Dims]:
    return (merge(c.inputs[0].dims, c.inputs[1].dims),)


@shape("TensorListPushBackBatch")
def push_batch_shape(c: InferenceContext) -> Sequence[Dims]:
    lists, values = c.with_rank(0, 1), c.with_rank_at_least(1, 1)
    return (lists if values is None else merge(values[:1], lists),)


def _asked(c: InferenceContext, index: int) -> Dims:
    """The element shape that input `index` spells; a scalar there means that it is not known."""
    with_rank_at_most(c, index, 1)
    if c.inputs[index].dims == ():
        return None
    return c.input_tensor_as_shape(index)


@shape("TensorListGetItem")
def list_item_shape(c: InferenceContext) -> Sequence[Dims]:
    return (_asked(c, 2),)


@shape("TensorListGather")
def list_gather_shape(c: InferenceContext) -> Sequence[Dims]:
    elements, indices = _asked(c, 2), c.inputs[1].dims
    return (None if elements is None or indices is None else (*indices, *elements),)


@shape("TensorListStack")
def list_stack_shape(c: InferenceContext) -> Sequence[Dims]:
    elements, count = _asked(c, 1), c.attr("num_elements")
    return (None if elements is None else (unknown() if count < 0 else count, *elements),)


@shape("TensorListConcatV2")
def list_concat_shape(c: InferenceContext) -> Sequence[Dims]:
    elements = _asked(c, 1)
    if elements is None:
        return (None, (unknown(),))
    c.with_rank_at_least(1, 1)
    return (((unknown(), *elements[1:]) if elements else unknowns(1)), (unknown(),))
