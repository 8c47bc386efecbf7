"""nest on the views of dicts."""

from __future__ import annotations

from graphlint.graph import stack
from graphlint.graph.releases import parse
from graphlint.tf.python.util import nest


def test_views_of_dicts_are_sequences_since_1_15() -> None:
    stack.begin()
    pair = {"b": 1, "a": [2, 3]}
    assert nest.flatten(pair.values()) == [1, 2, 3]
    assert nest.map_structure(lambda item: item + 1, pair.values()) == [2, [3, 4]]
    stack.begin(parse("1.14"))
    values = pair.values()
    assert nest.flatten(values) == [values]
