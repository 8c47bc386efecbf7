"""Which distribution strategy is in force (distribute/distribution_strategy_context.py)."""

from __future__ import annotations

from typing import Any

from .distribute_lib import default_strategy, in_force, strategy_in_force


def has_strategy() -> bool:
    return strategy_in_force() is not default_strategy()


def get_strategy() -> Any:
    return strategy_in_force()


def get_replica_context() -> Any:
    return in_force()[1]


def get_cross_replica_context() -> Any:
    return in_force()[0]


def in_cross_replica_context() -> bool:
    return in_force()[0] is not None
