"""Scopes and variables whose names a file holds: they are told, and what is inside is traced without false errors."""

from __future__ import annotations

from graphlint.trace import trace

HEAD = "import numpy as np\nimport tensorflow as tf\ndata = np.load('weights.npy').item()\n"


def run(tmp_path, body):
    path = tmp_path / "model.py"
    path.write_text(HEAD + body)
    return trace(path)


def test_weights_are_loaded_by_name(tmp_path):
    body = """
with tf.variable_scope('conv1'):
    tf.get_variable('weights', [3, 3])
for layer in data:
    with tf.variable_scope(layer, reuse=True):
        for name, value in data[layer].items():
            variable = tf.get_variable(name)
            tf.Session().run(variable.assign(value))
tf.no_op(name='end')
"""
    found = run(tmp_path, body)
    assert not found.errors
    assert {event.kind for event in found.events} == {"doubt"}
    assert all("is not known here" in event.message for event in found.events)
    assert found.graphs[0].ops[-1].name == "end"


def test_two_names_are_two_scopes(tmp_path):
    body = """
number = int(data['number'])
for index in range(2):
    with tf.variable_scope('block_%d' % (number + index)):
        tf.get_variable('weights', [3, 3])
with tf.name_scope('block_%d' % number):
    tf.no_op(name='inside')
"""
    found = run(tmp_path, body)
    assert not found.errors
    names = [op.name for op in found.graphs[0].ops if op.type in ("VariableV2", "NoOp")]
    assert names == ["unknown_name0/weights", "unknown_name1/weights", "unknown_name2/inside"]


def test_a_name_of_the_wrong_type_is_still_an_error(tmp_path):
    found = run(tmp_path, "with tf.variable_scope(3):\n    tf.no_op()")
    assert [event.message for event in found.errors] == [
        "TypeError: VariableScope: name_or_scope must be a string or VariableScope."
    ]


def test_collections_of_such_scopes(tmp_path):
    body = """
scope = 'worker_%d' % int(data['number'])
with tf.variable_scope(scope):
    with tf.variable_scope('actor'):
        tf.get_variable('weights', [3, 3])
    with tf.variable_scope('critic'):
        tf.get_variable('weights', [3, 3])
actor = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope=scope + '/actor')
other = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope=str(data['other']))
"""
    found = run(tmp_path, body)
    assert not found.errors
    assert [variable.name.partition("/")[2] for variable in found.namespace["actor"]] == ["actor/weights:0"]
    assert type(found.namespace["other"]).__name__ == "Unknown"


def test_an_op_of_an_unknown_name_is_made_all_the_same() -> None:
    text = "import json\nimport tensorflow as tf\nn = json.load(open('n.json'))\n"
    text += "x = [tf.placeholder(tf.float32, [None, 2], name='edge_%s' % i) for i in n]\ny = tf.layers.dense(x[0], 3)"
    found = trace("script.py", text)
    assert found.namespace["y"].shape.as_list() == [None, 3]
    assert [event.message.split(":")[0] for event in found.events if event.kind == "doubt"] == [
        "the name 'edge_%s' % next(iter(load(...))) is not known here"
    ]
