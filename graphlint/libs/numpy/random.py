"""`numpy.random`: arrays of the right shape and type whose values are never known, with a seed or without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from graphlint.libs.numpy.array import ShapedArray, unknown_array
from graphlint.libs.numpy.broadcasting import broadcast_shapes
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.dims import shape_of
from graphlint.libs.numpy.dtypes import as_real
from graphlint.libs.numpy.method_table import METHODS
from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import TableLibrary
from graphlint.sandbox.unknown import Unknown

_REASON = "a random number"
# name -> how many parameters stand before `size`
_FLOATS = {
    "uniform": 2, "normal": 2, "random_sample": 0, "random": 0, "ranf": 0, "sample": 0, "standard_normal": 0,
    "exponential": 1, "standard_exponential": 0, "beta": 2, "gamma": 2, "standard_gamma": 1, "laplace": 2,
    "logistic": 2, "lognormal": 2, "gumbel": 2, "rayleigh": 1, "triangular": 3, "chisquare": 1, "f": 2, "pareto": 1,
    "power": 1, "weibull": 1, "wald": 2, "vonmises": 2, "standard_t": 1, "standard_cauchy": 0,
    "noncentral_chisquare": 2, "noncentral_f": 3,
}  # fmt: skip
_INTEGERS = {
    "binomial": 2,
    "poisson": 1,
    "geometric": 1,
    "negative_binomial": 2,
    "hypergeometric": 3,
    "logseries": 1,
    "zipf": 1,
}


def drawn(dtype: Any, size: Any, parameters: tuple[Any, ...] = ()) -> Any:
    """Random numbers: of the given size, else of the shape that the parameters have together."""
    if size is not None:
        return unknown_array(_REASON, dtype, shape_of(size))
    shape = broadcast_shapes([(), *(as_array(parameter)._shape for parameter in parameters)])
    if shape == ():
        return UnknownScalar(_REASON, dtype, python=True, text="np.random")
    return unknown_array(_REASON, dtype, shape)


def _distribution(name: str, count: int, dtype: Any) -> Callable[..., Any]:
    def function(*args: Any, size: Any = None, **parameters: Any) -> Any:
        if len(args) > count + 1:
            raise TypeError(f"{name}() takes at most {count + 1} positional arguments ({len(args)} given)")
        if len(args) > count:
            size = args[count]
        return drawn(dtype, size, (*args[:count], *parameters.values()))

    function.__name__ = function.__qualname__ = name
    return function


def rand(*dims: Any) -> Any:
    return drawn(numpy.float64, dims or None)


def randint(low: Any, high: Any = None, size: Any = None, dtype: Any = int) -> Any:
    real = as_real(dtype)
    ends = [as_array(end)._value for end in (low, high) if end is not None]
    if all(end is not None and end.shape == () for end in ends):
        first, last = (0, ends[0]) if len(ends) == 1 else ends
        if last <= first:  # type: ignore[operator]
            raise ValueError("low >= high")
        if last - first == 1 and size is None:  # type: ignore[operator]
            return int(first)  # type: ignore[arg-type]
    return drawn(real, size, (low, high) if high is not None else (low,))


def random_integers(low: Any, high: Any = None, size: Any = None) -> Any:
    return drawn(numpy.int64, size, (low, high) if high is not None else (low,))


def choice(a: Any, size: Any = None, replace: Any = True, p: Any = None) -> Any:
    pool = as_array(a)
    if pool._shape == ():
        return drawn(numpy.int64, size)
    if pool._dtype is not None and pool._dtype.kind in "OUS" and size is None:
        return Unknown(_REASON, text="random.choice(...)")
    if size is None:
        return METHODS["__getitem__"](pool, UnknownScalar(_REASON, numpy.int64)) if pool._dtype else Unknown(_REASON)
    return unknown_array(_REASON, pool._dtype, shape_of(size))


def permutation(x: Any) -> Any:
    pool = as_array(x)
    if pool._shape == ():
        return unknown_array(_REASON, numpy.int64, shape_of(x if pool._value is None else pool._value.item()))
    return unknown_array(_REASON, pool._dtype, pool._shape)


def shuffle(x: Any) -> None:
    """The order of the elements isn't known afterwards; what a Python list holds keeps its place, as all are alike."""
    if isinstance(x, ShapedArray):
        METHODS["__setitem__"](x, Ellipsis, unknown_array(_REASON, x._dtype, x._shape))
    elif not isinstance(x, Unknown):
        len(x)  # which a tensor refuses


def multivariate_normal(mean: Any, cov: Any, size: Any = None, *rest: Any, **options: Any) -> Any:
    return _vectors(as_array(mean), size)


def dirichlet(alpha: Any, size: Any = None) -> Any:
    return _vectors(as_array(alpha), size)


def multinomial(n: Any, pvals: Any, size: Any = None) -> Any:
    made = _vectors(as_array(pvals), size)
    return unknown_array(_REASON, numpy.int64, made._shape)


def _vectors(model: ShapedArray, size: Any) -> ShapedArray:
    lead = () if size is None else shape_of(size)
    shape = None if lead is None or model._shape is None else (*lead, *model._shape)
    return unknown_array(_REASON, numpy.float64, shape)


def seed(seed: Any = None) -> None:
    """Random numbers stay unknown with a seed too: which draws come first depends on loops that are cut short."""


def get_state() -> Unknown:
    return Unknown("the state of the random numbers")


def set_state(state: Any) -> None:
    """See `seed`."""


DRAWS: dict[str, Any] = {
    **{name: _distribution(name, count, numpy.float64) for name, count in _FLOATS.items()},
    **{name: _distribution(name, count, numpy.int64) for name, count in _INTEGERS.items()},
    "rand": rand, "randn": rand, "randint": randint, "random_integers": random_integers, "choice": choice,
    "permutation": permutation, "shuffle": shuffle, "multivariate_normal": multivariate_normal,
    "dirichlet": dirichlet, "multinomial": multinomial, "seed": seed, "get_state": get_state, "set_state": set_state,
    "bytes": lambda length: Unknown("random bytes"), "tomaxint": lambda size=None: drawn(numpy.int64, size),
}  # fmt: skip


@exposed
class RandomState:
    """A generator of its own: the same functions."""

    __module__ = "numpy.random"

    def __init__(self, seed: Any = None) -> None:
        pass


def _method(function: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: RandomState, *args: Any, **options: Any) -> Any:
        return function(*args, **options)

    method.__name__ = function.__name__
    return method


for _name, _draw in DRAWS.items():
    setattr(RandomState, _name, _method(_draw))
# what later numpy calls a Generator
RandomState.integers = _method(randint)  # type: ignore[attr-defined]

RANDOM = TableLibrary(
    "numpy.random",
    {**DRAWS, "RandomState": RandomState, "default_rng": lambda seed=None: RandomState(seed), "mtrand": RandomState()},
)
