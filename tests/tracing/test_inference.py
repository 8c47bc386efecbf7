"""Entries that are inferred for a library module: which functions are called, and with what."""

from __future__ import annotations

from graphlint.source.parse import parse
from graphlint.tracing.inference import infer_entries

HEAD = "import tensorflow as tf\n"


def entries(text):
    return infer_entries(parse(HEAD + text))


def test_uncalled_public_functions_that_use_tensorflow():
    text = """
def conv(x, filters): return tf.layers.conv2d(x, filters, 3)
def net(images, num_classes, is_training, depth, width=2): return conv(images, depth * width)
def plain(a): return a
def _private(x): return tf.identity(x)
"""
    assert entries(text) == [
        "net(images=tensor(\"float32[?,224,224,3]\"), num_classes=10, is_training=True, depth=unknown('depth'))"
    ]


def test_a_model_fn_is_called_in_its_modes():
    found = entries("def my_fn(features, labels, mode, params): return tf.layers.dense(features['x'], params['n'])")
    assert [entry.partition("mode=")[2].partition(",")[0] for entry in found] == ["'train'", "'eval'", "'infer'"]
    assert found[0].startswith('my_fn(features={\'x\': tensor("float32[?,784]")}, labels=tensor("int64[?]")')
    assert found[0].endswith("params=unknown('params'))")


def test_classes_are_built():
    text = """
class Net:
    def __init__(self, n_hidden, lr): self.n = n_hidden
    def build(self, x, keep_prob): return tf.nn.dropout(x, keep_prob)
class Self(object):
    def __init__(self, config): self.build_model()
    def build_model(self): tf.no_op()
"""
    assert entries(text) == [
        "Net(n_hidden=unknown('n_hidden'), lr=0.001).build(x=tensor(\"float32[?,784]\"), keep_prob=0.5)",
        "Self(config=unknown('config'))",
    ]


def test_without_tensorflow_nothing_is_inferred():
    assert infer_entries(parse("def f(x): return x")) == []


def test_what_is_called_in_the_file_is_no_entry():
    assert entries("def a(x): return tf.identity(x)\ndef b(x): return a(x)\ndef main(): b(1)") == []
