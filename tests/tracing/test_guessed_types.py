"""What is made of data that nobody has seen gets the type that it's used for, and so does what came of it before."""

from __future__ import annotations

import pytest

from graphlint.trace import trace

HEAD = """\
import json
import tensorflow as tf
p = json.load(open('settings.json'))
ints, floats = tf.placeholder(tf.int32, [None]), tf.placeholder(tf.float32, [None, 5])
made = tf.constant(p['made'])
"""


@pytest.mark.parametrize(("use", "dtype"), [
    ("tf.nn.sparse_softmax_cross_entropy_with_logits(labels=made, logits=floats)", "int32"),
    ("tf.gather(floats, tf.reshape(tf.fill([3, 1], made), [-1]))", "int32"),
    ("made // ints", "int32"),
    ("ints * made", "int32"),
    ("tf.stack([made, tf.size(ints)])", "int32"),
    ("tf.concat([tf.identity(made), tf.string_split(['a b']).values], 0)", "string"),
    ("tf.contrib.lookup.index_table_from_tensor(tf.constant(['a'])).lookup(made)", "string"),
    ("tf.cond(made, lambda: ints, lambda: ints)", "bool"),
    ("floats * made", "float32"),
    ("tf.cast(made, tf.int32) + ints", "float32"),
])  # fmt: skip
def test_a_type_is_learnt(use: str, dtype: str) -> None:
    found = trace("script.py", f"{HEAD}found = {use}")
    assert not [event for event in found.events if event.kind in ("error", "doubt", "unknown")]
    made = found.namespace["made"]
    assert made.dtype.name == made.op.attrs["dtype"].name == dtype


def test_types_that_are_told_stay() -> None:
    found = trace("script.py", f"{HEAD}told = tf.constant(p['told'], tf.float32)\nfound = told // ints")
    assert found.namespace["told"].dtype.name == "float32"
    assert [event.kind for event in found.events] == ["doubt"]


def test_a_type_that_several_ops_rely_on_is_not_changed() -> None:
    found = trace("script.py", f"{HEAD}tf.sqrt(made)\nfound = made // ints")
    assert found.namespace["made"].dtype.name == "float32"
