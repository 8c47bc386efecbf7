"""Arithmetic of np.float64 with plain numbers: the values and types of numpy, by whichever way they are found."""

from __future__ import annotations

import operator

import numpy
import pytest

from graphlint.libs.numpy.scalars import float64, scalar

NUMBERS = [0, 0.0, -0.0, 1, -3, 2.5, 1e308, float("inf"), float("nan"), 2**62, 2**63, True, numpy.float64(0.1)]
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv]


@pytest.mark.parametrize("operate", OPERATORS)
@pytest.mark.parametrize("left", [3.5, 0.0, -1e308, float("inf")])
def test_as_numpy(operate: object, left: float) -> None:
    assert callable(operate)
    ours = scalar(numpy.float64(left))
    for right in NUMBERS:
        other = scalar(right) if isinstance(right, numpy.float64) else right
        with numpy.errstate(all="ignore"):
            expected = [operate(numpy.float64(left), right), operate(right, numpy.float64(left))]
        found = [operate(ours, other), operate(other, ours)]
        assert [type(each) for each in found] == [float64, float64]
        assert [float(each).hex() for each in found] == [float(each).hex() for each in expected], right
