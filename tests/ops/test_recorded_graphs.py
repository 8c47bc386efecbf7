"""Shape functions on the 35,000 ops of the recorded probe graphs: each on its recorded inputs gives what 1.15.5 gave.

A recorded shape may be better known than ours, as TensorFlow's Python code refines shapes after it made an op. It is
never less known, and never another.
"""

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Operation
from graphlint.ops import opdef, registry
from graphlint.ops.inference import InferenceContext, infer
from graphlint.ops.opdef import REQUIRED
from shapecalc import Expr, ShapeError, unknown

RECORDED = Path(__file__).parents[2] / "fixtures" / "probes" / "1.15.json.xz"
# their values are not recorded in full
NOT_REPEATABLE = {"RestoreV2", "Const"}


@pytest.fixture(scope="module")
def graphs():
    return json.loads(lzma.decompress(RECORDED.read_bytes()))


def _dims(recorded):
    return None if recorded is None else tuple(unknown() if dim < 0 else dim for dim in recorded)


def _shown(dims):
    return None if dims is None else [-1 if isinstance(dim, Expr) else dim for dim in dims]


def _value(kind, value):
    if kind == "type":
        return as_dtype(value)
    if kind == "shape":
        return _dims(value)
    if kind.startswith("list(") and value is not None:
        return [_value(kind[5:-1], item) for item in value]
    if kind == "tensor":
        known = isinstance(value, dict) and not isinstance(value.get("v", ""), str)
        return np.array(value["v"], as_dtype(value["dtype"]).numpy_type) if known else None
    return value


def _attrs(definition, given):
    found = dict(given)
    for attr in definition.attrs:
        if attr.name in given:
            found[attr.name] = _value(attr.kind, given[attr.name])
        elif attr.default is not REQUIRED:
            found[attr.name] = attr.default
    if "value" in found and found["value"] is None:
        found["value_known"] = False
    return found


def _build(ops):
    """The recorded graph. Inputs are linked last: some ops are made before what they read (in cond and while)."""
    stack.begin()
    graph = stack.default_graph()
    for op in ops:
        dtypes, shapes = [as_dtype(name) for name in op["d"]], [_dims(dims) for dims in op["s"]]
        attrs = _attrs(opdef.find(op["t"]), op["a"])
        graph.by_name[op["n"]] = Operation(graph, op["t"], op["n"], [], attrs, [], dtypes, shapes)
    for op in ops:
        graph.by_name[op["n"]].inputs = [graph.by_name[name].outputs[int(index)]
                                         for name, index in (i.rsplit(":", 1) for i in op["i"])]
    return graph


def _inferred(op):
    """What our shape function says of an op; the symbols of equal shapes are passed on."""
    context = InferenceContext(op.type, op.inputs, op.attrs, len(op.outputs), op.graph.release)
    found = infer(registry.shape_function(op.type), context)
    for tensor, dims in zip(op.outputs, found):
        if _shown(dims) == _shown(tensor.dims):
            tensor.dims = dims
    return found


def _agrees(ours, recorded):
    if ours is None or ours == recorded:
        return True
    return recorded is not None and len(ours) == len(recorded) and all(
        mine in (-1, theirs) for mine, theirs in zip(ours, recorded))


def test_shapes_of_recorded_graphs(graphs):
    wrong, count = [], 0
    for probe, cases in graphs.items():
        for case, recorded in cases.items():
            ops = [op for op in recorded["ops"] if opdef.find(op["t"]) is not None]
            if len(ops) < len(recorded["ops"]):
                continue
            graph = _build(ops)
            for op in ops:
                if op["t"] in NOT_REPEATABLE:
                    continue
                count += 1
                try:
                    found = _inferred(graph.by_name[op["n"]])
                except ShapeError as error:
                    wrong.append(f"{probe}:{case}:{op['n']} ({op['t']}): {error}")
                    continue
                wrong += [f"{probe}:{case}:{op['n']} ({op['t']}): {_shown(ours)}, recorded {theirs}"
                          for ours, theirs in zip(found, op["s"]) if not _agrees(_shown(ours), theirs)]
    assert not wrong, "\n".join(wrong[:20])
    assert count > 30_000
