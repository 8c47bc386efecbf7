"""Environments have their true spaces; what happens in them isn't known."""

from __future__ import annotations

import pytest

from graphlint.libs.gym import Box, Discrete, make
from graphlint.libs.gym_environments import spaces_of
from graphlint.libs.numpy.array import ShapedArray
from graphlint.sandbox.unknown import Unknown
from graphlint.trace import trace


@pytest.mark.parametrize(("name", "spaces"), [
    ("CartPole-v1", ((4,), 2)), ("PongDeterministic-v4", ((210, 160, 3), 6)), ("Breakout-ram-v0", ((128,), 4)),
    ("ALE/Qbert-v5", ((210, 160, 3), 6)), ("FrozenLake8x8-v0", (64, 4)), ("CartPole-ram-v0", None), ("CartPole", None),
    ("MyOwn-v0", None),
])  # fmt: skip
def test_the_name_says_the_spaces(name, spaces):
    assert spaces_of(name) == spaces


def test_an_environment_of_another_name_is_unknown():
    assert isinstance(make("MyOwn-v0"), Unknown)
    assert isinstance(make(Unknown("an argument")), Unknown)


def test_what_a_step_gives():
    env = make("Pendulum-v0")
    seen, reward, done, told = env.step(0)
    assert isinstance(seen, ShapedArray)
    assert seen._shape == (3,)
    assert all(isinstance(value, Unknown) for value in (reward, done, told))
    assert float(env.action_space.high._value[0]) == 2.0


def test_a_space_without_known_bounds():
    space = Box(low=Unknown("a flag"), high=1, shape=(2, 3))
    assert space.low._shape == (2, 3)
    assert space.low._value is None
    assert isinstance(Discrete(3).sample(), Unknown)


SCRIPT = """
import gym
import tensorflow as tf

class Game(gym.Env):
    def __init__(self):
        self.observation_space = gym.spaces.Box(0, 1, (5,))
        self.action_space = gym.spaces.Discrete(3)
    def reset(self):
        return 7

class Doubled(gym.RewardWrapper):
    def reward(self, reward):
        return 2 * reward

env = Doubled(Game())
tf.placeholder(tf.float32, [None, env.observation_space.shape[0], env.action_space.n, env.reset()], name="x")
"""


def test_the_script_has_environments_and_wrappers_of_its_own():
    found = trace("script.py", SCRIPT, paths=1)
    assert [event.message for event in found.events if event.kind in ("error", "internal")] == []
    assert found.graphs[0].ops[0].outputs[0].dims[1:] == (5, 3, 7)
