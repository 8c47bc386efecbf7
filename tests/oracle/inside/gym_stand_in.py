"""A stand-in for gym: environments whose spaces are those of graphlint's own table, and in which nothing happens.

Observations and rewards are zero, and an episode ends after a few steps. Runs under an oracle's own Python.
"""

import importlib.util
import os
from typing import Any, Tuple
from unittest.mock import MagicMock

import numpy as np

_TABLE = os.path.join("..", "..", "..", "graphlint", "libs", "gym_environments.py")
_STEPS = 5


def _spaces_of(name: str) -> Any:
    path = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), _TABLE))
    spec = importlib.util.spec_from_file_location("gym_environments", path)
    assert spec is not None
    assert spec.loader is not None
    table = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(table)
    return table.spaces_of(name)


class Space:
    shape: Any = ()
    dtype: Any = None

    def seed(self, seed: Any = None) -> None:
        pass

    def contains(self, x: Any) -> bool:
        return True


class Discrete(Space):
    def __init__(self, n: int) -> None:
        self.n, self.dtype = n, np.dtype("int64")

    def sample(self) -> int:
        return 0


class Box(Space):
    def __init__(self, low: Any = None, high: Any = None, shape: Any = None, dtype: Any = np.float32) -> None:
        self.shape = tuple(np.shape(low) if shape is None else shape)
        self.dtype = np.dtype(dtype)
        self.low, self.high = (np.zeros(self.shape, dtype) + bound for bound in (low or 0, high or 0))
        self.low, self.high = self.low.astype(dtype), self.high.astype(dtype)

    def sample(self) -> Any:
        return np.zeros(self.shape, self.dtype)


class Env:
    observation_space: Any = None
    action_space: Any = None
    _steps = 0

    @property
    def unwrapped(self) -> Any:
        return self

    @property
    def env(self) -> Any:
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return MagicMock()

    def seed(self, seed: Any = None) -> None:
        pass

    def render(self, *args: Any, **options: Any) -> None:
        pass

    close = render

    def reset(self, **options: Any) -> Any:
        self._steps = 0
        return self.observation_space.sample()

    def step(self, action: Any) -> Tuple[Any, float, bool, Any]:
        self._steps += 1
        return self.observation_space.sample(), 0.0, self._steps >= _STEPS, {}


class Wrapper(Env):
    env: Any = None

    def __init__(self, env: Any, *args: Any, **options: Any) -> None:
        self.env, self.observation_space, self.action_space = env, env.observation_space, env.action_space

    @property
    def unwrapped(self) -> Any:
        return self.env.unwrapped

    def reset(self, **options: Any) -> Any:
        return self.env.reset(**options)

    def step(self, action: Any) -> Any:
        return self.env.step(action)


class ObservationWrapper(Wrapper):
    def reset(self, **options: Any) -> Any:
        return self.observation(self.env.reset(**options))

    def step(self, action: Any) -> Any:
        seen, reward, done, told = self.env.step(action)
        return self.observation(seen), reward, done, told


class RewardWrapper(Wrapper):
    def step(self, action: Any) -> Any:
        seen, reward, done, told = self.env.step(action)
        return seen, self.reward(reward), done, told


class ActionWrapper(Wrapper):
    def step(self, action: Any) -> Any:
        return self.env.step(self.action(action))


def make(id: str, **options: Any) -> Any:
    """An environment of the table; a mock where the table doesn't have it."""
    spaces = _spaces_of(id)
    if spaces is None:
        return MagicMock()
    made = Env()
    seen, action = spaces
    kind = np.uint8 if not isinstance(seen, int) and len(seen) == 3 else np.float32
    made.observation_space = Discrete(seen) if isinstance(seen, int) else Box(shape=seen, dtype=kind)
    made.action_space = Discrete(action) if isinstance(action, int) else Box(-action[0], action[0], action[1])
    return made


_CORE = {c.__name__: c for c in (Env, Wrapper, ObservationWrapper, RewardWrapper, ActionWrapper, Space)}
NAMES = {
    "gym": dict(_CORE, make=make, __version__="0.10.5"),
    "gym.core": _CORE,
    "gym.spaces": {"Box": Box, "Discrete": Discrete, "Space": Space},
    "gym.spaces.box": {"Box": Box},
    "gym.spaces.discrete": {"Discrete": Discrete},
    "gym.wrappers": {"Monitor": Wrapper, "TimeLimit": Wrapper},
}
