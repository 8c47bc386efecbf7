"""DeviceSpec: a device by its parts (framework/device_spec.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import devices
from graphlint.sandbox.exposed import exposed


@exposed
class DeviceSpecV1:
    """`tf.DeviceSpec`: job, replica, task, device type and index, each of which may be missing."""

    def __init__(self, job: Any = None, replica: Any = None, task: Any = None, device_type: Any = None,
                 device_index: Any = None) -> None:
        self.job = job
        self.replica = replica
        self.task = task
        self.device_type = "CPU" if device_type == "cpu" else "GPU" if device_type == "gpu" else device_type
        self.device_index = device_index

    @classmethod
    def from_string(cls, spec: str) -> DeviceSpecV1:
        return cls().parse_from_string(spec)

    def parse_from_string(self, spec: str) -> DeviceSpecV1:
        fields = devices.parse(spec)
        self.job = fields.get("job")
        self.replica, self.task = (int(fields[key]) if key in fields else None for key in ("replica", "task"))
        kind, _, index = fields.get("device", "").partition(":")
        self.device_type = kind or None
        self.device_index = int(index) if index not in ("", "*") else None
        return self

    def merge_from(self, dev: Any) -> None:
        """Take what the other says."""
        for part in ("job", "replica", "task", "device_type", "device_index"):
            if getattr(dev, part) is not None:
                setattr(self, part, getattr(dev, part))

    def to_string(self) -> str:
        text = "".join(f"/{part}:{value}" for part in ("job", "replica", "task")
                       if (value := getattr(self, part)) is not None)
        if self.device_type is not None:
            text += f"/device:{self.device_type}:{'*' if self.device_index is None else self.device_index}"
        return text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DeviceSpecV1) and self.to_string() == other.to_string()

    def __hash__(self) -> int:
        return hash(self.to_string())


DeviceSpec = DeviceSpecV1
