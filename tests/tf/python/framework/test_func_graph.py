"""Functions with graphs of their own: captures, names, what stays outside."""

import pytest

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.tf import module as module
from graphlint.tf.python.eager import def_function, function
from graphlint.tf.python.framework import func_graph
from graphlint.tf.python.ops import array_ops
from graphlint.tf.python.ops import variable_scope as vs


@pytest.fixture
def x() -> Tensor:
    stack.begin()
    found: Tensor = array_ops.placeholder("float32", [None, 3], name="x")
    return found


def test_the_body_stays_out_of_the_graph(x: Tensor) -> None:
    def_function.function(lambda a: a * 2.0)(x)
    assert [op.type for op in x.graph.ops] == ["Placeholder", "PartitionedCall"]


def test_a_function_is_traced_once_for_each_kind_of_argument(x: Tensor) -> None:
    traced = []

    def double(a: Tensor) -> Tensor:
        traced.append(a)
        return a * 2.0  # type: ignore[operator,no-any-return]

    double_in_graph = function.defun(double)
    double_in_graph(x)
    double_in_graph(x)
    double_in_graph(array_ops.placeholder("float32", [4], name="y"))
    assert len(traced) == 2


def test_tensors_from_outside_become_inputs_of_the_call(x: Tensor) -> None:
    outside = x * 3.0  # type: ignore[operator]
    found = def_function.function(lambda a: a + outside)(x)
    assert found.op.inputs == [x, outside]
    assert found.dims == x.dims


def test_variables_are_made_outside(x: Tensor) -> None:
    found = function.defun(lambda a: a * vs.get_variable("w", [3]))(x)
    assert "w" in x.graph.by_name
    assert found.op.inputs[1].name == "w:0"


def test_names_count_what_tensorflow_numbers(x: Tensor) -> None:
    body = func_graph.func_graph_from_py_func("Dataset_map_<lambda>", lambda a: a * 2, [("int32", [], "args_0")])
    assert body.name == "__inference_Dataset_map_<lambda>_7"
    assert x.graph.functions[body.name] is body
