"""CentralStorageStrategy on a machine without accelerators: one replica (distribute/central_storage_strategy.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed

from .device_util import canonicalize
from .distribute_lib import StrategyV1
from .parameter_server_strategy import ParameterServerStrategyExtended


@exposed
class CentralStorageStrategyV1(StrategyV1):
    def __init__(self, compute_devices: Any = None, parameter_device: Any = None) -> None:
        super().__init__(ParameterServerStrategyExtended(self, canonicalize("/device:CPU:0")))


CentralStorageStrategy = CentralStorageStrategyV1
