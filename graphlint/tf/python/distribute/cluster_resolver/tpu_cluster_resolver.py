"""Where a TPU is (distribute/cluster_resolver/tpu_cluster_resolver.py): nobody is asked."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown


@exposed
class TPUClusterResolver:
    """A TPU by name."""

    def __init__(self, tpu: Any = None, zone: Any = None, project: Any = None, job_name: Any = "worker",
                 coordinator_name: Any = None, coordinator_address: Any = None, credentials: Any = "default",
                 service: Any = None, discovery_url: Any = None) -> None:
        self._tpu = tpu

    def _asked(self, *args: Any, **kwargs: Any) -> Any:
        return Unknown("where a TPU is", text="TPUClusterResolver(...)")

    master = get_master = cluster_spec = num_accelerators = _asked

    def get_job_name(self) -> Any:
        return self._asked()
