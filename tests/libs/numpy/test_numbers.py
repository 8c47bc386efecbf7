"""Elementwise functions of plain numbers take a short way, which gives the type and the value of the long one."""

from __future__ import annotations

import numpy
import pytest

from graphlint.libs.numpy import elementwise
from graphlint.libs.numpy.scalars import scalar

NUMBERS = [3, -2, 2.5, 10**12, *(scalar(kind(1)) for kind in (numpy.int8, numpy.uint8, numpy.float32, numpy.float64))]


def outcome(name, *operands):
    try:
        made = elementwise.apply(name, *operands)
    except (TypeError, ValueError) as error:
        return type(error)
    return type(made), repr(made)


@pytest.mark.parametrize("name", ["add", "power", "true_divide", "floor_divide", "arctan2", "left_shift", "less", "maximum"])
def test_of_two_numbers(name, monkeypatch):
    pairs = [(left, right) for left in NUMBERS for right in NUMBERS]
    short = [outcome(name, *pair) for pair in pairs]
    monkeypatch.setattr(elementwise, "_number_type", lambda value: None)
    assert short == [outcome(name, *pair) for pair in pairs]


def test_the_short_way_is_taken(monkeypatch):
    monkeypatch.setattr(elementwise, "_computed", None)
    assert float(elementwise.apply("power", 10000, 0.5)) == 100.0


def test_a_sequence_times_an_integer_is_repeated():
    two, half = scalar(numpy.int64(2)), scalar(numpy.float64(0.5))
    assert [1, 2] * two == two * [1, 2] == [1, 2, 1, 2]
    assert "ab" * two == "abab"
    with pytest.raises(TypeError):
        [1] * half
