"""What goes into the networks and comes out of them (keras_applications/imagenet_utils.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.libs.numpy.array import ShapedArray
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.keras import backend_bias, backend_math, backend_state, state
from graphlint.tf.python.ops.variables import Variable

_BLUE_GREEN_RED = [103.939, 116.779, 123.68]
_RED_GREEN_BLUE, _DEVIATIONS = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def preprocess_input(x: Any, data_format: Any = None, mode: str = "caffe", **kwargs: Any) -> Any:
    """Images as a network was trained on them. ValueError for another format."""
    if data_format is None:
        data_format = state.settings().image_data_format
    if data_format not in ("channels_first", "channels_last"):
        raise ValueError(f"Unknown data_format {data_format}")
    if isinstance(x, (Tensor, Variable)):
        return _of_tensor(x, data_format, mode)
    if isinstance(x, ShapedArray):
        return x.astype(state.settings().floatx)
    return Unknown("preprocessed images", text="preprocess_input(...)")


def _of_tensor(x: Any, data_format: str, mode: str) -> Any:
    if mode == "tf":
        return x / 127.5 - 1.0
    if mode == "torch":
        x, mean, deviations = x / 255.0, _RED_GREEN_BLUE, _DEVIATIONS
    else:
        first = data_format == "channels_first"
        backwards = slice(None, None, -1)
        if not first:
            x = x[..., backwards]
        else:
            x = x[backwards, ...] if x.shape.ndims == 3 else x[:, backwards, ...]
        mean, deviations = _BLUE_GREEN_RED, None
    x = backend_bias.bias_add(x, _mean_of(x, mean), data_format)
    return x if deviations is None else x / deviations


def _mean_of(x: Any, mean: list[float]) -> Any:
    """The negative mean; one tensor a process, made by the first call."""
    notes: Any = stack.world.notes
    if "imagenet_mean" not in notes:
        notes["imagenet_mean"] = backend_state.constant(-np.array(mean))
    found = notes["imagenet_mean"]
    return found if x.dtype.base_dtype == found.dtype.base_dtype else backend_math.cast(found, x.dtype.base_dtype)


def with_mode(mode: str) -> Callable[..., Any]:
    """`preprocess_input` of a network."""

    def preprocess_input_of(x: Any, data_format: Any = None, **kwargs: Any) -> Any:
        return preprocess_input(x, data_format, mode=mode)

    return preprocess_input_of


def decode_predictions(preds: Any, top: Any = 5, **kwargs: Any) -> Any:
    """The names of the best classes. ValueError for what isn't a batch of a thousand."""
    shape = getattr(preds, "shape", None)
    if isinstance(preds, ShapedArray) and isinstance(shape, tuple) and (
            len(shape) != 2 or (isinstance(shape[1], int) and shape[1] != 1000)):
        raise ValueError("`decode_predictions` expects a batch of predictions (i.e. a 2D array of shape (samples, 1000)). "
                         f"Found array with shape: {shape}")
    return Unknown("the names of the best classes", text="decode_predictions(...)")
