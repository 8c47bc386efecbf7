"""Copies of a run of ops are what building them op by op gives."""

import pytest

from graphlint.graph import motif
from graphlint.graph.graph import Graph
from graphlint.trace import trace

SCRIPTS = {
    "weights": """
for number in range(4):
    with tf.variable_scope("block%d" % number):
        net = tf.layers.conv2d(net, 4, 3, padding="same")
        net = tf.layers.batch_normalization(net, training=True)
tf.train.AdamOptimizer().minimize(tf.reduce_sum(net))
""",
    "taken names": """
tf.zeros([], name="b/w/Initializer/zeros")
tf.zeros([], name="c/w/read")
for scope in ("a", "b", "c", "a_1"):
    with tf.variable_scope(scope):
        tf.get_variable("w", [3], initializer=tf.zeros_initializer())
""",
    "devices and neighbours": """
for device in (None, "/cpu:0", "/job:ps/task:1", lambda op: "/gpu:0" if op.type == "VariableV2" else ""):
    for other in (None, net.op, tf.no_op()):
        with tf.device(device), tf.colocate_with(other, ignore_existing=True):
            tf.Variable(lambda: tf.zeros([2]))
            tf.get_variable("w%d" % len(tf.global_variables()), [2, 2])
""",
    "seeds": """
for seed in (None, 1, 2):
    tf.set_random_seed(seed)
    for own in (None, 1, 1, 2):
        tf.get_variable("w%d" % len(tf.global_variables()), [2], initializer=tf.random_normal_initializer(seed=own))
        tf.get_variable("w%d" % len(tf.global_variables()), [2], initializer=tf.zeros_initializer())
""",
    "initializers": """
class Mine(tf.zeros_initializer):
    made = 0
    def __call__(self, shape, dtype=None, partition_info=None):
        Mine.made += 1
        return tf.cast(tf.fill(shape, float(Mine.made)), dtype)
def fill(shape, dtype, partition_info):
    return tf.cast(tf.fill(shape, float(len(tf.global_variables()))), dtype)
for number, value in enumerate([Mine(), fill, tf.constant_initializer(1), tf.constant_initializer(1.0),
                                tf.constant_initializer([1, 2]), tf.constant_initializer([2, 1]),
                                tf.constant_initializer(-0.0), tf.constant_initializer(0.0)] * 2):
    tf.get_variable("w%d" % number, [2], initializer=value)
    tf.get_variable("v%d" % number, [2], tf.float64, initializer=value)
""",
    "places": """
def more(name):
    return tf.get_variable(name, [2], initializer=tf.zeros_initializer()).read_value()
more("outside")
with tf.control_dependencies([net]):
    more("after")
tf.cond(net[0, 0, 0, 0] > 0, lambda: more("then"), lambda: more("other"))
tf.while_loop(lambda i: i < 3, lambda i: i + tf.cast(more("turn")[0], tf.int32), [0])
with tf.variable_scope("resource", use_resource=True):
    more("one"), more("two")
with tf.Graph().as_default():
    more("elsewhere")
if tf.__version__.startswith("1.15"):
    tf.keras.Sequential([tf.keras.layers.Dense(2, input_shape=(2,)) for _ in range(4)])
""",
}


def described(graph: Graph) -> list[object]:
    return [
        (op.name, op.type, [tensor.name for tensor in op.inputs], [other.name for other in op.control_inputs], op.device,
         sorted((key, repr(value)) for key, value in op.attrs.items()), [(out.dtype, out.dims) for out in op.outputs],
         [consumer.name for out in op.outputs for consumer in out.consumers()], [offset for _, offset in op.chain])
        for op in graph.ops
    ] + [sorted(graph.names.used.items())]


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("release", ["1.4", "1.15"])
def test_copies_are_what_is_built_op_by_op(name: str, release: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "import tensorflow as tf\nnet = tf.zeros([2, 8, 8, 3])\n" + SCRIPTS[name]

    def built() -> list[list[object]]:
        found = trace("script.py", source, release=release, paths=1)
        assert found.status == "complete", found.reason
        return [described(graph) for graph in found.graphs]

    copied: list[bool] = []
    one_by_one = motif.Motif.copied
    monkeypatch.setattr(motif.Motif, "copied", lambda self, *rest: _noted(copied, one_by_one(self, *rest)))
    short = built()
    assert any(copied), "nothing was copied"
    monkeypatch.setattr(motif.Motif, "copied", lambda self, *rest: None)
    assert short == built()


def _noted(copied: list[bool], made: motif.Made | None) -> motif.Made | None:
    copied.append(made is not None)
    return made
