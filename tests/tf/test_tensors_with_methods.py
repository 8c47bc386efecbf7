"""Scripts may set attributes on tensors, those that only some tensors have too."""

from __future__ import annotations

from graphlint.trace import trace

TEXT = """
import tensorflow as tf
v = tf.get_variable("v", [3])
proxy = tf.identity(v)
proxy.assign = v.assign
proxy.assign_sub = v.assign_sub
update = proxy.assign([1.0, 2.0, 3.0])
"""


def test_methods_of_a_variable_are_lent_to_a_tensor() -> None:
    found = trace("script.py", TEXT)
    assert found.errors == []
    assert found.graphs[0].ops[-1].type == "Assign"
