"""What replicas on a TPU tell each other (tpu/ops/tpu_ops.py), where there is one: its sums."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen


def cross_replica_sum(x: Any, group_assignment: Any = None, name: Any = None) -> Any:
    groups = [[0]] if group_assignment is None else group_assignment
    return gen.CrossReplicaSum(x, groups, name=name)
