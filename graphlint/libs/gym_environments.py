"""The observations and actions of gym's own environments: plain facts, which the oracle's stand-in for gym reads too.

An int is a `Discrete` space of so many values; a tuple is the shape of a `Box`, of an action's with its bound first.
Runs under any Python from 3.6 on, and imports nothing of graphlint. Not here: the objects that a script sees.
"""

import re
from typing import Any, Dict, Optional, Tuple  # noqa: UP035 - an oracle's Python reads this too

# name without its version -> observation, action
_CLASSIC: Dict[str, Tuple[Any, Any]] = {  # noqa: UP006
    "CartPole": ((4,), 2), "MountainCar": ((2,), 3), "Acrobot": ((6,), 3), "Pendulum": ((3,), (2.0, (1,))),
    "MountainCarContinuous": ((2,), (1.0, (1,))), "LunarLander": ((8,), 4), "LunarLanderContinuous": ((8,), (1.0, (2,))),
    "BipedalWalker": ((24,), (1.0, (4,))), "BipedalWalkerHardcore": ((24,), (1.0, (4,))),
    "CarRacing": ((96, 96, 3), (1.0, (3,))), "FrozenLake": (16, 4), "FrozenLake8x8": (64, 4), "Taxi": (500, 6),
    "CliffWalking": (48, 4), "NChain": (5, 2), "Roulette": (1, 38),
    "HalfCheetah": ((17,), (1.0, (6,))), "Hopper": ((11,), (1.0, (3,))), "Walker2d": ((17,), (1.0, (6,))),
    "Ant": ((111,), (1.0, (8,))), "Humanoid": ((376,), (0.4, (17,))), "HumanoidStandup": ((376,), (0.4, (17,))),
    "Reacher": ((11,), (1.0, (2,))), "Swimmer": ((8,), (1.0, (2,))), "InvertedPendulum": ((4,), (3.0, (1,))),
    "InvertedDoublePendulum": ((11,), (1.0, (1,))),
}  # fmt: skip
_SCREEN, _MEMORY = (210, 160, 3), (128,)
# Atari games -> number of actions; their screens differ in height only where `_TALL` says so
_ATARI = {
    "Alien": 18, "Amidar": 10, "Assault": 7, "Asterix": 9, "Asteroids": 14, "Atlantis": 4, "BankHeist": 18,
    "BattleZone": 18, "BeamRider": 9, "Berzerk": 18, "Bowling": 6, "Boxing": 18, "Breakout": 4, "Centipede": 18,
    "ChopperCommand": 18, "CrazyClimber": 9, "DemonAttack": 6, "DoubleDunk": 18, "Enduro": 9, "FishingDerby": 18,
    "Freeway": 3, "Frostbite": 18, "Gopher": 8, "Gravitar": 18, "Hero": 18, "IceHockey": 18, "Jamesbond": 18,
    "Kangaroo": 18, "Krull": 18, "KungFuMaster": 14, "MontezumaRevenge": 18, "MsPacman": 9, "NameThisGame": 6,
    "Phoenix": 8, "Pitfall": 18, "Pong": 6, "PrivateEye": 18, "Qbert": 6, "Riverraid": 18, "RoadRunner": 18,
    "Robotank": 18, "Seaquest": 18, "SpaceInvaders": 6, "StarGunner": 18, "Tennis": 18, "TimePilot": 10, "Tutankham": 8,
    "UpNDown": 6, "Venture": 18, "VideoPinball": 9, "WizardOfWor": 10, "YarsRevenge": 18, "Zaxxon": 18,
}  # fmt: skip
_TALL = ("Alien", "BankHeist", "Centipede", "ChopperCommand", "DoubleDunk", "FishingDerby", "Jamesbond", "Tennis")
_NAME = re.compile(r"^(?:\w+/)?(\w+?)(-ram)?(?:Deterministic|NoFrameskip)?-v\d+$")


def spaces_of(name: str) -> Optional[Tuple[Any, Any]]:  # noqa: UP006, UP045
    """The observation and the action of an environment; None where they aren't known."""
    match = _NAME.match(name)
    if match is None:
        return None
    game, memory = match.groups()
    if game in _CLASSIC and not memory:
        return _CLASSIC[game]
    if game not in _ATARI or (game in _TALL and not memory):
        return None
    return (_MEMORY if memory else _SCREEN), _ATARI[game]
