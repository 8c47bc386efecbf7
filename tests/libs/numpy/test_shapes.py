"""What is said of an array without values agrees with what real numpy makes, for shapes that hypothesis draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from graphlint.libs.numpy.array import ShapedArray, unknown_array
from graphlint.libs.numpy.library import LIBRARY
from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.sandbox.unknown import Unknown
from shapecalc import Expr, substitute, symbol, value

DIMS = st.integers(1, 4)
SHAPES = st.lists(DIMS, min_size=0, max_size=4).map(tuple)
FULL = st.lists(DIMS, min_size=1, max_size=4).map(tuple)
DTYPES = st.sampled_from(["float32", "float64", "int32", "int64", "uint8", "bool"])
QUICK = settings(max_examples=120, deadline=None)


def function(name: str) -> Callable[..., Any]:
    found: Any = LIBRARY
    for part in name.split("."):
        found = found.attribute(part)
    return found  # type: ignore[no-any-return]


def hidden(array: numpy.ndarray[Any, Any]) -> ShapedArray:
    return unknown_array("hidden", array.dtype, array.shape)


def outcome(call: Callable[[], Any]) -> Any:
    """The dtype and shape of a result, or the kind of error."""
    try:
        made = call()
    except (ValueError, IndexError, TypeError) as error:
        return "ValueError" if isinstance(error, ValueError) else type(error).__name__
    if isinstance(made, ShapedArray):
        return str(made._dtype), made._shape
    if isinstance(made, UnknownScalar):
        return str(made._dtype), ()
    return str(made.dtype), made.shape


def same(name: str, arrays: list[numpy.ndarray[Any, Any]], *args: Any, **options: Any) -> None:
    real = outcome(lambda: getattr(numpy, name)(*arrays, *args, **options))
    model = outcome(lambda: function(name)(*map(hidden, arrays), *args, **options))
    assert model == real, (name, [array.shape for array in arrays], args, options)


def ones(shape: tuple[int, ...], dtype: str = "float32") -> numpy.ndarray[Any, Any]:
    return numpy.ones(shape, dtype)


@QUICK
@given(SHAPES, SHAPES, st.sampled_from(["add", "multiply", "maximum", "less"]))
def test_broadcast(left: tuple[int, ...], right: tuple[int, ...], name: str) -> None:
    same(name, [ones(left), ones(right)])


@QUICK
@given(FULL, DTYPES, st.sampled_from(["sum", "prod", "mean", "max", "argmax", "any", "std", "cumsum"]), st.data())
def test_reduce(shape: tuple[int, ...], dtype: str, name: str, data: st.DataObject) -> None:
    axis = data.draw(st.none() | st.integers(-len(shape) - 1, len(shape)))
    keep = {"keepdims": True} if name not in ("argmax", "cumsum") and data.draw(st.booleans()) else {}
    same(name, [ones(shape, dtype)], axis=axis, **keep)


@QUICK
@given(FULL, st.data())
def test_reshape(shape: tuple[int, ...], data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.integers(1, 8), min_size=1, max_size=3))
    if data.draw(st.booleans()):
        wanted[data.draw(st.integers(0, len(wanted) - 1))] = -1
    same("reshape", [ones(shape)], wanted)


@QUICK
@given(FULL, st.data())
def test_move_axes(shape: tuple[int, ...], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(shape))))
    same("transpose", [ones(shape)], order)
    one, two = data.draw(st.integers(-len(shape), len(shape) - 1)), data.draw(st.integers(-len(shape), len(shape) - 1))
    same("swapaxes", [ones(shape)], one, two)
    same("moveaxis", [ones(shape)], one, two)
    same("expand_dims", [ones(shape)], one)
    same("squeeze", [ones(shape)], one)
    same("squeeze", [ones(shape)])
    same("flip", [ones(shape)], one)


KEYS = st.one_of(
    st.integers(-5, 5),
    st.slices(5),
    st.just(Ellipsis),
    st.none(),
    st.lists(st.integers(0, 1), min_size=1, max_size=3),
)


@settings(max_examples=400, deadline=None)
@given(FULL, st.lists(KEYS, min_size=1, max_size=4).map(tuple))
def test_index(shape: tuple[int, ...], key: tuple[Any, ...]) -> None:
    if key.count(Ellipsis) > 1:
        return
    array = ones(shape)
    real, model = outcome(lambda: array[key]), outcome(lambda: hidden(array)[key])
    if real == "IndexError" and any(isinstance(part, list) for part in key):
        # whether each of several indices is inside isn't looked at
        return
    assert model == real, (shape, key)


@QUICK
@given(FULL, FULL, st.integers(-2, 2))
def test_concatenate(left: tuple[int, ...], right: tuple[int, ...], axis: int) -> None:
    arrays = [ones(left), ones(right, "int32")]
    real = outcome(lambda: numpy.concatenate(arrays, axis))
    assert outcome(lambda: function("concatenate")([hidden(array) for array in arrays], axis)) == real
    stacked = outcome(lambda: numpy.stack(arrays, axis))
    assert outcome(lambda: function("stack")([hidden(array) for array in arrays], axis)) == stacked


@QUICK
@given(FULL, FULL, st.sampled_from(["matmul", "dot", "inner", "outer"]))
def test_products(left: tuple[int, ...], right: tuple[int, ...], name: str) -> None:
    same(name, [ones(left), ones(right)])


@QUICK
@given(FULL, st.lists(DIMS, min_size=1, max_size=3), st.integers(0, 3))
def test_grow(shape: tuple[int, ...], reps: list[int], width: int) -> None:
    same("tile", [ones(shape)], reps)
    same("pad", [ones(shape)], width, "constant")
    same("repeat", [ones(shape)], reps[0], axis=0)


@QUICK
@given(FULL, st.integers(1, 9), st.integers(1, 3))
def test_a_symbol_stands_for_every_size(rest: tuple[int, ...], size: int, start: int) -> None:
    """The shape over a symbol, with a number put in, is the shape for that number."""
    model = unknown_array("hidden", "float32", (symbol("B", low=1), *rest))
    real = numpy.ones((size, *rest), "float32")
    pairs = [
        (model[start:], real[start:]),
        (model[:start], real[:start]),
        (model[:-start], real[:-start]),
        (model[::start], real[::start]),
        (model[None], real[None]),
        (model.reshape(-1), real.reshape(-1)),  # type: ignore[attr-defined]
        (model.sum(axis=0), real.sum(axis=0)),  # type: ignore[attr-defined]
        (function("tile")(model, (2, *(1,) * len(rest))), numpy.tile(real, (2, *(1,) * len(rest)))),
        (function("concatenate")([model, model]), numpy.concatenate([real, real])),
        (model + model, real + real),
        (model.T, real.T),
    ]
    for found, expected in pairs:
        dims = found._shape if isinstance(found, ShapedArray) else ()
        assert dims is not None
        put_in = tuple(value(substitute(dim, {"B": size})) if isinstance(dim, Expr) else dim for dim in dims)
        assert put_in == expected.shape


def test_unknown_is_never_a_wrong_shape() -> None:
    """An Unknown among the arguments gives something unknown, not an error and not a guess."""
    unknown = Unknown("a test")
    zeros, array = function("zeros"), unknown_array("hidden", "float32", (3, 4))
    assert zeros(unknown)._shape is None
    assert zeros((2, unknown))._shape[0] == 2
    assert isinstance(zeros((2, unknown)).shape[1], Unknown)
    assert function("sum")(array, axis=unknown)._shape is None
    assert array[unknown]._shape is None
    assert isinstance(array + unknown, Unknown)
    assert function("reshape")(unknown, (2, 3))._shape == (2, 3)
