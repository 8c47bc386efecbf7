"""Calls and names under other releases: what is told about them, and how arguments come to models of 1.15."""

from pathlib import Path
from typing import Any

import pytest
from graphlint.rules.registry import all_rules, check

from graphlint.tf import fitting, history, signatures
from graphlint.trace import trace


def findings(source: str, release: str, tmp_path: Path) -> list[Any]:
    path = tmp_path / "model.py"
    path.write_text(f"import tensorflow as tf\nx = tf.placeholder(tf.float32, [4, 6])\n{source}\n", "utf8")
    rules = [rule for rule in all_rules() if rule.code.startswith(("GL3", "GL4"))]
    return list(check(trace(path, release=release), rules))


@pytest.mark.parametrize(
    ("source", "release", "code", "words"),
    [
        ("tf.reduce_sum(x, keepdims=True)", "1.4", "GL302", ["came with 1.5", "`keep_dims`", "reduce_sum(input_tensor, axis"]),
        ("tf.nn.softmax(x, axis=1)", "1.4", "GL302", ["came with 1.5", "`dim`", "softmax(logits, dim=-1, name=None)"]),
        ("tf.train.AdamOptimizer(lr=0.1)", "1.15", "GL302", ["`learning_rate`", "AdamOptimizer(learning_rate=0.001,"]),
        ("tf.layers.dense(x)", "1.15", "GL302", ["dense(inputs, units,"]),
        ("tf.contrib.layers.batch_norm(x, renorm=True)", "1.1", "GL302", ["came with 1.2"]),
        ("tf.random.uniform([3])", "1.4", "GL401", ["came with", "tf.random_uniform"]),
        ("tf.math.log(x)", "1.8", "GL401", ["came with", "tf.log"]),
        ("tf.mul(x, x)", "1.15", "GL401", ["tf.multiply"]),
        ("tf.nn.rnn_cell.LSTMCell(3)", "1.0", "GL401", ["tf.contrib.rnn"]),
        ("tf.contrib.data.Dataset.range(3)", "1.15", "GL401", ["gone since 1.7", "tf.data.Dataset"]),
        ("tf.data.Dataset.range(3).unbatch()", "1.12", "GL401", ["came with 1.15"]),
        ("tf.reduce_maen(x)", "1.4", "GL401", ["did you mean tensorflow.reduce_mean"]),
    ],
)
def test_a_finding_tells_when_it_came_and_what_to_write(
    source: str, release: str, code: str, words: list[str], tmp_path: Path
) -> None:
    found = findings(source, release, tmp_path)
    assert [finding.code for finding in found] == [code]
    assert [word for word in words if word not in found[0].help] == []


@pytest.mark.parametrize(
    ("source", "release"),
    [
        ("tf.reduce_sum(x, 1, True)", "1.4"),
        ("tf.reduce_sum(x, 1, keep_dims=True)", "1.15"),
        ("tf.argmax(x, dimension=1)", "1.0"),
        ("tf.nn.softmax(x, -1, 'probabilities')", "1.0"),
        ("tf.contrib.rnn.LSTMCell(3, input_size=None)", "1.0"),
        ("if hasattr(tf, 'random'): y = tf.random.uniform([3])", "1.4"),
        ("try:\n    tf.reduce_sum(x, keepdims=True)\nexcept TypeError:\n    tf.reduce_sum(x, keep_dims=True)", "1.4"),
    ],
)
def test_what_a_release_takes_is_no_finding(source: str, release: str, tmp_path: Path) -> None:
    assert findings(source, release, tmp_path) == []


def test_positions_are_those_of_the_release(tmp_path: Path) -> None:
    """The third argument of DropoutWrapper was input_size's until dtype came before it."""
    path = tmp_path / "model.py"
    path.write_text("import tensorflow as tf\nx = tf.placeholder(tf.float32, [4, 6])\n"
                    "cell = tf.contrib.rnn.LSTMCell(3, None, True)\n"
                    "y = tf.contrib.rnn.static_rnn(cell, [x], dtype=tf.float32)\n", "utf8")
    assert "rnn/lstm_cell/w_f_diag" in {op.name for op in trace(path, release="1.0").world.graphs[0].ops}


def test_an_argument_that_only_an_older_release_has_makes_the_result_unknown(tmp_path: Path) -> None:
    path = tmp_path / "model.py"
    path.write_text("import tensorflow as tf\nx = tf.placeholder(tf.float32, [4, 6])\n"
                    "cell = tf.contrib.rnn.LSTMCell(3, num_unit_shards=2)\n", "utf8")
    assert trace(path, release="1.0").unmodelled == {}
    assert findings("y = tf.contrib.layers.maxout(x, 3, name='m')", "1.5", tmp_path) == []


def test_the_newest_release_asks_nothing() -> None:
    found = trace("model.py", "import tensorflow as tf\nx = tf.constant(1.0) + 1.0\n")
    assert found.status == "complete"
    assert fitting.lacks(type(found.world.graphs[0].ops[0]), "name") is False


@pytest.mark.parametrize(
    ("args", "kwargs", "text"),
    [
        ((), {}, "f() missing 2 required positional arguments: 'a' and 'b'"),
        ((1,), {}, "f() missing 1 required positional argument: 'b'"),
        ((1, 2, 3, 4, 5), {}, "f() takes from 2 to 4 positional arguments but 5 were given"),
        ((1, 2), {"a": 3}, "f() got multiple values for argument 'a'"),
        ((1, 2), {"e": 3}, "f() got an unexpected keyword argument 'e'"),
        ((1, 2), {"d": 3}, None),
    ],
)
def test_arguments_are_refused_in_the_words_of_python(args: tuple[Any, ...], kwargs: dict[str, Any], text: str | None) -> None:
    signature = signatures.parsed(["a", "b", ["c", None], ["d", {"dtype": "int32"}]], ("m:f", None), "f", "f")
    assert signature.refusal(args, kwargs) == text
    assert str(signature) == "f(a, b, c=None, d=tf.int32)"


@pytest.mark.parametrize(
    ("having", "release", "text"),
    [([5, 6, 15], 4, "came with 1.5"), ([0, 1, 11], 15, "is gone since 1.12"), ([0, 5], 3, "came with 1.5"), ([], 3, None)],
)
def test_how_a_thing_came_or_went(having: list[int], release: int, text: str | None) -> None:
    assert history.turn(having, (1, release)) == text
