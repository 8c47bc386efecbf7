"""Losses by name; what TensorFlow 1.15.5 finds and says."""

from graphlint.trace import trace

SCRIPT = """
import tensorflow as tf
def mine(y_true, y_pred): return y_true - y_pred
found = tf.keras.losses.deserialize("mine", custom_objects={"mine": mine})
try:
    tf.keras.losses.deserialize("other", custom_objects={"mine": mine})
except ValueError as error:
    text = str(error)
"""


def test_a_loss_of_the_call_is_found_by_its_name() -> None:
    found = trace("script.py", SCRIPT).namespace
    assert found["found"] is found["mine"]
    assert found["text"] == "Unknown loss function:other"
