"""What Python raises only because data or options aren't there is a note; what it raises in any case is an error."""

from __future__ import annotations

import pytest

from graphlint.trace import Trace, trace

LOOP = """
words = {}
for line in open("x"):
    if line[0] == "|":
        words["|"]
"""
OPTION = """
import argparse, os
parser = argparse.ArgumentParser()
parser.add_argument("--image")
path = os.path.join("images", parser.parse_args().image)
"""
FIELDS = """
import argparse, json
args = argparse.ArgumentParser().parse_args([])
for key, value in json.load(open("settings")).items():
    args.__setattr__(key, value)
width = args.width * 2
"""
TEXTS = """
import os
import numpy as np
names = np.genfromtxt("list", dtype=str, usecols=0)
paths = [os.path.join("images", name) for name in names]
"""


def kinds(text: str) -> list[str]:
    return [event.kind for event in trace("script.py", text).events if event.kind in ("error", "doubt", "internal")]


def messages(found: Trace) -> list[str]:
    return [event.message for event in found.events if event.kind == "error"]


@pytest.mark.parametrize("text", [LOOP, OPTION])
def test_errors_of_what_is_not_there_are_notes(text: str) -> None:
    assert kinds(text) == ["doubt"]


@pytest.mark.parametrize("text", [FIELDS, TEXTS])
def test_what_is_not_known_fails_nowhere(text: str) -> None:
    assert kinds(text) == []


def test_a_name_that_nothing_binds_is_an_error_after_any_data() -> None:
    assert messages(trace("script.py", LOOP + "y = unbound + 1")) == ["NameError: name 'unbound' is not defined"]


def test_what_a_model_says_of_the_graph_is_an_error_after_any_data() -> None:
    text = "import tensorflow as tf\nfor line in open('x'):\n    size = len(line)\n"
    text += "tf.get_default_graph().get_tensor_by_name('none:0')"
    (message,) = messages(trace("script.py", text))
    assert message.startswith("KeyError: \"The name 'none:0' refers to a Tensor which does not exist")


FILTERED = """
import tensorflow as tf
import h5py
x = tf.get_variable("x", [3])
known = list(h5py.File("weights").keys())
chosen = [v for v in tf.trainable_variables() if v.name not in known]
tf.train.GradientDescentOptimizer(0.1).apply_gradients([(v, v) for v in chosen])
"""
BUILT = """
import tensorflow as tf
import some_network
logits = some_network.build(tf.zeros([2, 3]))
tf.train.Saver()
"""
FIRST_TURN = """
task = None
for line in open("tasks"):
    if int(line[0]) == 1:
        task = {"lines": ""}
    task["lines"] += line
"""
GENERATED = """
def chosen():
    for line in open("names"):
        if line.startswith("train"):
            yield line
def pairs():
    lines = chosen()
    while True:
        yield next(lines), next(lines)
for one, two in pairs():
    break
"""
SKIPPED = """
import tensorflow as tf
users = 0
for line in open("ratings"):
    if len(line.split("::")) < 3:
        continue
    users = 100
parts = [tf.zeros([50, 3]) for _ in range(users // 50)]
tf.concat(parts, axis=0)
"""
SCOPED = """
import tensorflow as tf
import nets
with tf.contrib.framework.arg_scope(nets.scope()):
    pass
with tf.contrib.framework.arg_scope([nets.conv, tf.contrib.layers.conv2d], stride=2):
    pass
"""


@pytest.mark.parametrize("text", [FILTERED, BUILT, FIRST_TURN, GENERATED, SKIPPED, SCOPED])
def test_on_no_path_is_there_an_error(text: str) -> None:
    found = trace("script.py", text)
    assert [event.message for path in (found, *found.alternatives) for event in path.events if event.kind == "error"] == []


def test_messages_name_no_address_and_none_of_our_modules() -> None:
    (message,) = messages(trace("script.py", "import tensorflow as tf\ntf.constant(tf.app.flags.FLAGS)"))
    assert " at 0x" not in message
    assert "graphlint" not in message


def test_what_python_says_of_unknowns_is_no_error() -> None:
    text = "class Setting:\n    def __str__(self):\n        return open('x').read()\ntext = 'a' + str(Setting())\n"
    assert messages(trace("script.py", text + "print(len(bytes(open('x').read())))")) == []


def test_a_text_method_that_gives_an_unknown_is_no_error() -> None:
    text = "class Setting:\n    def __str__(self):\n        return open('x').read()\ntext = '%s' % Setting()\nprint(Setting())\n"
    text += "other = '{}'.format(Setting())\n"
    assert messages(trace("script.py", text)) == []
