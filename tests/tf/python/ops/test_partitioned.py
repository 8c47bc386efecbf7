"""Variables in slices whose sizes only the data tell."""

from pathlib import Path

import pytest

from graphlint.trace import trace

SCRIPT = """
import numpy as np
import tensorflow as tf
width = np.load("data.npy").shape[1]
with tf.variable_scope("net", partitioner=tf.fixed_size_partitioner({count})):
    weights = tf.get_variable("weights", [width, 3])
tf.train.Saver()
"""


@pytest.mark.parametrize("count", [1, 2])
def test_slices_of_unknown_size_are_made_and_saved(tmp_path: Path, count: int) -> None:
    script = tmp_path / "model.py"
    script.write_text(SCRIPT.format(count=count))
    found = trace(script, paths=1, recover=False)
    assert found.status == "complete"
    names = {op.name: op.type for op in found.graphs[0].ops}
    assert [name for name, kind in names.items() if kind == "VariableV2"] == [
        f"net/weights/part_{number}" for number in range(count)]
    assert names["save/SaveV2"] == "SaveV2"
