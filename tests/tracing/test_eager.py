"""A script that switches eager execution on has no graph to predict."""

from __future__ import annotations

import pytest

from graphlint.trace import trace


def test_the_trace_ends_where_eager_execution_starts():
    found = trace("script.py", "import tensorflow as tf\ntf.enable_eager_execution()\nprint('%i' % tf.constant(2))", paths=1)
    assert (found.status, found.reason) == ("incomplete", "eager execution is not modelled: the trace ends here")
    assert [event for event in found.events if event.kind == "error"] == []


HEAD = "import tensorflow as tf\nx = tf.zeros([2, 3])\n"


@pytest.mark.parametrize("asked", ["x.numpy()", "for row in tf.data.Dataset.range(3): pass", "iter(tf.data.Dataset.range(3))"])
def test_what_only_eager_execution_can_do_ends_a_script_for_graphs(asked):
    found = trace("script.py", HEAD + f"{asked}\nfor i in range(9): tf.layers.dense(x, 3)", paths=1)
    assert found.status == "error"
    assert [event.kind for event in found.events] == ["error"]
    assert [op.name for op in found.graphs[0].ops if op.name.startswith("dense")] == []


def test_a_script_may_ask_first():
    found = trace("script.py", HEAD + "found = hasattr(x, 'numpy')\ntry: y = x.numpy()\nexcept AttributeError: y = None", paths=1)
    assert (found.status, found.namespace["found"], found.namespace["y"]) == ("complete", False, None)
