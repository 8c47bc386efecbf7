"""Python's control flow over tensors in functions that AutoGraph converts: no error, but the trace is told to be incomplete."""

from __future__ import annotations

import pytest

from graphlint.trace import trace

IN_DATASET = """
import tensorflow as tf

def parse(number):
    {code}
    return number

tf.data.Dataset.range(10).map(parse)
"""
IN_GRAPH = """
import tensorflow as tf

number = tf.constant(1)
{code}
"""


@pytest.mark.parametrize("code", ["if number > 3: number += 1", "while number > 3: number -= 1", "small = not number > 3",
                                  "both = number > 3 and number < 5", "sums = [row for row in tf.range(3)]"])
def test_converted_in_functions(code: str) -> None:
    found = trace("script.py", IN_DATASET.format(code=code), paths=1)
    assert not [event for event in found.events if event.kind == "error"]
    assert "tensorflow.autograph" in [event.data.get("path") for event in found.events if event.kind == "unmodelled"]


@pytest.mark.parametrize("code", ["int(number)", "float(number)", "range(number)"])
def test_built_ins_are_replaced(code: str) -> None:
    found = trace("script.py", IN_DATASET.format(code=code), paths=1)
    assert not [event for event in found.events if event.kind == "error"]


def test_the_length_of_a_tensor() -> None:
    code = "number = tf.zeros([len(tf.zeros([3, 4]))]); len(tf.range(tf.cast(number[0], tf.int32)))"
    found = trace("script.py", IN_DATASET.format(code=code), paths=1)
    assert not [event for event in found.events if event.kind == "error"]


def test_an_error_in_graphs() -> None:
    found = trace("script.py", IN_GRAPH.format(code="if number > 3: number += 1"), paths=1)
    assert [event.kind for event in found.events if "Python `bool`" in event.message] == ["error"]


def test_an_error_in_branches_of_graphs() -> None:
    code = "tf.enable_control_flow_v2()\ntf.cond(number > 1, lambda: 1 if number > 2 else 2, lambda: 3)"
    found = trace("script.py", IN_GRAPH.format(code=code), paths=1)
    assert [event.kind for event in found.events if "Python `bool`" in event.message] == ["error"]
