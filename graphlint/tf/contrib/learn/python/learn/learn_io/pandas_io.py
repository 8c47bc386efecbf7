"""pandas_input_fn with its old defaults (contrib/learn/python/learn/learn_io/pandas_io.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.tensorflow_estimator.python.estimator.inputs import pandas_io


def pandas_input_fn(x: Any, y: Any = None, batch_size: Any = 128, num_epochs: Any = 1, shuffle: bool = True,
                    queue_capacity: Any = 1000, num_threads: Any = 1, target_column: Any = "target") -> Any:
    return pandas_io.pandas_input_fn(x, y, batch_size=batch_size, shuffle=shuffle, num_epochs=num_epochs,
                                     queue_capacity=queue_capacity, num_threads=num_threads, target_column=target_column)
