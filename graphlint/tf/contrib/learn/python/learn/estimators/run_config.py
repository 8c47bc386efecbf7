"""Settings of runs (contrib/learn/python/learn/estimators/run_config.py) of a program that runs alone: TF_CONFIG isn't read."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.protobuf import Message
from graphlint.tf.tensorflow_estimator.python.estimator import run_config


@exposed
class Environment:
    CLOUD = "cloud"
    GOOGLE = "google"
    LOCAL = "local"


@exposed
class TaskType:
    MASTER = "master"
    PS = "ps"
    WORKER = "worker"


class RunConfig(run_config.RunConfig):
    """`tf.contrib.learn.RunConfig`."""

    _USE_DEFAULT = 0

    def __init__(self, master: Any = None, num_cores: Any = 0, log_device_placement: Any = False,
                 gpu_memory_fraction: Any = 1, tf_random_seed: Any = None, save_summary_steps: Any = 100,
                 save_checkpoints_secs: Any = _USE_DEFAULT, save_checkpoints_steps: Any = None, keep_checkpoint_max: Any = 5,
                 keep_checkpoint_every_n_hours: Any = 10000, log_step_count_steps: Any = 100, protocol: Any = None,
                 evaluation_master: Any = "", model_dir: Any = None, session_config: Any = None,
                 session_creation_timeout_secs: Any = 7200) -> None:
        if save_checkpoints_secs == RunConfig._USE_DEFAULT:
            save_checkpoints_secs = 600 if save_checkpoints_steps is None else None
        super().__init__(
            model_dir=model_dir, tf_random_seed=tf_random_seed, save_summary_steps=save_summary_steps,
            session_config=session_config, keep_checkpoint_max=keep_checkpoint_max,
            keep_checkpoint_every_n_hours=keep_checkpoint_every_n_hours, log_step_count_steps=log_step_count_steps,
            protocol=protocol, session_creation_timeout_secs=session_creation_timeout_secs)
        self._save_checkpoints_secs = save_checkpoints_secs
        self._save_checkpoints_steps = save_checkpoints_steps
        self._tf_config = Message(log_device_placement=log_device_placement)
        self._given_master = master or ""

    master = property(lambda self: self._given_master)
    tf_config = property(lambda self: self._tf_config)
    environment = property(lambda self: Environment.LOCAL)
    task_type = property(lambda self: None)
    num_worker_replicas = property(lambda self: 0)

    def uid(self, whitelist: Any = None) -> str:
        return f"model_dir={self._model_dir!r}"  # type: ignore[attr-defined]
