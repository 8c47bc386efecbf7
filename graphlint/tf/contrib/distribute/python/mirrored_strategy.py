"""contrib's MirroredStrategy, which takes a number of GPUs (contrib/distribute/python/mirrored_strategy.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.distribute import mirrored_strategy


@exposed
class MirroredStrategy(mirrored_strategy.MirroredStrategyV1):
    """One replica for one GPU or none; ValueError where devices and a number of GPUs are given."""

    def __new__(cls, devices: Any = None, num_gpus: Any = None, num_gpus_per_worker: Any = None, **kwargs: Any) -> Any:
        count = num_gpus_per_worker if num_gpus is None else num_gpus
        if isinstance(count, Unknown) or (count is not None and count > 1):
            return unmodelled("tensorflow.contrib.distribute.MirroredStrategy over several devices")
        return super().__new__(cls, devices)

    def __init__(self, devices: Any = None, num_gpus: Any = None, num_gpus_per_worker: Any = None,
                 cross_device_ops: Any = None, auto_shard_dataset: Any = False, cross_tower_ops: Any = None) -> None:
        count = num_gpus_per_worker if num_gpus is None else num_gpus
        if devices is not None and count is not None:
            raise ValueError("Must only specify one of `devices` and `num_gpus`.")
        super().__init__(["/device:GPU:0"] if count == 1 else devices)
