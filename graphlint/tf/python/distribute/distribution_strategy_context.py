"""Whether a distribution strategy is in force (distribute/distribution_strategy_context.py): none is.

Strategies, and the default one's objects, are not modelled.
"""

from __future__ import annotations


def has_strategy() -> bool:
    return False


def in_cross_replica_context() -> bool:
    return False
