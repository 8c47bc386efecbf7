"""OneDeviceStrategy: all on one device (distribute/one_device_strategy.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed

from .device_util import canonicalize
from .distribute_lib import OneReplicaExtended, StrategyV1


@exposed
class OneDeviceStrategyV1(StrategyV1):
    def __init__(self, device: Any) -> None:
        super().__init__(OneReplicaExtended(self, canonicalize(device)))


OneDeviceStrategy = OneDeviceStrategyV1
