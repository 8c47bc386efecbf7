"""Variables: reference variables and resource handles, reads, assignments and scatters.

Shapes only: what a variable holds is the interpreter's business.
"""

from __future__ import annotations

from collections.abc import Sequence

from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Dims, Tensor
from shapecalc import ShapeError, at_least_rank, merge, with_rank

from . import resources
from .array_gather import scatter_nd_check
from .array_shape import scalar
from .control_flow import no_outputs
from .elementwise_unary import same_shape
from .inference import InferenceContext, show
from .registry import shape


def handle_data(tensor: Tensor) -> tuple[DType, Dims] | None:
    """Type and shape of the variable that a resource handle stands for; None where nothing is known of it."""
    op = resources.source(tensor)
    if op.type in ("VarHandleOp", "_VarHandlesOp"):
        return op.attrs["dtype"], op.attrs["shape"]
    return None


def variable_shape(c: InferenceContext, dtype: DType | None = None) -> Dims:
    """Shape of the variable behind the first input; ShapeError where it is of another type."""
    found = handle_data(c.inputs[0])
    if found is None:
        return None
    if dtype is not None and found[0] is not dtype:
        raise ShapeError(f"Trying to read variable with wrong dtype. Expected {_enum_name(dtype)} got "
                         f"{_enum_name(found[0])}")
    return found[1]


def _enum_name(dtype: DType) -> str:
    """As TensorFlow's C++ names types: float, double, half."""
    return {"float32": "float", "float64": "double", "float16": "half"}.get(dtype.name, dtype.name)


@shape("VariableV2", "TemporaryVariable")
def variable_v2_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.attrs["shape"],)


@shape("Variable")
def old_variable_shape(c: InferenceContext) -> Sequence[Dims]:
    """The old op can't tell a scalar from an unknown shape."""
    return (c.attrs["shape"] or None,)


shape("VarHandleOp", "VarIsInitializedOp", "IsVariableInitialized")(scalar)
shape("DestroyTemporaryVariable")(same_shape)
shape("DestroyResourceOp")(no_outputs)


@shape("_VarHandlesOp")
def var_handles_shape(c: InferenceContext) -> Sequence[Dims]:
    return [()] * c.outputs


@shape("_ReadVariablesOp")
def read_variables_shape(c: InferenceContext) -> Sequence[Dims]:
    return [(handle_data(tensor) or (None, None))[1] for tensor in c.inputs]


@shape("ReadVariableOp")
def read_variable_shape(c: InferenceContext) -> Sequence[Dims]:
    return (variable_shape(c, c.attrs["dtype"]),)


@shape("AssignVariableOp", "AssignAddVariableOp", "AssignSubVariableOp")
def assign_variable_shape(c: InferenceContext) -> Sequence[Dims]:
    merge(variable_shape(c, c.attrs["dtype"]), c.inputs[1].dims)
    return ()


@shape("VariableShape")
def variable_shape_shape(c: InferenceContext) -> Sequence[Dims]:
    found = variable_shape(c)
    return ((c.unknown() if found is None else len(found),),)


@shape("ResourceCountUpTo")
def resource_count_up_to_shape(c: InferenceContext) -> Sequence[Dims]:
    if handle_data(c.inputs[0]) is None:
        raise ShapeError("Handle has no shape/type information.")
    with_rank(variable_shape(c), 0)
    return ((),)


@shape("CountUpTo")
def count_up_to_shape(c: InferenceContext) -> Sequence[Dims]:
    return (c.with_rank(0, 0),)


@shape("Assign")
def assign_shape(c: InferenceContext) -> Sequence[Dims]:
    if c.attrs["validate_shape"]:
        return (merge(c.inputs[0].dims, c.inputs[1].dims),)
    return (c.inputs[1].dims,)


@shape("AssignAdd", "AssignSub")
def assign_add_shape(c: InferenceContext) -> Sequence[Dims]:
    return (merge(c.inputs[0].dims, c.inputs[1].dims),)


def _slices(variable: Dims, indices: Dims) -> Dims:
    return None if variable is None or indices is None else (*indices, *variable[1:])


@shape("ScatterUpdate", "ScatterAdd", "ScatterSub", "ScatterMul", "ScatterDiv", "ScatterMin", "ScatterMax")
def scatter_shape(c: InferenceContext) -> Sequence[Dims]:
    variable, indices, updates = (tensor.dims for tensor in c.inputs)
    wanted = _slices(variable, indices)
    if updates != ():
        merge(updates, wanted)
    return (variable,)


@shape("ResourceScatterUpdate", "ResourceScatterAdd", "ResourceScatterSub", "ResourceScatterMul", "ResourceScatterDiv",
       "ResourceScatterMin", "ResourceScatterMax")
def resource_scatter_shape(c: InferenceContext) -> Sequence[Dims]:
    wanted = _slices(variable_shape(c, c.attrs["dtype"]), c.inputs[1].dims)
    updates = c.inputs[2].dims
    if updates != ():
        merge(updates, wanted)
    return ()


@shape("ScatterNdUpdate", "ScatterNdAdd", "ScatterNdSub")
def scatter_nd_update_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank_at_least(1, 1)
    c.with_rank_at_least(2, 1)
    return (scatter_nd_check(c.inputs[1].dims, c.inputs[2].dims, c.inputs[0].dims),)


@shape("ResourceScatterNdUpdate", "ResourceScatterNdAdd", "ResourceScatterNdSub")
def resource_scatter_nd_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank_at_least(1, 1)
    c.with_rank_at_least(2, 1)
    target = variable_shape(c) if handle_data(c.inputs[0]) else c.inputs[0].dims
    scatter_nd_check(c.inputs[1].dims, c.inputs[2].dims, target)
    return ()


@shape("ResourceGather")
def resource_gather_shape(c: InferenceContext) -> Sequence[Dims]:
    found = variable_shape(c, c.attrs["dtype"])
    batch = c.attrs.get("batch_dims", 0)
    if batch < 0:
        raise ShapeError(f"batch_dims is negative ({batch})")
    if found is not None:
        at_least_rank(found, batch + 1)
    indices = c.with_rank_at_least(1, batch)
    if found is None or indices is None:
        return (None,)
    return ((*found[:batch], *indices[batch:], *found[batch + 1 :]),)


@shape("ResourceGatherNd")
def resource_gather_nd_shape(c: InferenceContext) -> Sequence[Dims]:
    params = variable_shape(c, c.attrs["dtype"]) if handle_data(c.inputs[0]) else c.inputs[0].dims
    indices = c.with_rank_at_least(1, 1)
    if params is None or indices is None or not isinstance(indices[-1], int):
        return (None,)
    if indices[-1] > len(params):
        raise ShapeError(f"indices.shape[-1] must be <= params.rank, but saw indices shape: {show(indices)} and params "
                         f"shape: {show(params)}")
    return ((*indices[:-1], *params[indices[-1] :]),)
