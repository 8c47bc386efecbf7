"""Values that the trace doesn't know, where TensorFlow wants a number, a shape or a list of sizes."""

from __future__ import annotations

import json

import pytest

from graphlint.report.graph_json import graph_json
from graphlint.trace import Trace, trace

HEAD = "import json\nimport numpy as np\nimport tensorflow as tf\nsizes = json.load(open('sizes.json'))\n"


def run(text: str) -> Trace:
    return trace("script.py", HEAD + text, paths=1)


def types(found: Trace) -> list[str]:
    return [op.type for graph in found.graphs for op in graph.ops]


def errors(found: Trace) -> list[str]:
    return [event.message for event in found.events if event.kind in ("error", "doubt")]


@pytest.mark.parametrize("shape", ["[sizes['n'], 3]", "[3, sizes['n']]", "[sizes['n']]", "(len(sizes), sizes['n'])"])
def test_a_variable_of_unknown_sizes(shape):
    found = run(f"w = tf.Variable(tf.random_normal({shape}), name='w')")
    assert errors(found) == []
    (sizes,) = [op for op in found.graphs[0].ops if op.name == "random_normal/shape"]
    assert sizes.outputs[0].dtype.name == "int32"
    assert "Assign" in types(found)


@pytest.mark.parametrize("made", ["tf.Variable(np.random.randn(), name='w')",
                                  "tf.get_variable('w', initializer=np.random.rand())",
                                  "tf.Variable(np.random.uniform(), name='w', use_resource=True)"])
def test_a_drawn_number_is_a_scalar_value_and_no_function(made):
    found = run(f"w = {made}")
    assert errors(found) == []
    assert found.namespace["w"].shape.as_list() == []


def test_an_unknown_constant_has_only_the_attrs_of_tensorflow():
    found = run("c = tf.constant([sizes['n'] for _ in range(30)], tf.int32)")
    (op,) = json.loads(json.dumps(graph_json(found.graphs[0])))["ops"]
    assert op["attrs"] == {"dtype": "int32", "value": {"dtype": "int32", "v": "not known"}}


def test_a_variable_of_an_undefined_shape_is_still_an_error():
    found = run("w = tf.Variable(tf.placeholder(tf.float32, [None]))")
    assert errors(found)[0].startswith("ValueError: initial_value must have a shape specified")


def test_the_rank_of_a_placeholder_of_unknown_shape_is_unknown():
    found = run("x = tf.placeholder(tf.float32, shape=sizes['shape'])\nn = len(x.get_shape())")
    assert not found.events
    assert type(found.namespace["n"]).__name__ == "Unknown"


def test_hyperparameters_of_a_file_fill_in_what_is_left_open() -> None:
    found = run("h = tf.contrib.training.HParams(n=3, size=0, name='x', several=[1, 2])\nh.override_from_dict(sizes)\n"
                "h.parse_json(open('more.json').read())\nx = tf.layers.dense(tf.zeros([2, 4]), h.n)\n"
                "y = tf.layers.dense(x, h.size)")
    assert errors(found) == []
    rows, units = found.namespace["y"].dims
    assert (rows, isinstance(units, int)) == (2, False)
    assert found.namespace["x"].dims == (2, 3)


def test_a_list_so_many_times_has_its_elements_and_no_known_length() -> None:
    found = run("pasts = [None] * sizes['layers']\nkinds = [past is None for past in pasts]\nn = len(pasts)")
    assert found.namespace["kinds"] == [True]
    assert type(found.namespace["n"]).__name__ in ("Unknown", "UnknownScalar")


def test_ids_of_unknown_data_are_integers() -> None:
    found = run("w = tf.get_variable('w', [5, 3])\na = tf.nn.embedding_lookup(w, sizes)\n"
                "b = tf.nn.embedding_lookup(w, np.array(sizes['ids']))")
    assert errors(found) == []
    assert types(found).count("GatherV2") == 2


def test_bytes_of_an_array_are_text() -> None:
    found = run("row, = tf.train.slice_input_producer([[np.zeros(3).tostring(), b'x']])\nx = tf.decode_raw(row, tf.int32)")
    assert errors(found) == []


def test_what_only_a_condition_puts_into_a_queue_is_not_known() -> None:
    found = run("q = tf.FIFOQueue(9, [tf.float32])\ndata = tf.constant(sizes)\n"
                "tf.cond(tf.placeholder(tf.bool), lambda: q.enqueue(data), tf.no_op)\n"
                "tf.nn.embedding_lookup(tf.zeros([4, 2]), q.dequeue())")
    assert [event.kind for event in found.events if event.kind in ("error", "doubt")] == ["doubt"]


def test_ops_wait_for_what_is_known_of_their_control_inputs() -> None:
    found = trace("script.py", """
import tensorflow as tf, somewhere
first = tf.no_op("first")
with tf.control_dependencies([somewhere.op(), first]):
    y = tf.cond(tf.placeholder(tf.bool), lambda: tf.constant(1), lambda: tf.constant(2))
    z = tf.constant(3)
""")
    assert found.status != "error", found.reason
    assert [op.name for op in found.namespace["z"].op.control_inputs] == ["first"]


def test_what_an_unknown_loop_collects_is_several() -> None:
    found = run("parts = []\nfor number in range(sizes['parts']):\n    parts.append(tf.zeros([2, 3], name='part%d' % number))\n"
                "y = tf.concat(parts, axis=1)\nz = tf.concat([parts[0]], axis=1)")
    assert errors(found) == []
    assert types(found) == ["Const", "Const", "ConcatV2", "Const", "Identity"]
    assert found.graphs[0].ops[0].name == "part0"
