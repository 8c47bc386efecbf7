"""Every recorded case: the shapes, the error text and the values that the oracle gave."""

import importlib
import json
from pathlib import Path

import numpy as np
import pytest

from graphlint.graph import stack
from graphlint.ops import kernels, registry
from graphlint.run.session import Session
from graphlint.tf import gen, install  # noqa: F401 - installs the conversions
from graphlint.tf.building import builder_of
from shapecalc import Expr
from tests.ops.cases import Input, key_of

HERE = Path(__file__).parent
FAMILIES = ("block", "image", "nn", "training")


def _cases():
    for family in FAMILIES:
        module = importlib.import_module(f"tests.ops.{family}_cases")
        answers = json.loads((HERE / f"{family}_shapes.json").read_text())
        for case in module.CASES:
            key = key_of(case)
            yield pytest.param(family, case, answers[key], id=key)


def _tensor(given, index):
    if given.value is not None:
        return gen.Const(value=given.value, dtype=given.dtype)
    if given.kind == "r":
        return gen.VarHandleOp(dtype=given.dtype, shape=given.dims, name=f"v{index}")
    if given.kind == "v":
        return gen.VariableV2(shape=given.dims, dtype=given.dtype, name=f"v{index}")
    return gen.Placeholder(dtype=given.dtype, shape=given.dims)


def _build(case):
    """The op of a case, made in a fresh world."""
    stack.begin()
    op_type, inputs, attrs = case[:3]
    made = [_tensor(Input(text), index) for index, text in enumerate(inputs)]
    builder = builder_of(op_type)
    arguments, at = {}, 0
    for arg in builder.definition.inputs:
        count = len(made) - len(builder.definition.inputs) + 1 if arg.number_attr else 1
        arguments[arg.name] = made[at : at + count] if arg.number_attr else made[at]
        at += count
    given = {k: v[6:] if isinstance(v, str) and v.startswith("dtype:") else v for k, v in attrs.items()}
    return builder.build((), {**arguments, **given}, "x")


@pytest.mark.parametrize(("family", "case", "answer"), list(_cases()))
def test_shapes(family, case, answer):
    if answer[1] is not None:
        with pytest.raises((ValueError, TypeError)) as caught:
            _build(case)
        assert str(caught.value) == answer[1].split(": ", 1)[1]
        return
    op = _build(case)
    found = [None if out.dims is None else [None if isinstance(d, Expr) else d for d in out.dims] for out in op.outputs]
    assert found == answer[0]


def _state_after(op, case, key):
    """The values of the case's variables after its op ran once in a session."""
    session = Session(op.graph)
    feeds, held = {}, []
    for index, (text, tensor) in enumerate(zip(case[1], op.inputs, strict=True)):
        given = Input(text)
        if given.kind in "vr":
            held.append(session.variable(tensor.op))
            held[-1].value = given.array(key, index)
        elif given.value is None:
            feeds[tensor] = given.array(key, index)
    session.run(op, feeds)
    return [variable.read() for variable in held]


@pytest.fixture(scope="module")
def recorded():
    return {family: np.load(HERE / f"{family}_values.npz") for family in FAMILIES}


WITH_VALUES = [param for param in _cases() if param.values[1][3] and len(param.values[2]) == 2]


@pytest.mark.parametrize(("family", "case", "answer"), WITH_VALUES)
def test_values(family, case, answer, recorded):
    op, key = _build(case), key_of(case)
    if any(text[0] in "vr" for text in case[1]):
        found = _state_after(op, case, key)
        for index, part in enumerate(found):
            np.testing.assert_allclose(part, recorded[family][f"{key}#{index}"], rtol=1e-5, atol=1e-6)
        return
    function = registry.kernel_of(op.type)
    assert function is not None, f"no kernel for {op.type}"
    given = [Input(text) for text in case[1]]
    arrays = [one.value if one.value is not None else one.array(key, i) for i, one in enumerate(given)]
    found = kernels.as_outputs(op, function(kernels.KernelContext(op), *arrays))
    for index, part in enumerate(found[:1] if case[3] == "first" else found):
        np.testing.assert_allclose(part, recorded[family][f"{key}#{index}"], rtol=1e-5, atol=1e-5)
