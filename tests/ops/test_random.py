"""Random ops: what is drawn has the declared shape and the right distribution, and stateless ops repeat themselves."""

import numpy as np
import pytest

from graphlint.graph import stack
from graphlint.ops import kernels, registry
from graphlint.ops.inference import infer
from tests.ops import replay

SHAPE = ["c", "int32", [2000]]


def draw(op_type, *inputs, seed=1, **attrs):
    context = replay.context_of([op_type, list(inputs), attrs])
    shapes = infer(registry.shape_function(op_type), context)
    kinds = replay.output_types(op_type, context.attrs)
    op = stack.default_graph().add(op_type, "x", context.inputs, context.attrs, kinds, shapes)
    state = kernels.KernelContext(op, np.random.default_rng(seed))
    values = [tensor.op.attrs["value"] for tensor in context.inputs]
    (found,) = kernels.as_outputs(op, registry.kernel_of(op_type)(state, *values))
    assert replay.fits(shapes[0], found.shape)
    return found


def test_uniform_is_within_zero_and_one():
    found = draw("RandomUniform", SHAPE, dtype="float32")
    assert found.dtype == np.float32
    assert found.min() >= 0
    assert found.max() < 1
    assert abs(found.mean() - 0.5) < 0.05


def test_uniform_int_is_below_its_limit():
    found = draw("RandomUniformInt", SHAPE, ["c", "int32", -2], ["c", "int32", 3])
    assert sorted(set(found.tolist())) == [-2, -1, 0, 1, 2]


def test_normal_has_deviation_one():
    found = draw("RandomStandardNormal", SHAPE, dtype="float32")
    assert abs(found.std() - 1) < 0.1


def test_truncated_normal_stays_within_two_deviations():
    assert np.abs(draw("TruncatedNormal", SHAPE, dtype="float32")).max() <= 2


def test_shuffle_keeps_rows():
    found = draw("RandomShuffle", ["c", "int32", [[1, 1], [2, 2], [3, 3]]])
    assert sorted(found.tolist()) == [[1, 1], [2, 2], [3, 3]]


def test_multinomial_follows_the_logits():
    found = draw("Multinomial", ["c", "float32", [[0.0, 50.0], [50.0, 0.0]]], ["c", "int32", 20])
    assert found.tolist() == [[1] * 20, [0] * 20]


@pytest.mark.parametrize(("op_type", "mean"), [("RandomGamma", 3.0), ("RandomPoissonV2", 3.0)])
def test_parameters_extend_the_shape(op_type, mean):
    found = draw(op_type, SHAPE, ["c", "float32", [3.0, 3.0]], T="float32", R="float32", S="int32", dtype="float32")
    assert found.shape == (2000, 2)
    assert abs(found.mean() - mean) < 0.2


def test_stateless_ops_depend_on_the_seed_alone():
    seed, other = ["c", "int32", [1, 2]], ["c", "int32", [1, 3]]
    once = draw("StatelessRandomNormal", SHAPE, seed, seed=1)
    assert np.array_equal(once, draw("StatelessRandomNormal", SHAPE, seed, seed=2))
    assert not np.array_equal(once, draw("StatelessRandomNormal", SHAPE, other, seed=1))
