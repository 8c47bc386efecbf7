"""What rests on the guessed arguments of an inferred entry is no finding."""

from __future__ import annotations

from graphlint.rules import batch_mixing

from graphlint.trace import trace

GUESSED = """
import tensorflow as tf

def loss(logits, labels, num_classes):
    rows = tf.reshape(logits, (-1, num_classes))
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=rows))
"""
OF_ITS_OWN = """
import tensorflow as tf

def network(images):
    units = tf.layers.dense(tf.layers.flatten(images), 4096, name="units")
    return tf.layers.dense(tf.reshape(units, [-1, 3136]), 10, name="logits")
"""


def test_sizes_of_guessed_tensors() -> None:
    found = trace("module.py", GUESSED)
    assert found.inferred
    assert not list(batch_mixing.check(found))


def test_sizes_that_the_module_chose() -> None:
    found = trace("module.py", OF_ITS_OWN)
    assert found.inferred
    assert len(list(batch_mixing.check(found))) == 1


SURE = """
import tensorflow as tf

class Network:
    def __init__(self, size=10):
        self.size = size

    def build(self):
        return tf.matmul(tf.zeros([2, 3]), tf.zeros([4, self.size]))

def layer(x):
    return tf.nn.no_such_layer(x) + tf.zeros([7])
"""


def test_what_holds_whatever_the_arguments_are() -> None:
    found = trace("module.py", SURE)
    assert found.inferred == ["Network().build()", 'layer(x=tensor("float32[?,784]"))']
    messages = [event.message for event in found.events if event.kind == "error"]
    assert [message.partition(":")[0] for message in messages] == ["ValueError", "AttributeError"]
