"""Rows that mix numbers with arrays make an array of objects, which holds the arrays as they are."""

from __future__ import annotations

import numpy
import pytest

from graphlint.libs.numpy.array import ShapedArray, unknown_array
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.unknowns import UnknownData, UnknownScalar


@pytest.mark.parametrize("reward", [1.0, UnknownScalar("a reward", float, python=True)])
def test_a_column_is_stacked_into_its_rows(reward):
    from graphlint.libs.numpy.library import LIBRARY

    seen = unknown_array("an observation", numpy.float32, (4,))
    history = as_array([[seen, 1, reward, seen] for _ in range(3)])
    assert history._shape == (3, 4)
    assert isinstance(history[1, 0], ShapedArray)
    assert history[1, 0]._shape == (4,)
    assert LIBRARY.attribute("vstack")(history[:, 0])._shape == (3, 4)


@pytest.mark.parametrize(("function", "extra", "shape"), [
    ("vstack", [[0.0] * 300], (None, 300)), ("hstack", [[0.0], [1.0]], (2, None)), ("hstack", [0.0, 1.0], (None,)),
    ("concatenate", [[0.0] * 300], (None, 300)),
])  # fmt: skip
def test_what_is_joined_with_unknown_data_gives_it_its_sizes(function, extra, shape):
    from graphlint.libs.numpy.library import LIBRARY

    joined = LIBRARY.attribute(function)([UnknownData("weights in a file"), extra])
    assert tuple(dim if isinstance(dim, int) else None for dim in joined._shape) == shape
