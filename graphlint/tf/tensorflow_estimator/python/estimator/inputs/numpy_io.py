"""numpy_input_fn (estimator/inputs/numpy_io.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.libs.numpy.array import ShapedArray
from graphlint.libs.numpy.convert import as_array
from graphlint.sandbox.unknown import Unknown

from .queues import feeding_functions

_SHUFFLE = ("shuffle must be provided and explicitly set as boolean (it is recommended to set it as True for training); "
            "got {}")


def check_shuffle(shuffle: Any) -> None:
    if not isinstance(shuffle, (bool, Unknown)):
        raise ValueError(_SHUFFLE.format(shuffle))


def numpy_input_fn(x: Any, y: Any = None, batch_size: Any = 128, num_epochs: Any = 1, shuffle: Any = None,
                   queue_capacity: Any = 1000, num_threads: Any = 1) -> Callable[[], Any]:
    """An input function over arrays. ValueError where `shuffle` isn't said."""
    check_shuffle(shuffle)

    def input_fn() -> Any:
        features = _columns(x)
        if features is None or any(isinstance(given, Unknown) for given in (queue_capacity, num_threads)):
            return unknown_batch("the arrays", y)
        targets = {} if y is None else _targets(features, y)
        columns = {**features, **targets}
        _check_lengths(features, targets, y)
        if any(array._shape is None or array._dtype is None for array in columns.values()):
            return unknown_batch("the arrays", y)
        queue = feeding_functions.enqueue_arrays(columns, queue_capacity, bool(shuffle), num_threads)
        batch = queue.dequeue_many(batch_size) if num_epochs is None else queue.dequeue_up_to(batch_size)
        rows = dict(zip(columns, batch[1:], strict=True))
        found: Any = {key: rows[key] for key in features} if isinstance(x, dict) else batch[1]
        if y is None:
            return found
        return found, {key: rows[key] for key in targets} if isinstance(y, dict) else batch[-1]

    return input_fn


def unknown_batch(what: str, y: Any) -> Any:
    """Features, and labels where there are some, of which nothing is known."""
    features = Unknown(f"{what} of an input function", text="features")
    return features if y is None else (features, Unknown(f"{what} of an input function", text="labels"))


def _array(value: Any) -> ShapedArray:
    return as_array(value.tolist() if type(value).__module__ == "builtins" and hasattr(value, "tolist") else value)


def _columns(x: Any) -> dict[str, Any] | None:
    """The arrays by name, in the order of their names. TypeError for what are no arrays, ValueError for empty ones."""
    if isinstance(x, Unknown):
        return None
    if isinstance(x, dict):
        if not x:
            raise ValueError("x cannot be an empty dict")
        if any(isinstance(key, Unknown) for key in x):
            return None
        return {key: _array(x[key]) for key in sorted(x)}
    if not hasattr(x, "shape"):
        raise TypeError(f"x must be a dict or array; got {type(x).__name__}")
    array = _array(x)
    if array._shape is not None and 0 in array._shape:
        raise ValueError("x cannot be an empty array")
    return {"__direct_np_input__": array}


def _targets(features: dict[str, Any], y: Any) -> dict[str, Any]:
    if not isinstance(y, dict):
        key = "__target_key__"
        while key in features:
            key += "_n"
        return {key: _array(y)}
    if not y:
        raise ValueError("y cannot be empty dict, use None instead.")
    twice = set(features) & set(y)
    if twice:
        raise ValueError(f"{len(twice)} duplicate keys are found in both x and y: {twice}")
    return {key: _array(y[key]) for key in sorted(y)}


def _check_lengths(features: dict[str, Any], targets: dict[str, Any], y: Any) -> None:
    arrays = [*features.values(), *targets.values()]
    lengths = {array._shape[0] for array in arrays if array._shape and isinstance(array._shape[0], int)}
    if len(lengths) <= 1:
        return
    shapes = {key: array._shape for key, array in features.items()}
    labels: Any = {key: array._shape for key, array in targets.items()} or None
    if targets and not isinstance(y, dict):
        labels = next(iter(targets.values()))._shape
    raise ValueError("Length of tensors in x and y is mismatched. All elements in x and y must have the same length.\n"
                     f"Shapes in x: {shapes}\nShapes in y: {labels}\n")
