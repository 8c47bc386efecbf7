"""Receivers of requests and the functions that make them (tensorflow_estimator/python/estimator/export/export.py)."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, parsing_ops
from graphlint.tf.python.saved_model.model_utils.export_utils import (
    SINGLE_FEATURE_DEFAULT_NAME,
    SINGLE_LABEL_DEFAULT_NAME,
    SINGLE_RECEIVER_DEFAULT_NAME,
)
from graphlint.tf.tensorflow_estimator.python.estimator import util

_SINGLE_NAMES = {"feature": SINGLE_FEATURE_DEFAULT_NAME, "label": SINGLE_LABEL_DEFAULT_NAME,
                 "receiver_tensor": SINGLE_RECEIVER_DEFAULT_NAME, "receiver_tensors_alternative": SINGLE_RECEIVER_DEFAULT_NAME}


def wrap_and_check_input_tensors(tensors: Any, field_name: str, allow_int_keys: bool = False) -> Any:
    """Tensors by name. ValueError for none, for keys that are no names, and for what isn't a tensor."""
    if tensors is None:
        raise ValueError(f"{field_name}s must be defined.")
    if isinstance(tensors, Unknown):
        return tensors
    found = tensors if isinstance(tensors, dict) else {_SINGLE_NAMES[field_name]: tensors}
    for name, tensor in found.items():
        _check_key(name, field_name, allow_int_keys)
        _check_tensor(tensor, name, field_name)
    return found


def _check_key(name: Any, label: str, allow_ints: bool) -> None:
    if isinstance(name, (str, Unknown)) or (allow_ints and isinstance(name, int)):
        return
    kinds = "strings or ints" if allow_ints else "strings"
    raise ValueError(f"{label} keys must be {kinds}: {name}.")


def _check_tensor(tensor: Any, name: Any, label: str = "feature") -> None:
    if not isinstance(tensor, (Tensor, SparseTensor, Unknown)):
        shown = f" {name}" if name else ""
        raise ValueError(f"{label}{shown} must be a Tensor or SparseTensor.")


@exposed(also={"_replace", "_asdict"})
class ServingInputReceiver(namedtuple("ServingInputReceiver", [
        "features", "receiver_tensors", "receiver_tensors_alternatives"])):
    """Features, and the tensors that are fed to get them."""

    def __new__(cls, features: Any, receiver_tensors: Any, receiver_tensors_alternatives: Any = None) -> Any:
        features = wrap_and_check_input_tensors(features, "feature", allow_int_keys=True)
        received = wrap_and_check_input_tensors(receiver_tensors, "receiver_tensor")
        others = receiver_tensors_alternatives
        if others is not None and not isinstance(others, Unknown):
            if not isinstance(others, dict):
                raise ValueError(f"receiver_tensors_alternatives must be a dict: {others}.")
            for name, tensors in others.items():
                others[name] = wrap_and_check_input_tensors(tensors, "receiver_tensors_alternative")
        return super().__new__(cls, features, received, others)


@exposed(also={"_replace", "_asdict"})
class TensorServingInputReceiver(namedtuple("TensorServingInputReceiver", [
        "features", "receiver_tensors", "receiver_tensors_alternatives"])):
    """The same for a model whose features are one tensor."""

    def __new__(cls, features: Any, receiver_tensors: Any, receiver_tensors_alternatives: Any = None) -> Any:
        if features is None:
            raise ValueError("features must be defined.")
        _check_tensor(features, None)
        checked = ServingInputReceiver(features, receiver_tensors, receiver_tensors_alternatives)
        return super().__new__(cls, features, checked.receiver_tensors,
                               checked.receiver_tensors_alternatives)


class UnsupervisedInputReceiver(ServingInputReceiver):
    def __new__(cls, features: Any, receiver_tensors: Any) -> Any:
        return super().__new__(cls, features, receiver_tensors, None)


@exposed(also={"_replace", "_asdict"})
class SupervisedInputReceiver(namedtuple("SupervisedInputReceiver",
                                         ["features", "labels", "receiver_tensors"])):
    """Features and labels."""

    def __new__(cls, features: Any, labels: Any, receiver_tensors: Any) -> Any:
        wrap_and_check_input_tensors(features, "feature", allow_int_keys=True)
        wrap_and_check_input_tensors(labels, "label", allow_int_keys=True)
        return super().__new__(cls, features, labels, wrap_and_check_input_tensors(receiver_tensors, "receiver_tensor"))


def build_parsing_serving_input_receiver_fn(feature_spec: Any, default_batch_size: Any = None) -> Any:
    def serving_input_receiver_fn() -> Any:
        serialized = array_ops.placeholder(dtypes.string, [default_batch_size], "input_example_tensor")
        return ServingInputReceiver(parsing_ops.parse_example(serialized, feature_spec), {"examples": serialized})

    return serving_input_receiver_fn


def _placeholder(tensor: Any, batch_size: Any) -> Any:
    if isinstance(tensor, Unknown):
        return tensor
    shape = TensorShape([batch_size]).concatenate(tensor.get_shape()[1:])
    name = tensor.op.name if hasattr(tensor, "op") else None
    return array_ops.placeholder(tensor.dtype, shape, name)


def _placeholders(tensors: Any, batch_size: Any) -> dict[Any, Any]:
    return {name: _placeholder(tensor, batch_size) for name, tensor in tensors.items()}


def build_raw_serving_input_receiver_fn(features: Any, default_batch_size: Any = None) -> Any:
    def serving_input_receiver_fn() -> Any:
        received = _placeholders(features, default_batch_size)
        return ServingInputReceiver(received, received)

    return serving_input_receiver_fn


def build_raw_supervised_input_receiver_fn(features: Any, labels: Any, default_batch_size: Any = None) -> Any:
    """ValueError where a feature and a label have one name."""
    keys = [set(each) if isinstance(each, dict) else {single}
            for each, single in ((features, SINGLE_RECEIVER_DEFAULT_NAME), (labels, SINGLE_LABEL_DEFAULT_NAME))]
    if keys[0] & keys[1]:
        raise ValueError(f"Features and labels must have distinct keys. Found overlapping keys: {keys[0] & keys[1]}")

    def supervised_input_receiver_fn() -> Any:
        received, made = {}, []
        for given, single in ((features, SINGLE_RECEIVER_DEFAULT_NAME), (labels, SINGLE_LABEL_DEFAULT_NAME)):
            many = isinstance(given, dict)
            found = _placeholders(given if many else {single: given}, default_batch_size)
            made.append(found if many else found[single])
            received.update(found)
        return SupervisedInputReceiver(made[0], made[1], received)

    return supervised_input_receiver_fn


def build_supervised_input_receiver_fn_from_input_fn(input_fn: Any, **input_fn_args: Any) -> Any:

    graph: Any = stack.world.new_graph()
    with graph.as_default():
        features, labels, _ = util.parse_input_fn_result(input_fn(**input_fn_args))
    return build_raw_supervised_input_receiver_fn(features, labels)
