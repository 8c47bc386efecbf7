"""Graphs with gradients, as TensorFlow 1.15.5 built them: run, they come to what TensorFlow computed."""

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Operation
from graphlint.ops import opdef
from graphlint.run.session import Session
from shapecalc import unknown

GRAPHS = json.loads(lzma.decompress((Path(__file__).parent / "graphs_1.15.json.xz").read_bytes()))


def _dims(recorded):
    return None if recorded is None else tuple(unknown() if dim is None or dim < 0 else dim for dim in recorded)


def _value(kind, value, attrs):
    if kind == "type":
        return as_dtype(value)
    if kind == "list(type)":
        return [as_dtype(name) for name in value]
    if kind == "shape":
        return _dims(value)
    return np.array(value, as_dtype(attrs["dtype"]).numpy_type) if kind == "tensor" else value


def _built(ops):
    stack.begin()
    graph = stack.default_graph()
    for op in ops:
        attrs = dict(op["attrs"])
        attrs.update({a.name: _value(a.kind, op["attrs"][a.name], op["attrs"])
                      for a in opdef.find(op["type"]).attrs if a.name in attrs})
        dtypes, shapes = map(as_dtype, op["dtypes"]), map(_dims, op["shapes"])
        made = Operation(graph, op["type"], op["name"], [], attrs, [], dtypes, shapes)
        graph.ops.append(made)
        graph.by_name[op["name"]] = made
    for op, made in zip(ops, graph.ops, strict=True):
        parts = [name.rsplit(":", 1) for name in op["inputs"]]
        made.inputs = [graph.by_name[name].outputs[int(index)] for name, index in parts]
        made.control_inputs = [graph.by_name[name] for name in op["control"]]
    return graph


@pytest.mark.parametrize("recorded", GRAPHS, ids=lambda row: row["name"])
def test_gradients(recorded):
    session = Session(_built(recorded["ops"]))
    session.initialize()
    found = session.run(recorded["fetches"], recorded["feeds"])
    for name, value, wanted in zip(recorded["fetches"], found, recorded["values"], strict=True):
        wanted = np.asarray(wanted)
        assert value.shape == wanted.shape
        np.testing.assert_allclose(value, wanted, rtol=1e-5, atol=1e-5 * max(1, np.abs(wanted).max(initial=0)),
                                   err_msg=name)
