
"""Records graphs with gradients, as TensorFlow built them, and their values: `<oracle python> record_graphs.py`.

What `test_graphs.py` replays op by op: it needs no model of TensorFlow's Python API, and goes through the gradient ops,
those of loops too.
"""

import json
import lzma
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, FOLDER)
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from programs import PROGRAMS  # noqa: E402
from tensorflow.python.framework import tensor_util  # noqa: E402


def plain(value):
    """An attr's value as JSON."""
    if isinstance(value, tf.DType):
        return value.name
    if isinstance(value, bytes):
        return value.decode("utf8", "replace")
    if hasattr(value, "dim"):
        return None if value.unknown_rank else [d.size for d in value.dim]
    if hasattr(value, "tensor_shape"):
        return tensor_util.MakeNdarray(value).tolist()
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value if isinstance(value, (int, float, bool, str)) else None


def dumped(op):
    return {"type": op.type, "name": op.name, "inputs": [t.name for t in op.inputs],
            "control": [c.name for c in op.control_inputs],
            "attrs": {key: plain(op.get_attr(key)) for key in op.node_def.attr},
            "dtypes": [t.dtype.name for t in op.outputs],
            "shapes": [None if t.shape.rank is None else [d.value for d in t.shape.dims] for t in op.outputs]}


def recorded(program):
    """The graph of a program with the gradients of the squares of its fetches, and what these come to."""
    with tf.Graph().as_default() as graph, tf.Session() as session:
        fetches, feeds = program(tf)
        floats = [t for t in fetches if t.dtype.base_dtype == tf.float32]
        sources = [t for t in feeds if t.dtype == tf.float32] + list(tf.global_variables())
        if not floats or not sources:
            return None
        loss = tf.add_n([tf.reduce_sum(tf.square(t)) for t in floats])
        grads = [tf.convert_to_tensor(g) for g in tf.gradients(loss, sources) if g is not None]
        session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        values = session.run(grads, feeds)
        return {"name": program.__name__, "ops": [dumped(op) for op in graph.get_operations()],
                "feeds": {t.name: np.asarray(v).tolist() for t, v in feeds.items()},
                "fetches": [g.name for g in grads], "values": [np.asarray(v).tolist() for v in values]}


def main():
    rows = [row for row in map(recorded, PROGRAMS) if row]
    with lzma.open(os.path.join(FOLDER, "graphs_1.15.json.xz"), "wt") as out:
        json.dump(rows, out, default=lambda text: text.decode("utf8", "replace"))


if __name__ == "__main__":
    main()
