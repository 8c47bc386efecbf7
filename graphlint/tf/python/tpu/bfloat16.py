"""Models that compute in bfloat16 (tpu/bfloat16.py): their variables stay float32, and are cast where they are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.ops import math_ops, variable_scope


def _kept_in_float32(getter: Any, *args: Any, **kwargs: Any) -> Any:
    """Batch normalization assigns to its variables, which are float32 anyway: a cast could not be assigned to."""
    if kwargs["dtype"] != dtypes.bfloat16:
        return getter(*args, **kwargs)
    return math_ops.cast(getter(*args, **{**kwargs, "dtype": dtypes.float32}), dtypes.bfloat16)


@contextmanager
def bfloat16_scope() -> Iterator[Any]:
    with variable_scope.variable_scope("", custom_getter=_kept_in_float32) as scope:
        yield scope
