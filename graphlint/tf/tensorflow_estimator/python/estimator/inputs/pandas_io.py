"""pandas_input_fn (estimator/inputs/pandas_io.py): data frames are not modelled, so its batches are not known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import Unknown

from .numpy_io import check_shuffle

_UNPREDICTED = "tensorflow.estimator.inputs.pandas_input_fn"


def pandas_input_fn(x: Any, y: Any = None, batch_size: Any = 128, num_epochs: Any = 1, shuffle: Any = None,
                    queue_capacity: Any = 1000, num_threads: Any = 1, target_column: Any = "target") -> Callable[[], Any]:
    """ValueError where `shuffle` isn't said, TypeError for a column that has no name."""
    check_shuffle(shuffle)
    if not isinstance(target_column, (str, Unknown)):
        raise TypeError("target_column must be a string type")

    def input_fn() -> Any:
        frame = unmodelled(_UNPREDICTED)
        return frame if y is None else (frame, unmodelled(_UNPREDICTED))

    return input_fn
