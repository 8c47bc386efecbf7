"""`DType.as_numpy_dtype`: numpy's types as scripts know them."""

from __future__ import annotations

import pytest

from graphlint.trace import trace

HEAD = "import numpy as np\nimport tensorflow as tf\n"


@pytest.mark.parametrize(("asked", "expected"), [
    ("tf.zeros([3]).dtype.as_numpy_dtype is np.float32", True), ("tf.string.as_numpy_dtype is object", True),
    ("tf.float64.as_numpy_dtype(2.5)", 2.5), ("np.zeros(3, tf.int64.as_numpy_dtype).dtype == np.int64", True),
    ("tf.Variable(1).dtype.as_numpy_dtype.__name__", "int32"),
])  # fmt: skip
def test_the_numpy_type(asked, expected):
    found = trace("script.py", f"{HEAD}found = {asked}", paths=1)
    assert (found.namespace["found"], found.status) == (expected, "complete")


def test_a_cell_that_is_told_not_to_be_copied():
    text = "import copy\nGRU = tf.nn.rnn_cell.GRUCell\nsetattr(GRU, '__deepcopy__', lambda self, _: self)\n"
    found = trace("script.py", HEAD + text + "cell = GRU(3)\nsame = copy.deepcopy(cell) is cell", paths=1)
    assert (found.namespace["same"], found.status) == (True, "complete")
