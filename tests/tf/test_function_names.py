"""Functions of function.Defun: the hash in their names, what they refuse, and names that hang on what isn't known."""

from __future__ import annotations

import pytest

from graphlint.trace import trace

HEAD = "import tensorflow as tf\nimport nolib\nfrom tensorflow.python.framework import function\nx = tf.zeros([2, 3])\n"


def traced(text):
    return trace("script.py", HEAD + text, paths=1)


def types(text):
    return [op.type for op in traced(text).graphs[0].ops]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("return x", "f_0zkt64DYFRw"),
        ("'doc'\n    return x", "f_Pyj6agABkSs"),
        ("return x * tf.sigmoid(x)", "f_MJzXhAuQ5gk"),
    ],
)
def test_the_name_is_that_of_tensorflow(body, name):
    assert types(f"@function.Defun(tf.float32)\ndef f(x):\n    {body}\nf(x)")[-1] == name


def test_a_function_has_the_state_of_those_that_it_calls_however_deep():
    found = types(
        "@function.Defun(tf.float32)\ndef h(x): return x + tf.random_uniform([2, 3])\n"
        "@function.Defun(tf.float32)\ndef g(x): return h(x) * 2.\n"
        "@function.Defun(tf.float32)\ndef f(x): return g(x) + 1.\nh(x), g(x), f(x)"
    )
    assert found[-3:] == ["h_vvqgUFOSvyI", "g_lqa1bcqTlkU", "f_2RaJF1Yq2PI"]


def test_the_name_says_so_where_a_constant_is_not_known():
    found = traced("@function.Defun(tf.float32)\ndef f(x):\n    return x * tf.constant(nolib.scale, tf.float32)\nf(x)")
    assert found.graphs[0].ops[-1].type.startswith("f_unknown_name")
    assert any("hash of f" in event.message for event in found.events)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@function.Defun(tf.float32)\ndef f(x, y=1): return x", "argument defaults or keywords"),
        ("@function.Defun(tf.float32)\ndef f(x, y): return x", "fewer arguments than the number"),
        ("@function.Defun(tf.float32)\ndef f(x): return [x, None]\nf(x)", "can not return None"),
        ("@function.Defun(tf.float32)\ndef f(x): return x\nf(x, x)", "Expected number of arguments: 1, received: 2"),
        ("@function.Defun(tf.float32, colour=1)\ndef f(x): return x\nf(x)", "Unknown keyword arguments"),
        ("function.Defun(tf.float32)(3)", "must be callable"),
    ],
)
def test_what_it_refuses(text, message):
    assert [event.kind for event in traced(text).events if message in event.message] == ["error"]


def test_what_a_body_takes_from_outside():
    text = (
        "w = tf.get_variable('w', [3])\n@function.Defun(tf.float32)\ndef f(x):\n    y = x * w\n"
        "    counts.append([len(found()) for found in (function.get_extra_inputs, function.get_extra_args)])\n    return y\n"
        "counts = []\nf(x)\nf(x)"
    )
    found = traced(text)
    assert found.namespace["counts"] == [[1, 1]]
    assert [tensor.name for tensor in found.graphs[0].ops[-1].inputs] == ["zeros:0", "w/read:0"]
