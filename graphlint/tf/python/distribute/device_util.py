"""Full names of devices (distribute/device_util.py)."""

from __future__ import annotations

from graphlint.graph import stack
from graphlint.tf.python.framework.device_spec import DeviceSpecV1


def canonicalize(d: str, default: str | None = None) -> str:
    """The device with what it leaves out: the first CPU of the only task."""
    stack.get_default_graph()
    found = DeviceSpecV1(replica=0, task=0, device_type="CPU", device_index=0)
    if default:
        found.merge_from(DeviceSpecV1.from_string(default))
    found.merge_from(DeviceSpecV1.from_string(d))
    return found.to_string()
