"""`random` and `secrets`: numbers of a known type and an unknown value. A shuffled list keeps its order."""

from __future__ import annotations

from typing import Any

from graphlint.libs.numpy.array import ShapedArray
from graphlint.libs.numpy.random import shuffle as shuffle_array
from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.libs.rows import library, nothing, take
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown

_REASON = "a random number"
_FLOATS = [
    "random", "uniform", "triangular", "betavariate", "expovariate", "gammavariate", "gauss", "lognormvariate",
    "normalvariate", "vonmisesvariate", "paretovariate", "weibullvariate",
]  # fmt: skip


def _float(name: str) -> Any:
    def function(*args: Any, **options: Any) -> Any:
        return UnknownScalar(_REASON, float, python=True, text=f"random.{name}(...)")

    function.__name__ = function.__qualname__ = name
    return function


def randint(a: Any, b: Any) -> Any:
    if isinstance(a, int) and isinstance(b, int) and a >= b:
        if a > b:
            raise ValueError(f"empty range for randrange() ({a}, {b + 1}, {b + 1 - a})")
        return a
    return UnknownScalar(_REASON, int, python=True, text="random.randint(...)")


def randrange(start: Any, stop: Any = None, step: Any = 1) -> Any:
    return UnknownScalar(_REASON, int, python=True, text="random.randrange(...)")


def choice(seq: Any) -> Any:
    """One of the elements: the element itself where they are all alike, else an unknown one."""
    if isinstance(seq, (Unknown, ShapedArray)):
        return seq[UnknownScalar(_REASON, int)]
    if not len(seq):
        raise IndexError("Cannot choose from an empty sequence")
    return seq[0] if len(seq) == 1 else _one_of(seq)


def _one_of(seq: Any) -> Unknown:
    kinds = {type(item) for item in seq}
    if kinds <= {int, float, bool}:
        return UnknownScalar(_REASON, float if float in kinds else int, python=True, text="random.choice(...)")
    return Unknown("a random choice", text="random.choice(...)")


def shuffle(x: Any, random: Any = None) -> None:
    if isinstance(x, ShapedArray):
        shuffle_array(x)


def sample(population: Any, k: Any) -> Any:
    items = population if isinstance(population, (list, tuple, range)) else take(population)
    if not isinstance(k, int):
        return Unknown(_REASON, text="random.sample(...)")
    # a population may be smaller than in a real run, as loops that fill it are cut short
    return [_one_of(items[:100]) for _ in range(min(k, 1 << 16))]


def choices(population: Any, weights: Any = None, cum_weights: Any = None, k: Any = 1) -> Any:
    return [choice(population) for _ in range(k)] if isinstance(k, int) and k < 1 << 16 else Unknown(_REASON)


def getrandbits(k: Any) -> Any:
    return UnknownScalar(_REASON, int, python=True, text="random.getrandbits(...)")


_TABLE: dict[str, Any] = {
    **{name: _float(name) for name in _FLOATS},
    "randint": randint, "randrange": randrange, "choice": choice, "shuffle": shuffle, "sample": sample,
    "choices": choices, "getrandbits": getrandbits, "seed": nothing, "setstate": nothing,
    "getstate": lambda: Unknown("the state of the random numbers"),
}  # fmt: skip


@exposed
class Random:
    """`random.Random(seed)`: the same functions."""

    def __init__(self, x: Any = None) -> None:
        pass


for _name, _function in _TABLE.items():
    setattr(Random, _name, staticmethod(_function))

RANDOM = library("random", _TABLE, {"Random": Random, "SystemRandom": Random})
SECRETS = library(
    "secrets",
    {name: lambda *args: Unknown("a secret") for name in ("token_hex", "token_bytes", "token_urlsafe")},
    {"choice": choice, "randbelow": getrandbits},
)
