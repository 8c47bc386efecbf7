"""What `tensorflow.python.keras.metrics` holds: gathered from the modules of each kind. Not here: MeanTensor."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras.utils.generic_utils import found_by_name
from graphlint.tf.reexport import collect

from . import losses, metrics_of_areas, metrics_of_counts, metrics_of_losses, metrics_of_means
from .metrics_of_means import Mean as Mean
from .metrics_of_means import MeanMetricWrapper as MeanMetricWrapper
from .metrics_of_means import Metric as Metric

collect(globals(), metrics_of_means, metrics_of_losses, metrics_of_counts, metrics_of_areas)

_BY_NAME: dict[str, Any] = {
    **losses.BY_NAME,
    **{name: found for module in (metrics_of_means, metrics_of_losses, metrics_of_counts, metrics_of_areas)
       for name, found in vars(module).items() if callable(found) and not name.startswith("_")},
    "acc": metrics_of_means.accuracy, "ACC": metrics_of_means.accuracy,
}


def get(identifier: Any) -> Any:
    return found_by_name(identifier, _BY_NAME, "metric function", instantiate=False)


def deserialize(config: Any, custom_objects: Any = None) -> Any:
    return found_by_name(config, _BY_NAME, "metric function", instantiate=False, own=custom_objects)


def serialize(metric: Any) -> Any:
    return getattr(metric, "__name__", None)
