"""The devices of the machine, which aren't known, and how programs run on them (framework/config.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.unknown import Unknown

_POLICIES = ("silent", "silent_for_int32", "warn", "explicit")


def list_physical_devices(device_type: Any = None) -> Any:
    return Unknown("which devices there are", text="list_physical_devices(...)")


list_logical_devices = get_visible_devices = list_physical_devices


def set_memory_growth(device: Any, enable: Any) -> None:
    """No device is used."""


def set_visible_devices(devices: Any, device_type: Any = None) -> None:
    """No device is used."""


def _kept() -> dict[str, Any]:
    return stack.world.notes.setdefault("execution_config", {})  # type: ignore[return-value]


def _check_device(device: Any) -> None:
    """ValueError for what stands for no device; the machine's own aren't known."""
    if device is None or isinstance(device, (str, int, float, list, tuple)):
        raise ValueError(f"Unrecognized device: {device!r}")


def get_memory_growth(device: Any) -> Any:
    _check_device(device)
    return Unknown("how a device is used", text="get_memory_growth(...)")


def get_virtual_device_configuration(device: Any) -> Any:
    _check_device(device)
    return Unknown("how a device is used", text="get_virtual_device_configuration(...)")


def set_virtual_device_configuration(device: Any, virtual_devices: Any) -> None:
    _check_device(device)


def get_intra_op_parallelism_threads() -> Any:
    return _kept().get("intra_op", 0)


def set_intra_op_parallelism_threads(num_threads: Any) -> None:
    _kept()["intra_op"] = num_threads


def get_inter_op_parallelism_threads() -> Any:
    return _kept().get("inter_op", 0)


def set_inter_op_parallelism_threads(num_threads: Any) -> None:
    _kept()["inter_op"] = num_threads


def get_soft_device_placement() -> Any:
    return _kept().get("soft_placement", False)


def set_soft_device_placement(enabled: Any) -> None:
    _kept()["soft_placement"] = enabled


def get_optimizer_jit() -> Any:
    return _kept().get("jit", False)


def set_optimizer_jit(enabled: Any) -> None:
    _kept()["jit"] = enabled


def get_optimizer_experimental_options() -> dict[str, Any]:
    return {"disable_model_pruning": False, "disable_meta_optimizer": False, **_kept().get("options", {})}


def set_optimizer_experimental_options(options: Any) -> None:
    _kept().setdefault("options", {}).update(options)


def get_device_policy() -> Any:
    return _kept().get("policy", "silent")


def set_device_policy(device_policy: Any) -> None:
    if device_policy is not None and device_policy not in _POLICIES:
        raise ValueError(f"Not a valid device policy: {device_policy!r}")
    _kept()["policy"] = device_policy or "silent"


def get_synchronous_execution() -> Any:
    return _kept().get("synchronous", True)


def set_synchronous_execution(enable: Any) -> None:
    _kept()["synchronous"] = True if enable is None else bool(enable)
