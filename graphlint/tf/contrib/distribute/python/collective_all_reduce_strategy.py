"""contrib's CollectiveAllReduceStrategy, which takes a number of GPUs."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.distribute import collective_all_reduce_strategy


@exposed
class CollectiveAllReduceStrategy(collective_all_reduce_strategy.CollectiveAllReduceStrategyV1):
    """One replica for one GPU or none."""

    def __new__(cls, num_gpus_per_worker: Any = 0, **kwargs: Any) -> Any:
        if isinstance(num_gpus_per_worker, Unknown) or num_gpus_per_worker > 1:
            return unmodelled("tensorflow.contrib.distribute.CollectiveAllReduceStrategy over several devices")
        return super().__new__(cls)

    def __init__(self, num_gpus_per_worker: Any = 0, communication: Any = None) -> None:
        super().__init__(communication)
