"""TPUEstimator without a TPU (tensorflow_estimator/python/estimator/tpu/tpu_estimator.py).

With `use_tpu=False` it is an Estimator whose functions are told the batch size in their params. Graphs for a TPU are
not modelled: the calls that need them say so.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.graph import dtypes
from graphlint.libs.collections import deep
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import init_ops, summary_ops_v2, variable_scope
from graphlint.tf.python.training import session_run_hook, training_util
from graphlint.tf.python.util.function_utils import asked_for, fn_args
from graphlint.tf.tensorflow_estimator.python.estimator import estimator
from graphlint.tf.tensorflow_estimator.python.estimator.model_fn import EstimatorSpec, ModeKeys

from . import tpu_config

_UNPREDICTED_TPU = "tensorflow.estimator.tpu"
_RESERVED_PARAMS_KEYS = ["batch_size", "context"]


@exposed
class TPUEstimatorSpec(namedtuple("TPUEstimatorSpec", [  # noqa: PYI024
        "mode", "predictions", "loss", "train_op", "eval_metrics", "export_outputs", "scaffold_fn", "host_call",
        "training_hooks", "evaluation_hooks", "prediction_hooks"])):
    """What a model function for TPUs returns. ValueError, TypeError as TensorFlow."""

    def __new__(cls, mode: Any, predictions: Any = None, loss: Any = None, train_op: Any = None, eval_metrics: Any = None,
                export_outputs: Any = None, scaffold_fn: Any = None, host_call: Any = None, training_hooks: Any = None,
                evaluation_hooks: Any = None, prediction_hooks: Any = None) -> TPUEstimatorSpec:
        _check_host_call("eval_metrics", eval_metrics)
        _check_host_call("host_call", host_call)
        hooks = [tuple(given or ()) for given in (training_hooks, evaluation_hooks, prediction_hooks)]
        for hook in (*hooks[0], *hooks[1], *hooks[2]):
            if not isinstance(hook, session_run_hook.SessionRunHook):
                raise TypeError(f"All hooks must be SessionRunHook instances, given: {hook}")
        return super().__new__(cls, mode, predictions, loss, train_op, eval_metrics, export_outputs, scaffold_fn, host_call,
                               *hooks)

    def as_estimator_spec(self) -> Any:
        """The spec of a run without TPU: metrics are made here, and what a host call makes."""
        metrics = None if self.eval_metrics is None else _called(*self.eval_metrics)
        hooks = () if self.host_call is None else (_HostCallHook(_called(*self.host_call)),)
        return EstimatorSpec(  # type: ignore[call-arg]
            mode=self.mode, predictions=self.predictions, loss=self.loss, train_op=self.train_op, eval_metric_ops=metrics,
            export_outputs=self.export_outputs, scaffold=self.scaffold_fn() if self.scaffold_fn else None,
            training_hooks=(*self.training_hooks, *hooks), evaluation_hooks=(*self.evaluation_hooks, *hooks),
            prediction_hooks=(*self.prediction_hooks, *hooks))


class _HostCallHook(session_run_hook.SessionRunHook):
    """Runs what a host call made, with the summary writers around it."""

    def __init__(self, tensors: Any) -> None:
        self._tensors = tensors

    def begin(self) -> None:
        for created in summary_ops_v2.summary_writer_initializer_op():
            summary_ops_v2.flush(writer=created.inputs[0])

    def before_run(self, run_context: Any) -> Any:
        return session_run_hook.SessionRunArgs(self._tensors)


def _called(function: Any, tensors: Any) -> Any:
    return function(*tensors) if isinstance(tensors, (list, tuple)) else function(**tensors)


def _check_host_call(name: str, call: Any) -> None:
    if call is None or isinstance(call, Unknown):
        return
    if not isinstance(call, (tuple, list)):
        raise ValueError(f"{name} should be tuple or list")
    if len(call) != 2:
        raise ValueError(f"{name} should have two elements.")
    if not callable(call[0]):
        raise TypeError(f"{name}[0] should be callable.")
    if not isinstance(call[1], (tuple, list, dict, Unknown)):
        raise ValueError(f"{name}[1] should be tuple or list, or dict.")


class TPUEstimator(estimator.Estimator):
    """`tf.estimator.tpu.TPUEstimator`. ValueError, TypeError as TensorFlow."""

    def __init__(self, model_fn: Any = None, model_dir: Any = None, config: Any = None, params: Any = None,
                 use_tpu: Any = True, train_batch_size: Any = None, eval_batch_size: Any = None,
                 predict_batch_size: Any = None, batch_axis: Any = None, eval_on_tpu: Any = True, export_to_tpu: Any = True,
                 export_to_cpu: Any = True, warm_start_from: Any = None, embedding_config_spec: Any = None,
                 export_saved_model_api_version: Any = None) -> None:
        if not isinstance(config, (tpu_config.RunConfig, Unknown)):
            raise ValueError("`config` must be provided with type `tpu_config.RunConfig`")
        if isinstance(params, dict) and any(key in params for key in _RESERVED_PARAMS_KEYS):
            raise ValueError(f"{_RESERVED_PARAMS_KEYS} are reserved keys but existed in params {params}.")
        self._use_tpu = not isinstance(use_tpu, Unknown) and bool(use_tpu)
        if self._use_tpu and train_batch_size is None:
            raise ValueError("`train_batch_size` cannot be `None`")
        self._export_to_tpu = export_to_tpu
        self._batch_sizes = {ModeKeys.TRAIN: train_batch_size, ModeKeys.EVAL: eval_batch_size,
                             ModeKeys.PREDICT: predict_batch_size}
        super().__init__(model_fn=model_fn, model_dir=model_dir, config=config, params=params or {},
                         warm_start_from=warm_start_from)
        self._has_input = False

    def _create_global_step(self, graph: Any) -> Any:
        if training_util.get_global_step(graph) is not None:
            raise ValueError('"global_step" already exists.')
        with graph.as_default(), graph.name_scope(None):
            return variable_scope.get_variable(
                "global_step", shape=[], dtype=dtypes.int64, initializer=init_ops.Zeros(), trainable=False,
                use_resource=True, collections=[GraphKeys.GLOBAL_VARIABLES, GraphKeys.GLOBAL_STEP])

    def _with_batch_size(self, mode: Any, **more: Any) -> Any:
        params = deep(self._params)
        size = self._batch_sizes.get(mode)
        if isinstance(params, dict):
            params.update(more if size is None else {"batch_size": size, **more})
        return params

    def _input(self, input_fn: Any, mode: Any) -> tuple[Any, Any, list[Any]]:
        if not isinstance(input_fn, Unknown) and "params" not in fn_args(input_fn):
            raise ValueError(f"input_fn ({input_fn}) does not include params argument, required by TPUEstimator to pass "
                             'batch size as params["batch_size"]')
        self._has_input = True
        outer, self._params = self._params, self._with_batch_size(mode)
        try:
            return super()._input(input_fn, mode)
        finally:
            self._params = outer

    def _call_model_fn(self, features: Any, labels: Any, mode: Any, config: Any) -> Any:
        if self._use_tpu:
            return unmodelled(_UNPREDICTED_TPU)
        exported, self._has_input = not self._has_input, False
        if exported and self._export_to_tpu:
            return unmodelled(f"{_UNPREDICTED_TPU} (export_to_tpu)")
        names = fn_args(self._model_fn)
        if "params" not in names and not isinstance(self._model_fn, Unknown):
            raise ValueError(f"model_fn ({self._model_fn}) does not include params argument, required by TPUEstimator to "
                             "pass batch size as params['batch_size']")
        if "labels" not in names and labels is not None and not isinstance(labels, Unknown):
            raise ValueError("model_fn does not take labels, but input_fn returns labels.")
        params = deep(self._params) if exported else self._with_batch_size(mode, use_tpu=False)
        offered = {"labels": labels, "mode": mode, "params": params, "config": config}
        found = self._model_fn(features=features, **asked_for(self._model_fn, offered))
        if isinstance(found, TPUEstimatorSpec):
            found = found.as_estimator_spec()
        if not isinstance(found, (EstimatorSpec, Unknown)):
            raise ValueError("model_fn should return an EstimatorSpec.")
        return found
