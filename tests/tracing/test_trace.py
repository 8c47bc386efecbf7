"""`trace`: status, paths, entries, places. TensorFlow is left out but where a session's loop is at stake."""

from __future__ import annotations

import pytest

from graphlint.sandbox.unknown import Unknown
from graphlint.trace import Limits, SourceError, trace


def run(text, **options):
    return trace("script.py", text, **{"paths": 1, **options})


def test_status():
    assert run("x = 1").status == "complete"
    assert run("import sys\nsys.exit()").status == "stopped"
    assert run("x = [1][2]").status == "error"
    assert run("'a' * 10 ** 12").status == "incomplete"


def test_the_reason_and_its_place():
    found = run("x = 1\ny = 'é', [1][2]\nz = 3")
    assert found.reason == "IndexError: list index out of range"
    place = found.at
    assert (place.file, place.line, place.column, place.end_line, place.end_column) == ("script.py", 2, 10, 2, 16)
    assert found.namespace["z"] == 3


def test_without_recovery_it_stops():
    found = run("y = [1][2]\nz = 3", recover=False)
    assert found.status == "error"
    assert "z" not in found.namespace


def test_paths():
    text = "import nolib\na = nolib.a\nb = nolib.b\nx = (1 if a else 2), (3 if b else 4)\nif nolib.c: raise ValueError"
    found = run(text, paths=8)
    assert found.namespace["x"] == (1, 3)
    assert {path.namespace["x"] for path in found.alternatives} == {(2, 3), (1, 4), (2, 4)}
    one, other = "nolib.a is False", "nolib.b is False"
    conditions = {path.condition for path in found.alternatives}
    assert conditions == {f"when {one}", f"when {other}", f"when {one} and {other}"}
    assert len(run(text, paths=2).alternatives) == 1
    assert found.condition is None


def test_entries_run_in_the_scripts_namespace():
    found = run("def f(x): return x * 2\nn = 3", entries=["r = f(n)", "def g():\n    return r\ns = g()"])
    assert (found.namespace["r"], found.namespace["s"]) == (6, 6)
    assert found.entries == ["r = f(n)", "def g():\n    return r\ns = g()"]


def test_entry_comments():
    found = run("# graphlint: entry r = f(4)\ndef f(x): return x\n")
    assert found.namespace["r"] == 4


def test_unknown_arguments_of_entries():
    found = run("def f(n): return n * 4", entries=["r = f(unknown('filters'))"])
    assert isinstance(found.namespace["r"], Unknown)
    assert str(found.namespace["r"].as_expr()) == "4*filters"


def test_an_error_in_an_entry_is_located():
    found = run("def f(x):\n    return x[3]\n", entries=["f([])"])
    assert [str(place) for place in found.events[0].places] == ["script.py:2:12", "<entry 1>:1:1"]


def test_an_entry_that_does_not_parse():
    with pytest.raises(SourceError):
        run("x = 1", entries=["f("])


def test_arguments():
    lines = ["import argparse, sys", "p = argparse.ArgumentParser()", "p.add_argument('--n', type=int)"]
    text = "\n".join([*lines, "n = p.parse_args().n", "a = sys.argv"])
    found = run(text, argv=["--n", "5"])
    assert found.namespace["n"] == 5
    assert found.namespace["a"][1:] == ["--n", "5"]


def test_a_script_that_is_not_there(tmp_path):
    with pytest.raises(SourceError, match="cannot read"):
        trace(tmp_path / "no.py")


def test_time_is_limited():
    found = run("def f(n): return f(n - 1) + f(n - 2) if n > 1 else n\nf(60)", limits=Limits(seconds=1))
    assert found.status == "incomplete"
    assert found.at.line == 1
    assert "1 seconds is spent" in found.reason


def test_training_loops_are_cut_and_growing_ones_told():
    text = """
import tensorflow as tf
x = tf.placeholder(tf.float32, [])
y = tf.identity(x)
with tf.Session() as sess:
    for step in range(100000):
        sess.run(y, {x: 1.0})
    for step in range(100000):
        sess.run(tf.identity(x), {x: 1.0})
after = step
"""
    found = run(text)
    assert [event.kind for event in found.events] == ["loop", "growth"]
    assert found.status == "stopped"
    assert len(found.graphs[0].ops) < 5_000
    assert found.namespace["after"] == 99_999


def test_a_loop_that_builds_is_not_cut():
    text = "import tensorflow as tf\nx = tf.placeholder(tf.float32, [])\nfor i in range(300): x = tf.identity(x)"
    found = run(text)
    assert found.status == "complete"
    assert len(found.graphs[0].ops) == 301
    call = found.calls[-1]
    assert (call.ops_before, call.ops_after) == (300, 301)
    assert call.places[0].line == 3


def test_an_error_of_a_model_is_the_scripts_unless_caught():
    text = """
import tensorflow as tf
def f():
    return tf.reshape(tf.zeros([3]), [2])
try:
    f()
except ValueError:
    caught = True
y = f()
z = tf.identity(y)
"""
    found = run(text)
    (event,) = found.errors
    assert event.message.startswith("ValueError")
    assert [place.line for place in event.places] == [4, 9]
    assert found.namespace["caught"]
    assert found.status == "error"


ASSIGN = "import tensorflow as tf\nsess = tf.Session()\nv = tf.Variable(1.)\n"


def test_a_loop_that_grows_the_graph_goes_on_to_its_end():
    found = trace("script.py", ASSIGN + "for i in range(200):\n    sess.run(tf.assign(v, i))\n", paths=1)
    assert sum(op.type == "Assign" for op in found.graphs[0].ops) == 201
    endless = trace("script.py", ASSIGN + "while True:\n    sess.run(tf.assign(v, 2.))\n", paths=1)
    assert endless.status == "stopped"
    assert len(endless.graphs[0].ops) < 6_000


def test_turns_of_a_short_loop_that_run_no_session_are_not_idle():
    text = "for i in range(9):\n    if i in (0, 8):\n        sess.run(tf.assign(v, i))\n"
    found = trace("script.py", ASSIGN + text, paths=1)
    assert sum(op.type == "Assign" for op in found.graphs[0].ops) == 3


def test_a_private_part_of_a_models_class_is_not_modelled():
    text = "import tensorflow as tf\nclass Saver(tf.train.Saver):\n"
    text += "    def go(self):\n        return self._inner(3), self.nothing\n"
    text += "Saver([tf.Variable(1)]).go()"
    found = trace("script.py", text, paths=1)
    assert [event.kind for event in found.events] == ["unmodelled", "error"]
