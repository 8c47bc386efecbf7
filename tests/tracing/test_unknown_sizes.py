"""Variables and layers whose sizes come from data: the script has the number, the trace doesn't."""

from __future__ import annotations

import pytest

from graphlint.report.graph_json import op_json
from graphlint.trace import Unknown, trace

HEAD = "import tensorflow as tf\nn = len(set(open('words.txt').read()))\n"


def run(text):
    found = trace("script.py", HEAD + text, paths=1)
    return found, [event.message for event in found.events if event.kind in ("error", "doubt")]


def sizes(found, name):
    dims = next(op for op in found.graphs[0].ops if op.name == name).outputs[0].dims
    return [dim if isinstance(dim, int) else None for dim in dims]


INITIALIZERS = ["None", "tf.zeros_initializer()", "tf.constant_initializer(0.1)", "tf.random_normal_initializer()",
                "tf.orthogonal_initializer()", "tf.contrib.layers.xavier_initializer()",
                "tf.contrib.layers.variance_scaling_initializer()"]


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_get_variable_keeps_the_known_sizes(initializer):
    found, errors = run(f"tf.get_variable('emb', [n, 128], initializer={initializer})")
    assert errors == []
    assert sizes(found, "emb") == [None, 128]


@pytest.mark.parametrize("value", ["tf.zeros([3, n])", "tf.random_normal([3, n])", "tf.truncated_normal([3, n])"])
def test_a_variable_of_a_value_keeps_the_known_sizes(value):
    found, errors = run(f"tf.Variable({value}, name='w')")
    assert errors == []
    assert sizes(found, "w") == [3, None]


@pytest.mark.parametrize(("layer", "kernel", "expected"), [
    ("tf.layers.dense(tf.zeros([2, 3]), n)", "dense/kernel", [3, None]),
    ("tf.layers.conv2d(tf.zeros([2, 9, 9, 4]), n, 3)", "conv2d/kernel", [3, 3, 4, None]),
    ("tf.contrib.layers.fully_connected(tf.zeros([2, 3]), n)", "fully_connected/weights", [3, None]),
])  # fmt: skip
def test_a_layer_of_unknown_units_has_its_variables(layer, kernel, expected):
    found, errors = run(layer)
    assert errors == []
    assert sizes(found, kernel) == expected


def test_layers_after_one_of_unknown_units_go_on():
    found, errors = run("x = tf.layers.conv2d(tf.zeros([2, 9, 9, 4]), n, 3)\nx = tf.layers.batch_normalization(x)\n"
                        "tf.layers.dense(tf.contrib.layers.conv2d(x, n, 3), 5)")
    assert errors == []
    assert sizes(found, "batch_normalization/gamma") == [None]
    assert sizes(found, "dense/kernel") == [None, 5]


def test_a_shape_with_such_a_size_is_a_constant():
    found, errors = run("tf.zeros(tf.TensorShape([n, 3]), name='z')")
    assert errors == []
    assert sizes(found, "z") == [None, 3]


def test_a_size_that_tensorflow_does_not_know_is_an_error():
    _, errors = run("tf.get_variable('emb', [None, 128])")
    assert any("fully defined" in message for message in errors)


def test_a_constant_of_unknown_value_is_shown_with_the_variable_that_it_belongs_to():
    found, _ = run("tf.get_variable('emb', [n, 128])")
    attrs = op_json(next(op for op in found.graphs[0].ops if op.name.endswith("/shape")))["attrs"]
    assert attrs == {"_class": ["loc:@emb"], "dtype": "int32", "value": {"dtype": "int32", "v": "not known"}}


@pytest.mark.parametrize("size", ["n", "len(pandas.read_csv('x.csv').columns)", "np.loadtxt('x.txt').shape[1]", "n + 3"])
def test_the_script_knows_the_size_that_it_gave(size):
    found, errors = run(f"import numpy as np\nimport pandas\nv = tf.get_variable('v', [{size}, 3])\nparameters = 1\n"
                        "for dim in v.get_shape():\n    parameters *= dim.value\n"
                        "tf.zeros([int(v.get_shape()[0]) - 1, 2], name='z')")
    assert errors == []
    assert sizes(found, "z") == [None, 2]
    assert isinstance(found.namespace["parameters"], Unknown)


@pytest.mark.parametrize("pool", [
    "tf.nn.max_pool(x, [1, n - 2, 1, 1], [1, 1, 1, 1], 'VALID')", "tf.nn.avg_pool(x, [1, n - 2, 1, 1], [1, 1, 1, 1], 'VALID')",
    "tf.layers.max_pooling2d(x, (n - 2, 1), 1)",
])  # fmt: skip
def test_a_pool_over_the_whole_length_leaves_one(pool):
    found, errors = run(f"e = tf.placeholder(tf.float32, [None, n, 16, 1])\nx = tf.layers.conv2d(e, 8, (3, 16))\n"
                        f"y = {pool}\ntf.layers.dense(tf.reshape(y, [-1, 8]), 2)")
    assert errors == []
    (made,) = [op for op in found.graphs[0].ops if op.type in ("MaxPool", "AvgPool")]
    assert [str(dim) for dim in made.outputs[0].dims[1:]] == ["1", "1", "8"]
    assert op_json(made)["attrs"]["ksize"][0] == 1


def test_shape_and_size_of_what_the_script_knows_are_constants():
    found, errors = run("v = tf.get_variable('v', [n, 3])\ntf.size(v, name='size')\ntf.shape(v, name='sizes')\n"
                        "tf.shape(tf.placeholder(tf.float32, [None, n]), name='open')")
    assert errors == []
    types = {op.name: op.type for op in found.graphs[0].ops}
    assert (types["size"], types["sizes"], types["open"]) == ("Const", "Const", "Shape")


def test_a_decoder_over_an_unknown_vocabulary():
    found, errors = run(
        "from tensorflow.contrib import seq2seq\ncell = tf.nn.rnn_cell.GRUCell(8)\n"
        "helper = seq2seq.TrainingHelper(tf.zeros([4, 5, 6]), tf.ones([4], tf.int32))\n"
        "decoder = seq2seq.BasicDecoder(cell, helper, cell.zero_state(4, tf.float32), tf.layers.Dense(n))\n"
        "outputs, _, _ = seq2seq.dynamic_decode(decoder)\nlogits = outputs.rnn_output")
    assert errors == []
    assert sizes(found, "decoder/dense/kernel") == [8, None]


@pytest.mark.parametrize("layer", [
    "tf.nn.rnn_cell.LSTMCell(4)(tf.zeros([2, n]), tf.nn.rnn_cell.LSTMCell(4).zero_state(2, tf.float32))",
    "tf.nn.bidirectional_dynamic_rnn(tf.nn.rnn_cell.GRUCell(n), tf.nn.rnn_cell.GRUCell(n),"
    " tf.placeholder(tf.float32, [None, n, 3]), dtype=tf.float32)",
    "tf.contrib.crf.crf_decode(tf.placeholder(tf.float32, [None, None, n]), tf.get_variable('t', [n, n]), [3])",
    "tf.broadcast_static_shape(tf.get_variable('a', [n, 3]).shape, tf.get_variable('b', [n, 1]).shape)",
])  # fmt: skip
def test_sequences_of_unknown_sizes(layer):
    found, errors = run(layer)
    assert errors == []
    assert found.assumptions == []


@pytest.mark.parametrize("layer", [
    "tf.layers.dense(tf.placeholder(tf.float32, [None, None, 6]), n)",
    "tf.tensordot(tf.get_variable('a', [3, 4, n]), tf.get_variable('b', [n, 5]), 1)",
    "tf.keras.layers.Reshape((n, 3))(tf.keras.layers.Input((n * 3,)))",
    "tf.keras.layers.Flatten()(tf.keras.layers.Input((2, n)))",
    "tf.keras.Sequential([tf.keras.layers.Dense(n, input_shape=(5,))]).count_params()",
])  # fmt: skip
def test_products_of_unknown_sizes(layer):
    assert run(layer)[1] == []


CELLS = """
x, lengths = tf.placeholder(tf.float32, [None, None, n]), tf.placeholder(tf.int32, [None])
cells = [tf.nn.rnn_cell.BasicLSTMCell(n), tf.nn.rnn_cell.LSTMCell(n, num_proj=5), tf.nn.rnn_cell.GRUCell(n),
         tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicRNNCell(n), tf.nn.rnn_cell.LSTMCell(n, use_peepholes=True)]),
         tf.contrib.rnn.LSTMBlockCell(n), tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.GRUCell(n), 0.5)]
for number, cell in enumerate(cells):
    outputs, state = tf.nn.dynamic_rnn(cell, x, lengths, dtype=tf.float32, scope='rnn%d' % number)
    tf.layers.dense(outputs, 5)
both, states = tf.nn.bidirectional_dynamic_rnn(tf.nn.rnn_cell.LSTMCell(n), tf.nn.rnn_cell.LSTMCell(n), x, dtype=tf.float32)
tf.layers.dense(tf.concat(both, 2), n)
"""


def test_cells_of_an_unknown_size_make_the_ops_of_any_size():
    found, errors = run(CELLS)
    assert errors == []
    known = trace("script.py", "import tensorflow as tf\nn = 7\n" + CELLS)
    assert [(op.name, op.type) for op in found.graphs[0].ops] == [(op.name, op.type) for op in known.graphs[0].ops]
