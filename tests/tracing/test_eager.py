"""A script that switches eager execution on has no graph to predict."""

from __future__ import annotations

from graphlint.trace import trace


def test_the_trace_ends_where_eager_execution_starts():
    found = trace("script.py", "import tensorflow as tf\ntf.enable_eager_execution()\nprint('%i' % tf.constant(2))", paths=1)
    assert (found.status, found.reason) == ("incomplete", "eager execution is not modelled")
    assert [event for event in found.events if event.kind == "error"] == []
