"""What graphlint knows of dims that TensorFlow shows as `?`, through loops, branches and rnns."""

from typing import Any

import pytest

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.tf import module as module
from graphlint.tf.python.ops import array_ops, control_flow_ops, functional_ops, rnn, rnn_cell_impl


@pytest.fixture
def x() -> Tensor:
    stack.begin()
    found: Tensor = array_ops.placeholder("float32", [None, None, 8], name="x")
    return found


def loop(x: Tensor, step: Any) -> Tensor:
    found: Tensor = control_flow_ops.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, step(y)), [0, x])[1]
    return found


def test_a_variable_that_keeps_its_shape_keeps_the_expressions(x: Tensor) -> None:
    assert loop(x, lambda y: y * 2.0).dims == x.dims


def test_a_variable_that_grows_loses_them(x: Tensor) -> None:
    dims = loop(x, lambda y: array_ops.concat([y, y], 0)).dims
    assert dims is not None
    assert x.dims is not None
    assert dims[0] != x.dims[0]
    assert dims[2] == 8


def test_ops_inside_of_a_growing_loop_claim_nothing(x: Tensor) -> None:
    inside = []

    def step(y: Tensor) -> Any:
        inside.append(y * 2.0)
        return array_ops.concat([y, y], 0)

    loop(x, step)
    assert x.dims is not None
    assert inside[0].dims[0] != x.dims[0]


def test_branches_of_different_sizes_merge_to_unknown(x: Tensor) -> None:
    pred = array_ops.placeholder("bool", [], name="p")
    same = control_flow_ops.cond(pred, lambda: x, lambda: x * 2.0)
    other = control_flow_ops.cond(pred, lambda: x, lambda: array_ops.concat([x, x], 0))
    assert same.dims == x.dims
    assert x.dims is not None
    assert other.dims[0] != x.dims[0]
    assert other.dims[2] == 8


def test_mapped_elements_keep_their_number(x: Tensor) -> None:
    assert functional_ops.map_fn(lambda v: v * 2.0, x).dims == x.dims


def test_rnn_outputs_have_the_inputs_batch_and_time(x: Tensor) -> None:
    outputs, state = rnn.dynamic_rnn(rnn_cell_impl.LSTMCell(5), x, dtype="float32")
    assert x.dims is not None
    assert outputs.dims == (*x.dims[:2], 5)
    assert state.h.dims == (x.dims[0], 5)
