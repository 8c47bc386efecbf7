"""Kernels against the values that TensorFlow 1.15.5 computes, and against their own shape functions."""

import json
import lzma

import numpy as np
import pytest

from graphlint.graph import stack
from graphlint.ops import kernels, registry
from graphlint.ops.inference import infer
from shapecalc import ShapeError
from tests.ops import replay
from tests.ops.record_values import RECORDED

CASES = [json.loads(line) for line in lzma.decompress(RECORDED.read_bytes()).decode().splitlines()]

# TensorFlow's own shape functions are wrong about these
WRONG_SHAPES = {"UniqueV2", "UniqueWithCountsV2"}


def name(case):
    return f"{case[0]}-{json.dumps(case[1])[:60]}-{json.dumps(case[2])[:40]}"


def run(case):
    """The outputs that our kernel computes, and the shapes that our shape function tells."""
    context = replay.context_of(case)
    op_type, inputs = case[0], context.inputs
    shapes = infer(registry.shape_function(op_type), context)
    kinds = replay.output_types(op_type, context.attrs)
    op = stack.default_graph().add(op_type, "x", inputs, context.attrs, kinds, shapes)
    arrays = [tensor.op.attrs["value"] for tensor in inputs]
    function = registry.kernel_of(op_type)
    assert function is not None, f"{op_type} has no kernel"
    with np.errstate(all="ignore"):
        return shapes, kernels.as_outputs(op, function(kernels.KernelContext(op), *arrays))


def expected(part):
    dtype, sizes, items = part
    if dtype == "string":
        items = [item.encode("latin-1") for item in items]
        array = np.empty(len(items), object)
        array[:] = items
        return array.reshape(sizes)
    return np.array(items, dtype).reshape(sizes)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_values(case):
    answer = case[3]
    if "values" not in answer:
        with pytest.raises((ValueError, IndexError, ShapeError)):
            run(case)
        return
    shapes, found = run(case)
    for ours, static, theirs in zip(found, shapes, map(expected, answer["values"]), strict=True):
        assert np.shape(ours) == theirs.shape
        assert static is None or case[0] in WRONG_SHAPES or replay.fits(static, theirs.shape)
        if theirs.dtype == object:
            assert np.asarray(ours).tolist() == theirs.tolist()
        else:
            np.testing.assert_allclose(ours, theirs, rtol=2e-5, atol=2e-6)

