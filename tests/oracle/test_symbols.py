"""Tests of the public symbols by family, and of what counts as used by a script."""

import pytest

from graphlint.sandbox.unknown import Unknown
from graphlint.trace import trace
from tests.oracle.symbols import Symbol, family_of, lookup, reading, symbol_at, used


@pytest.mark.parametrize(
    ("home", "family"),
    [
        ("tensorflow.python.ops.gen_math_ops", "math"),
        ("tensorflow.python.ops.nn_impl", "nn"),
        ("tensorflow.python.ops.losses.losses_impl", "losses"),
        ("tensorflow.python.training.adam", "train"),
        ("tensorflow.python.keras.layers.core", "keras.layers"),
        ("tensorflow.contrib.layers.python.layers.layers", "contrib.layers"),
        ("tensorflow_estimator.python.estimator.estimator", "estimator"),
    ],
)
def test_families(home: str, family: str) -> None:
    assert family_of(home) == family


def test_aliases_lead_to_one_symbol() -> None:
    assert symbol_at("tensorflow.reduce_sum") is symbol_at("tensorflow.compat.v1.math.reduce_sum")
    assert symbol_at("tensorflow.reduce_summ") is None


def test_lookup_walks_modules_and_classes() -> None:
    symbol, _ = lookup("tensorflow.data.Dataset.range")
    assert symbol is not None
    assert symbol.name == "DatasetV1"
    assert isinstance(lookup("tensorflow.contrib.labeled_tensor.constant")[1], Unknown)
    with pytest.raises(AttributeError):
        lookup("tensorflow.no_such_name")


def _used(script: str) -> set[str]:
    with reading() as read:
        found = trace("script.py", "import tensorflow as tf\n" + script, paths=1, infer=False)
    symbols: set[Symbol] = used(read, found.calls)
    return {symbol.paths[0].removeprefix("tensorflow.") for symbol in symbols}


def test_functions_count_when_they_are_called_or_handed_over() -> None:
    assert _used("tf.zeros([2])\ntf.ones\nx = tf.float32\n") == {"zeros", "float32"}
    assert _used("tf.layers.dense(tf.zeros([2, 2]), 3, activation=tf.nn.relu)\n") >= {"nn.relu", "layers.dense"}
