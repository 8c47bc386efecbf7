"""How values of replicas are reduced (distribute/reduce_util.py)."""

from __future__ import annotations

import enum

from graphlint.sandbox.exposed import exposed


@exposed
class ReduceOp(enum.Enum):
    SUM = "SUM"
    MEAN = "MEAN"
