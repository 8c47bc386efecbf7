"""Variables that a checkpoint initializes: the ops as TensorFlow 1.15.5 made them with a checkpoint at hand."""

import pytest

from graphlint.graph import stack
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import module as module
from graphlint.tf.python.ops import init_ops, partitioned_variables, variable_scope
from graphlint.tf.python.training import checkpoint_utils, warm_starting_util


@pytest.fixture(autouse=True)
def variables() -> None:
    stack.begin()
    with variable_scope.variable_scope("a"):
        variable_scope.get_variable("w", [3, 2], initializer=init_ops.Zeros())
        variable_scope.get_variable("b", [2], use_resource=True)
        variable_scope.get_variable("p", [4, 2], partitioner=partitioned_variables.fixed_size_partitioner(2))
    with variable_scope.variable_scope("c"):
        variable_scope.get_variable("c", [2])


def added(before: int) -> list[str]:
    return [f"{op.name} {' '.join(tensor.name for tensor in op.inputs)}" for op in stack.default_graph().ops[before:]
            if op.type != "Const"]


def restored(number: str, *rest: str) -> list[str]:
    name = f"checkpoint_initializer{number}"
    return [f"{name} {name}/prefix:0 {name}/tensor_names:0 {name}/shape_and_slices:0", *rest]


def test_a_scope_initializes_all_below_it_by_name() -> None:
    before = len(stack.default_graph().ops)
    checkpoint_utils.init_from_checkpoint("model.ckpt", {"x/": "a/"})
    assert added(before) == [
        *restored("", "Identity checkpoint_initializer:0", "AssignVariableOp a/b:0 Identity:0"),
        *restored("_1", "Assign a/p/part_0:0 checkpoint_initializer_1:0"),
        *restored("_2", "Assign_1 a/p/part_1:0 checkpoint_initializer_2:0"),
        *restored("_3", "Assign_2 a/w:0 checkpoint_initializer_3:0"),
    ]
    names = [op.attrs["value"] for op in stack.default_graph().ops if op.name.endswith("initializer_1/tensor_names")]
    assert [name.tolist() for name in names] == [[b"x/p"]]


def test_a_variable_is_initialized_by_what_was_restored() -> None:
    variable = variable_scope._get_default_variable_store().vars["c/c"]
    checkpoint_utils.init_from_checkpoint("model.ckpt", {"other": variable})
    assert variable.initializer.name == "Assign"
    assert variable.initial_value.get_shape().as_list() == [2]


def test_a_scope_and_a_name_do_not_go_together() -> None:
    with pytest.raises(ValueError, match="Should be 'scope/': 'other_scope/'"):
        checkpoint_utils.init_from_checkpoint("model.ckpt", {"name": "a/"})


def test_a_map_that_is_not_known_is_told() -> None:
    found = checkpoint_utils.init_from_checkpoint("model.ckpt", Unknown("read from the checkpoint"))
    assert found.kind == "unmodelled"


def test_a_warm_start_takes_the_chosen_variables() -> None:
    before = len(stack.default_graph().ops)
    warm_starting_util.warm_start("model.ckpt", vars_to_warm_start="c", var_name_to_prev_var_name={"c/c": "old"})
    assert added(before) == restored("", "Assign c/c:0 checkpoint_initializer:0")
    with pytest.raises(ValueError, match="not used"):
        warm_starting_util.warm_start("model.ckpt", vars_to_warm_start="c", var_name_to_prev_var_name={"d": "old"})
