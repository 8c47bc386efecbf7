"""Running core layers as contrib layers: their variables become model variables, under contrib's names."""

from __future__ import annotations

from typing import Any

from graphlint.tf.contrib.framework.python.ops import variables
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops.partitioned import PartitionedVariable

from . import utils

FORMATS_2D = ("NCHW", "NHWC")
FORMATS_3D = ("NCDHW", "NDHWC")
KERNEL_NAMES = {"bias": "biases", "kernel": "weights"}


def channels(data_format: Any) -> str:
    return "channels_first" if data_format and data_format.startswith("NC") else "channels_last"


def check_format(data_format: Any, allowed: tuple[str, str] = FORMATS_2D) -> None:
    if data_format not in allowed:
        raise ValueError(f"data_format has to be either {allowed[0]} or {allowed[1]}.")


def model_variable_getter(rename: dict[str, str] | None = None) -> Any:
    """A custom getter that makes model variables, the last part of the name renamed."""

    def layer_variable_getter(getter: Any, name: str, shape: Any = None, dtype: Any = None, initializer: Any = None,
                              regularizer: Any = None, trainable: bool = True, collections: Any = None,
                              caching_device: Any = None, partitioner: Any = None, use_resource: Any = None,
                              synchronization: Any = None, aggregation: Any = None, **_: Any) -> Any:
        head, slash, last = name.rpartition("/")
        if rename and last in rename:
            name = head + slash + rename[last]
        return variables.model_variable(
            name, shape=shape, dtype=dtype, initializer=initializer, regularizer=regularizer, collections=collections,
            trainable=trainable, caching_device=caching_device, partitioner=partitioner, custom_getter=getter,
            use_resource=use_resource, synchronization=synchronization, aggregation=aggregation)

    return layer_variable_getter


def add_to_collections(variable: Any, collections_set: Any, collections_name: str) -> None:
    """Put a layer's variable into the collections that the caller asked for, once each."""
    parts = list(variable) if isinstance(variable, PartitionedVariable) else [variable]
    for collection in utils.get_variable_collections(collections_set, collections_name) or []:
        for part in parts:
            if not any(part is known for known in ops.get_collection(collection)):
                ops.add_to_collection(collection, part)


def finish(outputs: Any, scope_name: str, normalizer_fn: Any, normalizer_params: Any, activation_fn: Any,
           outputs_collections: Any) -> Any:
    """Normalizer, activation and output collections, in this order."""
    if normalizer_fn is not None:
        outputs = normalizer_fn(outputs, **(normalizer_params or {}))
    if activation_fn is not None:
        outputs = activation_fn(outputs)
    return utils.collect_named_outputs(outputs_collections, scope_name, outputs)
