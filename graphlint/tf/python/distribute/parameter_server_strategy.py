"""ParameterServerStrategy without a cluster: one replica (distribute/parameter_server_strategy.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import ops

from .device_util import canonicalize
from .distribute_lib import StrategyV1
from .mirrored_strategy import ThreadedExtended


@exposed
class ParameterServerStrategyExtended(ThreadedExtended):
    """Its variables are plain ones; what updates them sits beside them."""

    def update(self, var: Any, fn: Any, args: Any = (), kwargs: Any = None, group: bool = True) -> Any:
        with ops.colocate_with(var):
            return super().update(var, fn, args, kwargs, group)


@exposed
class ParameterServerStrategyV1(StrategyV1):
    def __init__(self, cluster_resolver: Any = None) -> None:
        super().__init__(ParameterServerStrategyExtended(self, canonicalize("/device:CPU:0")))


ParameterServerStrategy = ParameterServerStrategyV1
