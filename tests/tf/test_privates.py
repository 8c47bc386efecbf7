"""Private names: those of TensorFlow's classes are told apart from those that nobody has, and ours stay ours."""

from typing import Any

import pytest

from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.tf.privates import has_private
from graphlint.tf.python.ops.distributions.normal import Normal
from graphlint.tf.python.training.adam import AdamOptimizer
from graphlint.trace import trace


@pytest.mark.parametrize(
    ("cls", "name", "theirs"),
    [(Graph, "_functions", True), (Operation, "_set_attr", True), (Normal, "_scale", True), (Normal, "_graph_parents", True),
     (AdamOptimizer, "_slots", True), (Tensor, "_extra", False), (Tensor, "_keras_shape", False), (Normal, "_NAMES", False)],
)  # fmt: skip
def test_private_names_are_those_of_tensorflows_class_and_its_bases(cls: type, name: str, theirs: bool) -> None:
    assert has_private(cls, name) is theirs


@pytest.mark.parametrize(
    ("expression", "there"),
    [("x.graph", "_functions"), ("x.op", "_set_attr"), ("tf.train.AdamOptimizer()", "_lr_t")],
)  # fmt: skip
def test_what_tensorflow_has_is_there(tmp_path: Any, expression: str, there: str) -> None:
    script = tmp_path / "model.py"
    script.write_text("import tensorflow as tf\nx = tf.placeholder(tf.float32, [2], name='x')\n"
                      f"for name in ('{there}', '_keras_shape'):\n"
                      f"    tf.constant(0, name='%s_%s' % (name[1:], hasattr({expression}, name)))\n")  # fmt: skip
    assert [op.name for op in trace(script).graphs[0].ops] == ["x", f"{there[1:]}_True", "keras_shape_False"]


@pytest.mark.parametrize("expression", ["x._extra", "x.op._get_control_flow_context.__globals__", "x.graph._names_in_use.clear"])
def test_graphlints_own_state_stays_out_of_reach(tmp_path: Any, expression: str) -> None:
    script = tmp_path / "model.py"
    script.write_text(f"import tensorflow as tf\nx = tf.placeholder(tf.float32, [2], name='x')\nf = {expression}\n"
                      "try:\n    f()\nexcept Exception:\n    pass\ny = tf.identity(x, name='x')\n")  # fmt: skip
    found = trace(script)
    assert [op.name for op in found.graphs[0].ops] == ["x", "x_1"]


def test_lists_of_an_op_are_copies(tmp_path: Any) -> None:
    script = tmp_path / "model.py"
    script.write_text("import tensorflow as tf\nx = tf.placeholder(tf.float32, [2])\ny = tf.square(x)\n"
                      "y.op._inputs.append(None)\ny.op._outputs.clear()\n")  # fmt: skip
    op = trace(script).graphs[0].ops[1]
    assert (len(op.inputs), len(op.outputs)) == (1, 1)
