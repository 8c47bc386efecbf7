"""TensorFlow's inner decorators and switches that public code imports; names and order as TensorFlow 1.15 builds them."""

from __future__ import annotations

from graphlint.trace import trace

TEXT = """
import tensorflow as tf
from tensorflow.python.util import tf_contextlib, tf_decorator, deprecation
from tensorflow.python import tf2
from tensorflow.python.autograph.impl import api
@tf_contextlib.contextmanager
def scoped(name):
    with tf.name_scope(name) as scope:
        yield scope
with scoped('a'):
    x = tf.ones([2])
def twice(f):
    def wrapper(*args):
        return f(*args) * 2.
    return tf_decorator.make_decorator(f, wrapper)
@twice
@api.do_not_convert
def g(x): return tf.identity(x)
y = g(x)
z = tf_decorator.unwrap(g)[1](x)
assert not tf2.enabled()
with deprecation.silence():
    w = tf.ones([])
name = g.__name__
"""


def test_functions_behind_inner_decorators_build_what_they_would() -> None:
    found = trace("script.py", TEXT)
    assert found.status == "complete", found.reason
    assert [op.name for op in found.graphs[0].ops] == ["a/ones", "Identity", "mul/y", "mul", "Identity_1", "ones"]
    assert found.namespace["name"] == "g"


def test_types_of_the_script_are_fetched_as_it_says() -> None:
    text = """
import tensorflow as tf
from tensorflow.python.client.session import register_session_run_conversion_functions
from tensorflow.python.util import tf_inspect
class Value(object):
    def __init__(self): self.value = tf.zeros([2, 3])
register_session_run_conversion_functions(Value, lambda t: ([t.value], lambda found: found[0]))
def f(a, b=1): pass
names = tf_inspect.getfullargspec(f).args
with tf.Session() as session:
    v, w = session.run([Value(), tf.ones([4])])
tf.get_logger().info(v.shape)
"""
    found = trace("script.py", text)
    assert (found.status, found.namespace["names"]) == ("complete", ["a", "b"])
    assert found.namespace["v"].shape == (2, 3)


def test_sparse_results_and_merged_messages_are_what_tensorflow_gives() -> None:
    text = """
import tensorflow as tf
x = tf.sparse_placeholder(tf.float32, [3, 4])
with tf.Session() as session:
    found = session.run(x, {x: tf.SparseTensorValue([[0, 1]], [1.0], [3, 4])})
parts = found.indices, found.values.dtype, found.dense_shape.shape
tf.RunMetadata().MergeFromString(open('x', 'rb').read())
"""
    found = trace("script.py", text)
    assert found.status == "complete", found.reason
    assert found.namespace["parts"][2] == (2,)
