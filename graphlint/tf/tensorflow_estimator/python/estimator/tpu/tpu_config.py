"""Settings of a TPUEstimator (tensorflow_estimator/python/estimator/tpu/tpu_config.py). TF_CONFIG isn't read."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.tensorflow_estimator.python.estimator import run_config

_CORES = (1, 2, 4, 8, 16, 32, 64, 128)


@exposed
class InputPipelineConfig:
    """Where the input function runs."""

    PER_SHARD_V1 = 1
    PER_HOST_V1 = 2
    PER_HOST_V2 = 3
    BROADCAST = 4
    SLICED = 5


def _positive(value: Any, name: str) -> None:
    if isinstance(value, Unknown) or value is None:
        return
    if not isinstance(value, int):
        raise TypeError(f"{name} must be int, got {type(value)}")
    if value <= 0:
        raise ValueError(f"{name} must be positive, got {value}")


@exposed
class TPUConfig(namedtuple("TPUConfig", [  # noqa: PYI024
        "iterations_per_loop", "num_shards", "num_cores_per_replica", "per_host_input_for_training", "tpu_job_name",
        "initial_infeed_sleep_secs", "input_partition_dims", "eval_training_input_configuration",
        "experimental_host_call_every_n_steps"])):
    """How a model is spread over TPUs. ValueError, TypeError as TensorFlow."""

    def __new__(cls, iterations_per_loop: Any = 2, num_shards: Any = None, num_cores_per_replica: Any = None,
                per_host_input_for_training: Any = True, tpu_job_name: Any = None, initial_infeed_sleep_secs: Any = None,
                input_partition_dims: Any = None,
                eval_training_input_configuration: Any = InputPipelineConfig.PER_HOST_V1,
                experimental_host_call_every_n_steps: Any = 1) -> TPUConfig:
        _positive(num_shards, "TPUConfig num_shards")
        if isinstance(num_cores_per_replica, int) and num_cores_per_replica not in _CORES:
            raise ValueError("num_cores_per_replica must be 1, 2, 4, 8, 16, 32, 64, 128; got "
                             f"{num_cores_per_replica}")
        if per_host_input_for_training is False:
            per_host_input_for_training = InputPipelineConfig.PER_SHARD_V1
        elif per_host_input_for_training is True:
            per_host_input_for_training = InputPipelineConfig.PER_HOST_V1
        if initial_infeed_sleep_secs is not None and not isinstance(initial_infeed_sleep_secs, Unknown):
            _positive(initial_infeed_sleep_secs or None, "TPUConfig initial_infeed_sleep_secs")
        return super().__new__(cls, iterations_per_loop, num_shards, num_cores_per_replica, per_host_input_for_training,
                               tpu_job_name, initial_infeed_sleep_secs, input_partition_dims,
                               eval_training_input_configuration, experimental_host_call_every_n_steps)


class RunConfig(run_config.RunConfig):
    """Settings of runs, with those of the TPU."""

    def __init__(self, tpu_config: Any = None, evaluation_master: Any = None, master: Any = None, cluster: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._tpu_config = TPUConfig() if tpu_config is None else tpu_config
        self._cluster = cluster
        if master is not None and cluster is not None and not isinstance(cluster, Unknown):
            raise ValueError("Both master and cluster are set.")
        if master is None:
            master = "" if cluster is None else cluster.master()
        self._master = master
        self._evaluation_master = master if evaluation_master is None else evaluation_master

    tpu_config = property(lambda self: self._tpu_config)
    cluster = property(lambda self: self._cluster)
    master = property(lambda self: self._master)
    evaluation_master = property(lambda self: self._evaluation_master)

    def replace(self, **kwargs: Any) -> RunConfig:
        tpu_config = kwargs.pop("tpu_config", self._tpu_config)
        made: Any = super().replace(**kwargs)
        made._tpu_config = tpu_config
        return made  # type: ignore[no-any-return]
