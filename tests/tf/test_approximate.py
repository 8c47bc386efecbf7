"""Keras before 1.15 and rnn cells before 1.4 are told to be modelled as later ones; what is exact in a release isn't."""

import pytest

from graphlint.trace import Trace, trace

MODEL = """
m = tf.keras.Sequential([tf.keras.layers.Dense(5, input_shape=(10,)), tf.keras.layers.Dense(3)])
n = tf.keras.Sequential()
"""


def traced(source: str, release: str) -> Trace:
    return trace("model.py", f"import tensorflow as tf\nx = tf.placeholder(tf.float32, [4, 6])\n{source}\n", release=release)


def test_models_of_keras_are_told_once() -> None:
    found = traced(MODEL, "1.8")
    assert found.status == "incomplete"
    assert [event.message for event in found.events if event.kind == "unmodelled"] == [
        "tf.keras.Model of TensorFlow 1.8 is not modelled: names and ops are those of a later one"
    ]


RNN = "y, state = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), tf.expand_dims(x, 1), dtype=tf.float32)"


def test_cells_of_early_releases_are_told_once() -> None:
    assert list(traced(RNN, "1.3").unmodelled.values()) == [1]


@pytest.mark.parametrize(("source", "release"), [(MODEL, "1.15"), (RNN, "1.4"), ("y = tf.layers.dense(x, 3)", "1.8"),
                                                 ("y = tf.keras.layers.Dense(3)(x)", "1.8")])  # fmt: skip
def test_nothing_is_told_of_what_is_modelled(source: str, release: str) -> None:
    assert traced(source, release).unmodelled == {}
