"""Estimators and optimizers made of others (contrib/estimator/python/estimator/extenders.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf.python.framework.sparse_tensor import SparseTensor, convert_to_tensor_or_sparse_tensor
from graphlint.tf.python.ops import clip_ops, sparse_ops
from graphlint.tf.python.saved_model.model_utils.export_output import PredictOutput
from graphlint.tf.python.training import optimizer as optimizer_lib
from graphlint.tf.tensorflow_estimator.python.estimator import estimator as estimator_lib
from graphlint.tf.tensorflow_estimator.python.estimator.extenders import add_metrics as add_metrics


def clip_gradients_by_norm(optimizer: Any, clip_norm: Any) -> Any:
    def clip_grads(grads_and_vars: Any) -> Any:
        gradients, variables = zip(*grads_and_vars, strict=True)
        return list(zip(clip_ops.clip_by_global_norm(gradients, clip_norm)[0], variables, strict=True))

    return _TransformGradients(optimizer, clip_grads, name="ClipByNorm" + optimizer.get_name())


class _TransformGradients(optimizer_lib.Optimizer):
    """An optimizer that changes the gradients of another on their way."""

    def __init__(self, optimizer: Any, transform_grads_fn: Any, name: Any = None) -> None:
        super().__init__(use_locking=False, name=name or optimizer.get_name())
        self._optimizer, self._transform_grads_fn = optimizer, transform_grads_fn

    def compute_gradients(self, *args: Any, **kwargs: Any) -> Any:
        return self._optimizer.compute_gradients(*args, **kwargs)

    def apply_gradients(self, grads_and_vars: Any, global_step: Any = None, name: Any = None) -> Any:
        return self._optimizer.apply_gradients(self._transform_grads_fn(grads_and_vars), global_step, name)

    def get_slot(self, *args: Any, **kwargs: Any) -> Any:
        return self._optimizer.get_slot(*args, **kwargs)

    def get_slot_names(self, *args: Any, **kwargs: Any) -> Any:
        return self._optimizer.get_slot_names(*args, **kwargs)


def forward_features(estimator: Any, keys: Any = None, sparse_default_values: Any = None) -> Any:
    """An estimator that predicts some of its features too."""
    keys = _key_list(keys)

    def new_model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
        spec = estimator.model_fn(features, labels, mode, config)
        if spec.predictions is None:
            return spec
        forwarded = list(features) if keys is None else keys
        _check_forwarded(forwarded, features, spec.predictions)
        predictions = {**spec.predictions}
        for key in forwarded:
            predictions[key] = _dense(key, features[key], sparse_default_values or {})
        _add_to_exports(spec.export_outputs or {}, {key: predictions[key] for key in forwarded})
        return spec._replace(predictions=predictions)

    return estimator_lib.Estimator(model_fn=new_model_fn, model_dir=estimator.model_dir, config=estimator.config)


def _key_list(keys: Any) -> Any:
    if keys is None:
        return None
    if isinstance(keys, str):
        return [keys]
    if not isinstance(keys, (list, tuple)):
        raise TypeError(f"keys should be either a string or a list of strings. Given: {type(keys)}")
    for key in keys:
        if not isinstance(key, str):
            raise TypeError("All items in the given keys list should be a string. There exist an item with type: "
                            f"{type(key)}")
    return keys


def _check_forwarded(keys: Any, features: Any, predictions: Any) -> None:
    if not isinstance(predictions, dict):
        raise ValueError(f"Predictions should be a dict to be able to forward features. Given: {type(predictions)}")
    advice = "Please check arguments of forward_features."
    for key in keys:
        if key not in features:
            raise ValueError(f'keys should be exist in features. Key "{key}" is not in features dict. features dict has '
                             f"following keys: {features.keys()}. {advice}")
        if key in predictions:
            raise ValueError(f"Cannot forward feature key ({key}). Since it does exist in predictions. Existing prediction "
                             f"keys: {predictions.keys()}. {advice}")


def _dense(key: str, feature: Any, defaults: dict[str, Any]) -> Any:
    feature = convert_to_tensor_or_sparse_tensor(feature)
    if key in defaults:
        if not isinstance(feature, SparseTensor):
            raise ValueError(f"Feature ({key}) is expected to be a `SparseTensor`.")
        feature = sparse_ops.sparse_tensor_to_dense(feature, default_value=defaults[key])
    if not isinstance(feature, Tensor):
        raise ValueError(f"Feature ({key}) should be a Tensor. Please use `keys` argument of forward_features to filter "
                         f"unwanted features, oradd key to argument `sparse_default_values`.Type of features[{key}] is "
                         f"{type(feature)}.")
    return feature


def _add_to_exports(export_outputs: dict[str, Any], forwarded: dict[str, Any]) -> None:
    for name in ("predict", "serving_default"):
        if isinstance(export_outputs.get(name), PredictOutput):
            export_outputs[name].outputs.update(forwarded)
