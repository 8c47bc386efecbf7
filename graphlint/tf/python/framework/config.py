"""The devices of the machine (framework/config.py): which there are isn't known."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown


def list_physical_devices(device_type: Any = None) -> Any:
    return Unknown("which devices there are", text="list_physical_devices(...)")


list_logical_devices = get_visible_devices = list_physical_devices


def set_memory_growth(device: Any, enable: Any) -> None:
    """No device is used."""


def set_visible_devices(devices: Any, device_type: Any = None) -> None:
    """No device is used."""
