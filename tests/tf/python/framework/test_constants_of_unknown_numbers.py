"""Constants of numbers that numpy draws: TensorFlow prefers 32 bits for lists, and keeps the type of arrays.

The types are those that TensorFlow 1.15.5 gives.
"""

from pathlib import Path

import pytest

from graphlint.trace import trace

SCRIPT = """
import numpy as np
import tensorflow as tf
drawn = np.random.rand(4, 3)
tf.convert_to_tensor({})
"""


@pytest.mark.parametrize(
    ("value", "dtype", "dims"),
    [
        ("[np.argmax(row) for row in drawn]", "int32", (4,)),
        ("[np.argmax(drawn[0]), 2]", "int32", (2,)),
        ("np.argmax(drawn)", "int64", ()),
        ("[row.max() for row in drawn]", "float32", (4,)),
        ("[np.sum(drawn), 3]", "float32", (2,)),
        ("np.sum(drawn)", "float64", ()),
        ("[drawn.astype(np.float16).max(), drawn.astype(np.float16).min()]", "float16", (2,)),
        ("[drawn.astype(np.float16).max(), 1]", "float32", (2,)),
        ("[drawn.astype(np.float32).sum(), 3]", "float32", (2,)),
        ("[np.random.randint(0, 4), np.random.randint(0, 4)]", "int32", (2,)),
        ("[[np.argmax(drawn), 1], [2, np.argmin(drawn)]]", "int32", (2, 2)),
        ("np.array([np.argmax(drawn), 1])", "int64", (2,)),
        ("[drawn.astype(np.uint8).max(), drawn.astype(np.uint8).min()]", "uint8", (2,)),
        ("[drawn.astype(np.uint8).max(), 1]", "int32", (2,)),
    ],
)  # fmt: skip
def test_the_type_of_a_constant(tmp_path: Path, value: str, dtype: str, dims: tuple[int, ...]) -> None:
    script = tmp_path / "model.py"
    script.write_text(SCRIPT.format(value))
    (made,) = (tensor for op in trace(script, paths=1).graphs[0].ops for tensor in op.outputs)
    assert (made.dtype.name, made.dims) == (dtype, dims)
