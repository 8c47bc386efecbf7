"""Recorded random cases of ops (see tests/oracle/inside/infer_ops.py), read and run through the shape functions."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import numpy as np

from graphlint.graph import dtypes, stack
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Tensor
from graphlint.ops import opdef, registry
from graphlint.ops.inference import InferenceContext, infer
from graphlint.ops.opdef import OpDef
from shapecalc import Expr, ShapeError, unknown
from shapecalc import value as number

RECORDED = Path(__file__).parent / "inferred_1.15.5.jsonl.xz"


def cases() -> dict[str, list[list[Any]]]:
    """The recorded cases by op type."""
    found: dict[str, list[list[Any]]] = {}
    with lzma.open(RECORDED, "rt") as lines:
        for line in lines:
            case = json.loads(line)
            found.setdefault(case[0], []).append(case)
    return found


def dims_of(sizes: Any) -> Any:
    return None if sizes is None else tuple(unknown() if size is None else size for size in sizes)


def tensor_of(given: list[Any], index: int) -> Tensor:
    """The input that a case describes."""
    kind, name, value = given
    graph, dtype, op_name = stack.default_graph(), as_dtype(name), f"t{index}"
    if kind == "c":
        array = _constant(value, dtype)
        return graph.add("Const", op_name, [], {"value": array, "dtype": dtype}, [dtype], [array.shape]).outputs[0]
    attrs = {"shape": dims_of(value), "dtype": dtype}
    if kind == "v":
        return graph.add("VariableV2", op_name, [], attrs, [dtype._ref], [dims_of(value)]).outputs[0]
    if kind == "h":
        return graph.add("VarHandleOp", op_name, [], attrs, [dtypes.resource], [()]).outputs[0]
    if kind == "a":
        attrs = {"element_shape": dims_of(value), "identical_element_shapes": False}
        return graph.add("TensorArrayV3", op_name, [], attrs, [dtypes.resource, dtype], [(2,), ()]).outputs[0]
    return graph.add("Placeholder", op_name, [], attrs, [dtype], [dims_of(value)]).outputs[0]


def _constant(value: Any, dtype: dtypes.DType) -> Any:
    if dtype.name == "string":
        array = np.array(value, object)
        return np.array([item.encode("latin-1") for item in array.ravel()], object).reshape(array.shape)
    return np.array(value).astype(dtype.numpy_type) if dtype.is_complex else np.array(value, dtype.numpy_type)


_NORMAL = {
    "type": as_dtype,
    "list(type)": lambda names: [as_dtype(name) for name in names],
    "shape": dims_of,
    "list(shape)": lambda shapes: [dims_of(sizes) for sizes in shapes],
}


def context_of(case: list[Any]) -> InferenceContext:
    """The shape function's context for a case, in a fresh world."""
    stack.begin()
    op_type, arguments, given = case[:3]
    definition = opdef.find(op_type)
    assert definition is not None
    attrs = {attr.name: _NORMAL.get(attr.kind, lambda value: value)(given[attr.name]) if attr.name in given
             else attr.default for attr in definition.attrs}
    inputs: list[Tensor] = []
    for arg, value in zip(definition.inputs, arguments, strict=True):
        parts = value if not value or isinstance(value[0], list) else [value]
        made = [tensor_of(part, len(inputs) + index) for index, part in enumerate(parts)]
        if arg.type_attr and made and arg.type_attr not in given:
            attrs[arg.type_attr] = made[0].dtype
        if arg.number_attr:
            attrs[arg.number_attr] = len(made)
        if arg.type_list_attr:
            attrs[arg.type_list_attr] = [tensor.dtype for tensor in made]
        inputs += made
    return InferenceContext(op_type, inputs, attrs, _outputs(definition, attrs), stack.default_graph().release)


def _outputs(definition: OpDef, attrs: dict[str, Any]) -> int:
    return sum(
        len(attrs[arg.type_list_attr]) if arg.type_list_attr else attrs[arg.number_attr] if arg.number_attr else 1
        for arg in definition.outputs
    )


def output_types(op_type: str, attrs: dict[str, Any]) -> list[dtypes.DType]:
    """The dtypes of an op's outputs."""
    definition = opdef.find(op_type)
    assert definition is not None
    found: list[dtypes.DType] = []
    for arg in definition.outputs:
        if arg.type_list_attr:
            found += attrs[arg.type_list_attr]
        else:
            found += [arg.dtype or attrs[arg.type_attr]] * (attrs[arg.number_attr] if arg.number_attr else 1)
    return found


def fits(dims: Any, shape: tuple[int, ...]) -> bool:
    """Whether a static shape, with all that we know of it, allows a concrete one."""
    return len(dims) == len(shape) and all(number(dim) in (None, size) for dim, size in zip(dims, shape, strict=True))


def outcome(case: list[Any]) -> dict[str, Any]:
    """What we say to a case, in the form in which TensorFlow's answer was recorded."""
    function = registry.shape_function(case[0])
    assert function is not None, f"{case[0]} has no shape function"
    context = context_of(case)
    try:
        shapes = infer(function, context)
    except ShapeError as error:
        return {"refused": context.error_text(str(error), "x")}
    assert len(shapes) == context.outputs
    return {"shapes": [None if dims is None else [None if isinstance(dim, Expr) else dim for dim in dims]
                       for dims in shapes]}
