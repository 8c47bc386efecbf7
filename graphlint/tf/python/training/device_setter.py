"""replica_device_setter (training/device_setter.py): variables go to parameter servers in turn, the rest to a worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import devices
from graphlint.graph.graph import Operation
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown

from .server_lib import ClusterSpec

STANDARD_PS_OPS = (
    "Variable", "VariableV2", "AutoReloadVariable", "MutableHashTable", "MutableHashTableV2", "MutableHashTableOfTensors",
    "MutableHashTableOfTensorsV2", "MutableDenseHashTable", "MutableDenseHashTableV2", "VarHandleOp",
    "BoostedTreesEnsembleResourceHandleOp", "BoostedTreesQuantileStreamResourceHandleOp", "ResourceConditionalAccumulator",
)  # fmt: skip


def replica_device_setter(ps_tasks: Any = 0, ps_device: Any = "/job:ps", worker_device: Any = "/job:worker",
                          merge_devices: bool = True, cluster: Any = None, ps_ops: Any = None,
                          ps_strategy: Any = None) -> Any:
    """The device function, None without parameter servers. TypeError for a strategy that can't be called."""
    if cluster is not None and not isinstance(cluster, Unknown):
        jobs = (cluster if isinstance(cluster, ClusterSpec) else ClusterSpec(cluster)).as_dict()
        tasks = jobs.get(devices.parse(ps_device).get("job"))
        if tasks is None:
            return None
        ps_tasks = tasks if isinstance(tasks, Unknown) else len(tasks)
    if isinstance(cluster, Unknown) or any(isinstance(part, Unknown) for part in (ps_tasks, ps_device, worker_device)):
        return Unknown("which devices a cluster has", text="replica_device_setter(...)")
    if ps_tasks == 0:
        return None
    strategy = _RoundRobinStrategy(ps_tasks) if ps_strategy is None else ps_strategy
    if not callable(strategy):
        raise TypeError("ps_strategy must be callable")
    return _chooser(ps_device, worker_device, merge_devices, STANDARD_PS_OPS if ps_ops is None else ps_ops, strategy)


@exposed
class _RoundRobinStrategy:
    """Puts each op on the next task."""

    def __init__(self, num_tasks: int) -> None:
        self._tasks = num_tasks
        self._next = 0

    def __call__(self, unused_op: Operation) -> int:
        task = self._next
        self._next = (task + 1) % self._tasks
        return task


def _chooser(ps_device: Any, worker_device: Any, merge: bool, ps_ops: Any,
             strategy: Callable[[Operation], Any]) -> Callable[[Operation], str]:
    def device_function(op: Operation) -> str:
        if op.device and not merge:
            return op.device
        if not ps_device or op.type not in ps_ops:
            return devices.merged(worker_device or "", op.device)
        fields, current = devices.parse(ps_device), devices.parse(op.device)
        if "job" in fields and current.get("job", fields["job"]) == fields["job"]:
            fields["task"] = str(strategy(op))
        return devices.write({**fields, **current})

    return device_function
