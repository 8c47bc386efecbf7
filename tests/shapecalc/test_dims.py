"""Expressions mean what plain integers compute, and comparisons never claim what a number refutes."""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapecalc import (
    Dim,
    Expr,
    ceil_div,
    dmax,
    dmin,
    eq,
    exact_div,
    floor_div,
    hidden,
    le,
    lt,
    size,
    static,
    substitute,
    symbol,
    unknown,
    value,
)  # fmt: skip

LOWS = {"B": 1, "H": 1, "W": 1, "C": 0, "T": 0}
Values = Mapping[str, int]


@dataclass
class Tree:
    """A random computation: `dim` is what the package makes of it, `number` carries it out with plain ints."""

    dim: Dim
    number: Callable[[Values], int]
    text: str

    def __repr__(self) -> str:
        return self.text


values = st.fixed_dictionaries({name: st.integers(low, 12) for name, low in LOWS.items()})
symbols = st.sampled_from(sorted(LOWS)).map(lambda name: Tree(symbol(name, LOWS[name]), lambda v: v[name], name))
constants = st.integers(-6, 9).map(lambda n: Tree(n, lambda v: n, str(n)))
divisors = st.one_of(
    st.integers(1, 6).map(lambda n: Tree(n, lambda v: n, str(n))),
    st.sampled_from(["B", "H", "W"]).map(lambda name: Tree(symbol(name, 1), lambda v: v[name], name)),
    st.sampled_from(["B", "H"]).map(lambda name: Tree(2 * symbol(name, 1), lambda v: 2 * v[name], f"2{name}")),
    st.just(Tree(symbol("B", 1) + symbol("T"), lambda v: v["B"] + v["T"], "(B+T)")),
)


def _sum(a: Tree, b: Tree) -> Tree:
    return Tree(a.dim + b.dim, lambda v: a.number(v) + b.number(v), f"({a} + {b})")


def _difference(a: Tree, b: Tree) -> Tree:
    return Tree(a.dim - b.dim, lambda v: a.number(v) - b.number(v), f"({a} - {b})")


def _product(a: Tree, b: Tree) -> Tree:
    return Tree(a.dim * b.dim, lambda v: a.number(v) * b.number(v), f"({a} * {b})")


def _floor(a: Tree, b: Tree) -> Tree:
    return Tree(floor_div(a.dim, b.dim), lambda v: a.number(v) // b.number(v), f"({a} // {b})")


def _ceil(a: Tree, b: Tree) -> Tree:
    return Tree(ceil_div(a.dim, b.dim), lambda v: -(-a.number(v) // b.number(v)), f"ceil({a} / {b})")


def _rest(a: Tree, b: Tree) -> Tree:
    return Tree(a.dim % b.dim, lambda v: a.number(v) % b.number(v), f"({a} % {b})")


def _even(a: Tree, b: Tree) -> Tree:
    return Tree(exact_div(a.dim * b.dim, b.dim), a.number, f"({a} * {b} / {b})")


def _least(a: Tree, b: Tree) -> Tree:
    return Tree(dmin(a.dim, b.dim), lambda v: min(a.number(v), b.number(v)), f"min({a}, {b})")


def _most(a: Tree, b: Tree) -> Tree:
    return Tree(dmax(a.dim, b.dim), lambda v: max(a.number(v), b.number(v)), f"max({a}, {b})")


def _grown(smaller: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    both = [st.builds(combine, smaller, smaller) for combine in (_sum, _difference, _product, _least, _most)]
    over = [st.builds(combine, smaller, divisors) for combine in (_floor, _ceil, _rest, _even)]
    return st.one_of(*both, *over)


trees = st.recursive(st.one_of(symbols, symbols, constants), _grown, max_leaves=7)

B, C, H, T = symbol("B", low=1), symbol("C"), symbol("H", low=1), symbol("T")
FILTERS = symbol("filters")


@settings(max_examples=400, deadline=None)
@given(trees, values)
def test_means_what_integers_compute(tree: Tree, numbers: Values) -> None:
    assert value(substitute(tree.dim, numbers)) == tree.number(numbers)


@settings(max_examples=300, deadline=None)
@given(trees, trees, values)
def test_comparison_never_contradicts_a_number(a: Tree, b: Tree, numbers: Values) -> None:
    x, y = a.number(numbers), b.number(numbers)
    assert eq(a.dim, b.dim) in (None, x == y)
    assert le(a.dim, b.dim) in (None, x <= y)
    assert lt(a.dim, b.dim) in (None, x < y)


@settings(max_examples=200, deadline=None)
@given(trees, trees, trees)
def test_one_number_has_one_form(a: Tree, b: Tree, c: Tree) -> None:
    x, y, z = a.dim, b.dim, c.dim
    assert x + y - y + (z - z) == x + (y - y) + (z - z)
    assert (x + y) * z == z * y + z * x
    if isinstance(x, Expr):
        assert substitute(x, {}) == x
        assert pickle.loads(pickle.dumps(x)) == x


@pytest.mark.parametrize(
    ("dim", "text"),
    [
        (B, "B"),
        (4 * FILTERS, "4*filters"),
        (ceil_div(H, 2), "ceil(H/2)"),
        (ceil_div(ceil_div(H, 2), 2), "ceil(H/4)"),
        (floor_div(floor_div(H, 2), 3), "floor(H/6)"),
        (ceil_div(H - 2, 2), "floor((H - 3)/2) + 1"),
        (ceil_div(ceil_div(H - 2, 2) - 2, 2), "floor((H - 7)/4) + 1"),
        ((4096 * B) // 4096, "B"),
        (exact_div(4096 * B, 3136), "B*4096/3136"),
        (exact_div(4096 * B, 3136) * 3136, "4096*B"),
        (exact_div(B * T * 64, T * 32), "2*B"),
        (exact_div(B * T * 64, T * 3), "B*64/3"),
        (ceil_div(H, T + 1), "ceil(H/(T + 1))"),
        (dmin(H, 3), "min(H, 3)"),
        (dmax(B, dmax(B, 2), B), "max(B, 2)"),
        (dmax(H + 1, H), "H + 1"),
        (dmin(B, 0), "0"),
        (-B, "-B"),
        (2 - B, "2 - B"),
        (hidden(3), "3"),
        (hidden(3) - 3, "0"),
        (B * B + C * 2 - 1, "B*B + 2*C - 1"),
        (unknown(), "?"),
    ],
)
def test_text(dim: Dim, text: str) -> None:
    assert str(dim) == text


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        (2 * B, 2 * B + 1, False),
        (2 * B, 2 * T + 1, False),
        (B, C, None),
        (B, B + 1, False),
        (ceil_div(H, 2), H, None),
        (ceil_div(H, 2) + H // 2, H, True),
        (exact_div(4096 * B, 3136), B, False),
        (exact_div(4096 * T, 3136), T, None),
        (exact_div(64 * B, 49), exact_div(4096 * B, 3136), True),
        (hidden(3), 3, True),
        (B, 0, False),
        (T, 0, None),
        (T, -1, False),
        (H % 4, 4, False),
        (unknown(), unknown(), None),
    ],
)
def test_equality(a: Dim, b: Dim, answer: bool | None) -> None:
    assert eq(a, b) is answer
    assert eq(b, a) is answer


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        (B, B + 1, True),
        (B + 1, B, False),
        (ceil_div(H, 2), H, True),
        (H // 2, H, True),
        (H % 4, 3, True),
        (dmin(B, C), C, True),
        (B, dmax(B, C), True),
        (B, C, None),
        (1, B, True),
        (B, 1, None),
        (C - 1, C * T, None),
    ],
)
def test_order(a: Dim, b: Dim, answer: bool | None) -> None:
    assert le(a, b) is answer
    if answer is False:
        assert lt(b, a) is True


def test_two_views() -> None:
    assert (static(3), value(3)) == (3, 3)
    assert (static(hidden(3)), value(hidden(3))) == (None, 3)
    assert (static(B), value(B)) == (None, None)
    assert hidden(3) != 3
    assert isinstance(hidden(3) * 2, Expr)
    assert substitute(exact_div(4096 * B, 3136), {"B": 49}) == hidden(64)
    assert value(substitute(exact_div(4096 * B, 3136), {"B": 1})) is None
    assert substitute(B + C, {"C": H}) == B + H


def test_size() -> None:
    assert size((2, 3)) == 6
    assert size((B, 3)) == 3 * B
    assert size((B, 0)) == 0
    assert size(()) == 1


def test_numpy_integers_take_part() -> None:
    two: Any = np.int64(2)
    assert two * B == 2 * B == B * two
    assert two + B - two == B
    assert (two * B) // two == B


def test_growth_is_bounded() -> None:
    product, quotient = B + C + H + T, H
    for _ in range(40):
        product = product * product
        quotient = (quotient * quotient + 1) // 3
    assert len(product.key) < 10_000
    assert len(quotient.key) < 100_000
    assert eq(product, product) is True


def test_division_by_zero_is_said() -> None:
    with pytest.raises(ZeroDivisionError):
        B // 0
    with pytest.raises(ZeroDivisionError):
        exact_div(B, hidden(0))


def test_unknown_is_new_each_time() -> None:
    first, second = unknown("selected"), unknown("selected")
    assert (str(first), str(second)) == ("selected", "selected")
    assert first != second
    assert eq(first, second) is None
    assert eq(first, first) is True
    assert substitute(first, {"selected": 3}) == first
