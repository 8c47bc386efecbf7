"""Shapes that graphs compute, against what TensorFlow 1.15.5 knows of them: values flowing from op to op."""

import json
import lzma

import numpy as np
import pytest

from graphlint.graph import stack
from graphlint.tf import gen
from graphlint.tf.building import builder_of
from shapecalc import Expr
from tests.ops.record_chains import RECORDED

PROGRAMS = [json.loads(line) for line in lzma.decompress(RECORDED.read_bytes()).decode().splitlines()]


def make(node, tensors):
    op_type, inputs, attrs = node
    if op_type == "placeholder":
        return gen.Placeholder(dtype=inputs[0], shape=inputs[1])
    if op_type == "constant":
        return gen.Const(value=np.array(inputs[1], inputs[0]), dtype=inputs[0])
    builder = builder_of(op_type)
    given = dict(attrs)
    for arg, place in zip(builder.definition.inputs, inputs, strict=True):
        given[arg.name] = [tensors[p] for p in place] if isinstance(place, list) else tensors[place]
    return builder.build((), given, None).outputs[0]


def outcome(node, tensors):
    try:
        dims = make(node, tensors).dims
    except ValueError as error:
        return {"refused": str(error).split(" for '")[0]}
    return {"shape": None if dims is None else [None if isinstance(dim, Expr) else dim for dim in dims]}


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_chain(program):
    nodes, uses = program
    stack.begin()
    tensors = []
    for node in nodes:
        tensors.append(make(node, tensors))
    for node, answer in uses:
        assert outcome(node, tensors) == answer, [nodes[place] for place in node[1]]
