"""The ops that update variables from gradients (Apply*, SparseApply*, Resource...): shapes, and their new values.

One rule serves them all: what an input is (state, gradient, indices or scalar) follows from the op's definition.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from graphlint.graph.graph import Dims
from shapecalc import Clashes, Dim, ShapeError

from . import opdef
from .inference import InferenceContext
from .registry import shape
from .resources import variable_dims
from .spatial import merged
from .updates import FAMILIES, by_rows

OPS = tuple(name for family in FAMILIES for form in ("", "Sparse", "Resource", "ResourceSparse")
            if opdef.find(name := f"{form}Apply{family}") is not None)


@cache
def roles(op_type: str) -> tuple[str, ...]:
    """What each input is: `var`, `state`, `grad`, `indices` or `scalar`."""
    definition = opdef.find(op_type)
    assert definition is not None
    found = []
    for index, arg in enumerate(definition.inputs):
        if arg.name in ("grad", "delta"):
            found.append("grad")
        elif arg.name == "indices":
            found.append("indices")
        elif arg.is_ref or (arg.dtype is not None and arg.dtype.name == "resource"):
            found.append("state" if index else "var")
        else:
            found.append("scalar")
    return tuple(found)


@shape(*OPS)
def apply_shape(c: InferenceContext) -> list[Dims]:
    """Every input agrees with the variable, hyperparameters are scalars."""
    kinds, inputs = roles(c.op_type), c.inputs
    sparse = "indices" in kinds
    found, clashes = variable_dims(inputs[0]), Clashes()
    for index, kind in enumerate(kinds):
        if kind == "scalar":
            if inputs[index].dims != ():
                c.with_rank(index, 0)
        elif kind == "state":
            found = merged(found, variable_dims(inputs[index]), clashes)
        elif kind == "grad":
            grad = inputs[index].dims
            if sparse and grad is not None:
                grad = _rows(c, kinds.index("indices"), grad, clashes)
            elif sparse:
                c.with_rank(kinds.index("indices"), 1)
            found = merged(found, grad, clashes)
    return clashes.finish([found] * c.outputs)


def _rows(c: InferenceContext, index: int, grad: tuple[Dim, ...], clashes: Clashes) -> Dims:
    """The shape that a sparse gradient asks of the variable: its first dim is free."""
    indices = c.with_rank(index, 1)
    assert indices is not None
    if not grad:
        raise ShapeError("Shape must be at least rank 1 but is rank 0")
    clashes.equal(indices[0], grad[0])
    return (c.unknown(), *grad[1:])


def updated(op_type: str, attrs: dict[str, Any], inputs: list[Any]) -> tuple[Any, ...]:
    """The new values of the variable and its slots, in the order of the op's inputs."""
    definition = opdef.find(op_type)
    assert definition is not None
    kinds = roles(op_type)
    named = {"grad" if kind == "grad" else arg.name: value
             for arg, kind, value in zip(definition.inputs, kinds, inputs, strict=True)}
    update = FAMILIES[op_type.rsplit("Apply", 1)[1]]
    if "indices" not in kinds:
        return update(named, attrs)
    states = [arg.name for arg, kind in zip(definition.inputs, kinds, strict=True) if kind in ("var", "state")]
    return by_rows(update, named, states, attrs)
