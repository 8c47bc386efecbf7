"""contrib's ParameterServerStrategy, which takes a number of GPUs."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.distribute import parameter_server_strategy


@exposed
class ParameterServerStrategy(parameter_server_strategy.ParameterServerStrategyV1):
    """One replica for one GPU or none."""

    def __new__(cls, num_gpus_per_worker: Any = 0) -> Any:
        if isinstance(num_gpus_per_worker, Unknown) or num_gpus_per_worker > 1:
            return unmodelled("tensorflow.contrib.distribute.ParameterServerStrategy over several devices")
        return super().__new__(cls)

    def __init__(self, num_gpus_per_worker: Any = 0) -> None:
        super().__init__()
