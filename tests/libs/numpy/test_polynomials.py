"""numpy.poly1d: of known coefficients a known number, of a fit an array of the argument's shape."""

from __future__ import annotations

from graphlint.trace import trace

SCRIPT = """
import numpy as np
import tensorflow as tf
known = np.poly1d([1.0, 2.0, 3.0])
number, order, roots = known(2.0), known.order, np.poly1d([1, 2], True).c
fitted = np.poly1d(np.polyfit(np.load("x.npy"), np.load("y.npy"), 1))
points = tf.constant(fitted(np.zeros(4)))
"""


def test_polynomials() -> None:
    found = trace("script.py", SCRIPT, paths=1)
    names = found.namespace
    assert (float(names["number"]), names["order"]) == (11.0, 2)
    assert names["roots"]._value.tolist() == [1.0, -3.0, 2.0]
    assert (names["points"].dims, names["points"].dtype.name) == ((4,), "float64")
    assert found.status == "complete"
