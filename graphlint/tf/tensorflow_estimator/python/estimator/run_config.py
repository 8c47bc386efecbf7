"""RunConfig (tensorflow_estimator/python/estimator/run_config.py) of a program that runs alone: TF_CONFIG isn't read."""

from __future__ import annotations

from typing import Any

from graphlint.libs.collections import deep
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.protobuf import Message
from graphlint.tf.python.util.function_utils import fn_args

_USE_DEFAULT = object()
_REPLACEABLE = [
    "model_dir", "tf_random_seed", "save_summary_steps", "save_checkpoints_steps", "save_checkpoints_secs",
    "session_config", "keep_checkpoint_max", "keep_checkpoint_every_n_hours", "log_step_count_steps", "train_distribute",
    "device_fn", "protocol", "eval_distribute", "experimental_distribute", "experimental_max_worker_delay_secs",
    "session_creation_timeout_secs",
]
_BOTH = "`save_checkpoints_steps` and `save_checkpoints_secs` cannot be both set."
# field -> the least value, whether it must be above it, and what it says otherwise
_AT_LEAST = {
    "save_summary_steps": (0, False, "save_summary_steps should be >= 0"),
    "save_checkpoints_steps": (0, False, "save_checkpoints_steps should be >= 0"),
    "save_checkpoints_secs": (0, False, "save_checkpoints_secs should be >= 0"),
    "keep_checkpoint_max": (0, False, "keep_checkpoint_max should be >= 0"),
    "keep_checkpoint_every_n_hours": (0, True, "keep_checkpoint_every_n_hours should be > 0"),
    "log_step_count_steps": (0, True, "log_step_count_steps should be > 0"),
    "session_creation_timeout_secs": (0, True, "session_creation_timeout_secs should be > 0"),
}


@exposed
class TaskType:
    MASTER = "master"
    PS = "ps"
    WORKER = "worker"
    CHIEF = "chief"
    EVALUATOR = "evaluator"


def _field(name: str) -> Any:
    return property(lambda self: getattr(self, f"_{name}"))


@exposed
class RunConfig:
    """Settings of an Estimator's runs. ValueError for settings that contradict each other."""

    def __init__(self, model_dir: Any = None, tf_random_seed: Any = None, save_summary_steps: Any = 100,
                 save_checkpoints_steps: Any = _USE_DEFAULT, save_checkpoints_secs: Any = _USE_DEFAULT,
                 session_config: Any = None, keep_checkpoint_max: Any = 5, keep_checkpoint_every_n_hours: Any = 10000,
                 log_step_count_steps: Any = 100, train_distribute: Any = None, device_fn: Any = None,
                 protocol: Any = None, eval_distribute: Any = None, experimental_distribute: Any = None,
                 experimental_max_worker_delay_secs: Any = None, session_creation_timeout_secs: Any = 7200) -> None:
        steps, secs = _checkpoints(save_checkpoints_steps, save_checkpoints_secs)
        given = {
            "model_dir": model_dir, "tf_random_seed": tf_random_seed, "save_summary_steps": save_summary_steps,
            "save_checkpoints_steps": steps, "save_checkpoints_secs": secs, "session_config": session_config,
            "keep_checkpoint_max": keep_checkpoint_max, "keep_checkpoint_every_n_hours": keep_checkpoint_every_n_hours,
            "log_step_count_steps": log_step_count_steps, "train_distribute": train_distribute, "device_fn": device_fn,
            "protocol": protocol, "eval_distribute": eval_distribute, "experimental_distribute": experimental_distribute,
            "experimental_max_worker_delay_secs": experimental_max_worker_delay_secs,
            "session_creation_timeout_secs": session_creation_timeout_secs,
        }
        for name, value in given.items():
            setattr(self, f"_{name}", value)
        _validate(self)

    cluster_spec = property(lambda self: Message())
    evaluation_master = property(lambda self: "")
    is_chief = property(lambda self: True)
    master = property(lambda self: "")
    num_ps_replicas = property(lambda self: 0)
    num_worker_replicas = property(lambda self: 1)
    task_id = property(lambda self: 0)
    global_id_in_cluster = property(lambda self: 0)
    task_type = property(lambda self: TaskType.WORKER)
    service = property(lambda self: None)

    def replace(self, **kwargs: Any) -> RunConfig:
        """A copy with other settings. ValueError for a setting that can't be replaced."""
        made: RunConfig = deep(self)
        if made is self:
            made = object.__new__(type(self))
            made.__dict__.update(self.__dict__)
        for name, value in kwargs.items():
            if name not in _REPLACEABLE:
                raise ValueError(f"Replacing {name} is not supported. Allowed properties are {_REPLACEABLE}.")
            setattr(made, f"_{name}", value)
        _keep_one(made, kwargs)
        _validate(made)
        return made


for _name in _REPLACEABLE:
    if _name != "experimental_distribute":
        setattr(RunConfig, _name, _field(_name))


def _checkpoints(steps: Any, secs: Any) -> tuple[Any, Any]:
    if steps is _USE_DEFAULT and secs is _USE_DEFAULT:
        return None, 600
    if secs is _USE_DEFAULT:
        return steps, None
    if steps is _USE_DEFAULT:
        return None, secs
    if steps is not None and secs is not None:
        raise ValueError(_BOTH)
    return steps, secs


def _keep_one(config: Any, replaced: dict[str, Any]) -> None:
    """Steps or seconds between checkpoints: the one that wasn't named gives way."""
    both = {"save_checkpoints_steps", "save_checkpoints_secs"}
    named = both & set(replaced)
    if named == both and replaced["save_checkpoints_steps"] is not None and replaced["save_checkpoints_secs"] is not None:
        raise ValueError(_BOTH)
    if len(named) == 1 and replaced[next(iter(named))] is not None:
        setattr(config, "_" + next(iter(both - named)), None)


def _validate(config: Any) -> None:
    if config.model_dir is not None and not isinstance(config.model_dir, Unknown) and not config.model_dir:
        raise ValueError("model_dir should be non-empty")
    for name, (least, above, text) in _AT_LEAST.items():
        value = getattr(config, name)
        if isinstance(value, (int, float)) and (value < least or (above and value == least)):
            raise ValueError(text)
    seed = config.tf_random_seed
    if seed is not None and not isinstance(seed, (int, Unknown)):
        raise ValueError("tf_random_seed must be integer.")
    if config.session_config is not None and not isinstance(config.session_config, (Message, Unknown)):
        raise ValueError("session_config must be instance of ConfigProto")
    chooser = config.device_fn
    if chooser is not None and not isinstance(chooser, Unknown) and not (callable(chooser) and fn_args(chooser) == ("op",)):
        raise ValueError('device_fn must be callable with exactly one argument "op".')
    if config.protocol not in (None, "grpc", "grpc+verbs") and not isinstance(config.protocol, Unknown):
        raise ValueError("protocol should be grpc or grpc+verbs")


def get_default_session_config() -> Any:
    return Message(allow_soft_placement=True)
