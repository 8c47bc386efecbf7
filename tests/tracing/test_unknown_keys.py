"""What is put under a key that isn't known may replace what was None until then, as a configuration's values are."""

from __future__ import annotations

import pytest

from graphlint.trace import trace

HEAD = """
import json
import tensorflow as tf

class Config(object):
    def __init__(self, vocab_size, hidden=768):
        self.vocab_size = vocab_size
        self.hidden = hidden

config = Config(None)
for key, value in json.load(open('config.json')).items():
"""


@pytest.mark.parametrize("line", ["setattr(config, key, value)", "config.__dict__[key] = value"])
def test_a_configuration_that_is_filled_in(line):
    found = trace("script.py", HEAD + f"    {line}\n"
                  "tf.get_variable('w', [config.vocab_size, config.hidden], initializer=tf.zeros_initializer())", paths=1)
    assert [event.message for event in found.events if event.kind in ("error", "doubt")] == []
    (variable,) = [op for op in found.graphs[0].ops if op.type == "VariableV2"]
    assert not isinstance(variable.outputs[0].dims[0], int)
    assert variable.outputs[0].dims[1] == 768


def test_a_key_that_is_not_known_may_be_the_one_asked_for():
    found = trace("script.py", "import nolib\nrows = {nolib.TIMES: [1], 'b': 2}\nx, y = rows['times'], rows['b']", paths=1)
    assert found.events == []
    assert found.namespace["y"] == 2


def test_a_copy_of_what_was_filled_under_unknown_names():
    text = (
        "import copy, nolib\n"
        "class Config(object): pass\n"
        "config = Config()\n"
        "for key, value in nolib.settings.items(): config.__dict__[key] = value\n"
        "for each in (copy.copy(config), copy.deepcopy(config), copy.deepcopy([config])[0]): each.hidden_size\n"
        "other = Config()\n"
        "setattr(other, nolib.name, 1)\n"
        "copy.deepcopy(other).hidden_size\n"
    )
    assert [event.kind for event in trace("script.py", text, paths=1).events if event.kind in ("error", "doubt")] == []


REST = """
import json
import tensorflow as tf

class Model(object):
    def __init__(self, units, rate, hidden=16, *, depth, keep=0.5):
        self.units, self.rate, self.hidden, self.depth = units, rate, hidden, depth

def made(name, size):
    return tf.get_variable(name, [size, 2])

settings = json.load(open('settings.json'))
"""


@pytest.mark.parametrize(("line", "errors"), [
    ("m = Model(**settings)", 0),
    ("m = Model(10, **settings)", 0),
    ("m = Model(10, rate=0.1, **settings)\nassert m.units == 10 and m.rate == 0.1 and m.hidden == 16", 0),
    ("v = made('v', **settings)\nassert v.shape[1] == 2", 0),
    ("all = [Model(**one) for one in settings['models']]", 0),
    ("y = tf.layers.dense(tf.zeros([2, 3]), **settings)", 0),
    ("m = Model(**{'units': 1})", 1),
    ("m = Model(1, 2, 3, 4, **settings)", 1),
    ("m = Model(**dict(units=1, rate=2, depth=3), **settings)", 0),
])  # fmt: skip
def test_what_a_function_must_be_given_stands_in_an_unknown_mapping(line, errors):
    found = trace("script.py", REST + line, paths=1)
    assert len([event for event in found.events if event.kind in ("error", "doubt")]) == errors
