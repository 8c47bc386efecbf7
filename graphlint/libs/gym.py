"""`gym`: environments whose spaces are known, with observations of known shapes and unknown values; wrappers, spaces.

Nothing is simulated: rewards and ends of episodes aren't known. What isn't in the tables is unknown data.
"""

from __future__ import annotations

from typing import Any

import numpy

from graphlint.libs.data import DataLibrary
from graphlint.libs.gym_environments import spaces_of
from graphlint.libs.numpy.array import known_array, unknown_array
from graphlint.libs.numpy.convert import to_numpy
from graphlint.libs.numpy.dims import shape_of
from graphlint.libs.numpy.dtypes import as_real
from graphlint.libs.numpy.dtypes import dtype as NumpyDType
from graphlint.libs.numpy.unknowns import UnknownData, UnknownScalar
from graphlint.libs.rows import nothing
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import Library
from graphlint.sandbox.unknown import Unknown


@exposed
class Space:
    """The values that an observation or an action may have."""

    def __init__(self, shape: Any = None, dtype: Any = None) -> None:
        self.shape = shape
        self.dtype = None if dtype is None else NumpyDType.of(as_real(dtype) or numpy.dtype("float32"))

    seed = nothing

    def contains(self, x: Any) -> Any:
        return Unknown("whether a space has a value", text="space.contains(...)")


@exposed
class Discrete(Space):
    """0, 1, ... n-1."""

    def __init__(self, n: Any) -> None:
        super().__init__((), "int64")
        self.n = n

    def sample(self) -> Any:
        return UnknownScalar("a random action", int, python=True, text="space.sample()")


@exposed
class Box(Space):
    """Arrays of one shape, with bounds."""

    def __init__(self, low: Any = None, high: Any = None, shape: Any = None, dtype: Any = "float32") -> None:
        real = as_real(dtype) or numpy.dtype("float32")
        sizes = shape_of(getattr(low, "shape", ()) if shape is None else shape)
        super().__init__(UnknownData("the shape of a space") if sizes is None else tuple(sizes), real)
        self.low, self.high = (self._bound(value, sizes, real) for value in (low, high))

    def _bound(self, value: Any, sizes: Any, real: Any) -> Any:
        number = None if value is None else to_numpy(value)
        if number is None or sizes is None or not all(isinstance(size, int) for size in sizes):
            return unknown_array("the bounds of a space", real, sizes)
        return known_array(numpy.broadcast_to(number, sizes).astype(real))

    def sample(self) -> Any:
        return _drawn(self)


def _drawn(space: Any) -> Any:
    """An unknown value out of a space."""
    if isinstance(space, Discrete):
        return UnknownScalar("an observation", int, python=True, text="observation")
    shape = getattr(space, "shape", None)
    dtype = getattr(space, "dtype", None)
    if isinstance(space, Unknown) or isinstance(shape, Unknown) or dtype is None:
        return UnknownData("an observation", text="observation")
    return unknown_array("an observation", as_real(dtype), shape)


@exposed
class Env:
    """An environment: an episode goes on for an unknown time."""

    observation_space: Any = None
    action_space: Any = None

    @property
    def unwrapped(self) -> Any:
        return self

    @property
    def env(self) -> Any:
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return UnknownData("a part of an environment that isn't modelled", text=f"env.{name}")

    seed = render = close = nothing

    def reset(self, **options: Any) -> Any:
        return _drawn(self.observation_space)

    def step(self, action: Any) -> Any:
        reward = UnknownScalar("a reward", float, python=True, text="reward")
        done = Unknown("whether an episode ends", text="done")
        return _drawn(self.observation_space), reward, done, UnknownData("what an environment tells", text="info")

    def __enter__(self) -> Env:
        return self

    def __exit__(self, *exc_info: object) -> None:
        return None


@exposed
class Wrapper(Env):
    """An environment around another one; its subclasses change what goes in or comes out."""

    def __init__(self, env: Any, *args: Any, **options: Any) -> None:
        self.__dict__.update(env=env, observation_space=env.observation_space, action_space=env.action_space)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or "env" not in self.__dict__:
            raise AttributeError(name)
        return getattr(self.env, name)

    # what is set on the instance stands before what the class says
    env: Any = None

    @property
    def unwrapped(self) -> Any:
        return self.env.unwrapped

    def reset(self, **options: Any) -> Any:
        return self.env.reset(**options)

    def step(self, action: Any) -> Any:
        return self.env.step(action)


@exposed
class ObservationWrapper(Wrapper):
    """Changes observations by the subclass's `observation`."""

    def reset(self, **options: Any) -> Any:
        return self.observation(self.env.reset(**options))

    def step(self, action: Any) -> Any:
        seen, reward, done, told = self.env.step(action)
        return self.observation(seen), reward, done, told


@exposed
class RewardWrapper(Wrapper):
    """Changes rewards by the subclass's `reward`."""

    def step(self, action: Any) -> Any:
        seen, reward, done, told = self.env.step(action)
        return seen, self.reward(reward), done, told


@exposed
class ActionWrapper(Wrapper):
    """Changes actions by the subclass's `action`."""

    def step(self, action: Any) -> Any:
        return self.env.step(self.action(action))


def make(id: Any, **options: Any) -> Any:
    """The environment of a name; unknown data for one that isn't in the tables."""
    spaces = spaces_of(id) if isinstance(id, str) else None
    if spaces is None:
        return UnknownData("an environment whose spaces aren't known", text=f"gym.make({id!r})" if isinstance(id, str) else None)
    made = Env()
    made.observation_space, made.action_space = _space(spaces[0], action=False), _space(spaces[1], action=True)
    return made


def _space(fact: Any, *, action: bool) -> Space:
    if isinstance(fact, int):
        return Discrete(fact)
    if action:
        return Box(-fact[0], fact[0], fact[1])
    return Box(shape=fact, dtype="uint8" if len(fact) == 3 else "float32")


_PARTS: dict[str, dict[str, Any]] = {
    "spaces": {"Box": Box, "Discrete": Discrete, "Space": Space},
    "wrappers": {"Monitor": Wrapper, "TimeLimit": Wrapper, "RecordVideo": Wrapper},
    "core": {"Env": Env, "Wrapper": Wrapper, "ObservationWrapper": ObservationWrapper, "RewardWrapper": RewardWrapper,
             "ActionWrapper": ActionWrapper, "Space": Space},
}  # fmt: skip


class Part(DataLibrary):
    """gym or a submodule of it: what stands in the tables, and unknown data for the rest."""

    def __init__(self, name: str, table: dict[str, Any]) -> None:
        super().__init__(name)
        self._table = table

    def attribute(self, name: str) -> Any:
        return self._table[name] if name in self._table else super().attribute(name)

    def names(self) -> list[str]:
        return list(self._table)


_MODULES: dict[str, Library] = {name: Part(f"gym.{name}", table) for name, table in _PARTS.items()}
GYM = Part("gym", {**_PARTS["core"], **_MODULES, "make": make})
