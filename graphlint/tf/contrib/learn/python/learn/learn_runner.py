"""Running experiments (contrib/learn/python/learn/learn_runner.py)."""

from __future__ import annotations

from typing import Any

from .experiment import Experiment


def run(experiment_fn: Any, output_dir: Any = None, schedule: Any = None, run_config: Any = None,
        hparams: Any = None) -> Any:
    """What the schedule's method returns. ValueError, TypeError as TensorFlow."""
    if output_dir is not None and run_config is not None:
        raise ValueError("Cannot provide both `output_dir` and `run_config`")
    if output_dir is None and run_config is None:
        raise ValueError("Must set value for `output_dir` or `run_config`")
    if not callable(experiment_fn):
        raise TypeError(f'Experiment builder "{experiment_fn}" is not callable.')
    if run_config is not None:
        experiment = experiment_fn(run_config, hparams)
    else:
        if hparams is not None:
            raise ValueError("Must set `hparams` as None for `experiment_fn` with `output_dir`.")
        experiment = experiment_fn(output_dir=output_dir)
    if not isinstance(experiment, Experiment):
        raise TypeError(f"Experiment builder did not return an Experiment instance, got {type(experiment)} instead.")
    method = getattr(experiment, schedule or "train_and_evaluate", None)
    if method is None:
        raise ValueError(f"Schedule references non-existent task {schedule}")
    return method()
