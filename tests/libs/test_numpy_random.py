"""What numpy's random functions refuse."""

from __future__ import annotations

from graphlint.trace import trace


def test_a_tensor_is_not_shuffled() -> None:
    text = """
import numpy as np
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 3])
try:
    np.random.shuffle(x)
except TypeError as error:
    said = str(error)
rows = [1, 2, 3]
np.random.shuffle(rows)
"""
    assert trace("script.py", text).namespace["said"].startswith("len is not well defined for symbolic Tensors.")
