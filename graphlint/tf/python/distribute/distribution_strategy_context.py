"""Which distribution strategy is in force (distribute/distribution_strategy_context.py): the default one."""

from __future__ import annotations

from typing import Any

from .distribute_lib import default_strategy, in_force


def has_strategy() -> bool:
    return False


def get_strategy() -> Any:
    return default_strategy()


def get_replica_context() -> Any:
    return in_force()[1]


def get_cross_replica_context() -> Any:
    return in_force()[0]


def in_cross_replica_context() -> bool:
    return in_force()[0] is not None
