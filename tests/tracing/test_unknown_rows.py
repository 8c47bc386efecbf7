"""Unpacking arrays and lists whose number of rows the trace doesn't know."""

from __future__ import annotations

import pytest

from graphlint.trace import trace

HEAD = "import numpy as np\nimport nolib\nrows = [nolib.row(i) for i in range(1, nolib.count)]\ndata = np.asarray(rows)\n"


def errors(text):
    return [event.message for event in trace("script.py", HEAD + text, paths=1).events if event.kind == "error"]


@pytest.mark.parametrize("text", ["x, y = data[0]", "for x, y in data: pass", "x, y = data", "x, *y = data", "x, y = rows",
                                  "x, (y, z) = data"])
def test_there_are_as_many_as_are_wanted(text):
    assert errors(text) == []


def test_where_the_number_is_known_it_counts():
    assert errors("x, y, z = np.zeros((2, 3))") == ["ValueError: not enough values to unpack (expected 3, got 2)"]
    assert errors("for x, y in np.zeros((2, 3)): pass")[0] == "ValueError: too many values to unpack (expected 2)"
