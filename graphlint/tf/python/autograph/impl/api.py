"""`tf.autograph.experimental.do_not_convert`: nothing is converted here, so functions stay what they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def do_not_convert(func: Any = None, run_as: Any = None, return_dtypes: Any = None) -> Any:
    return _unchanged if func is None else func


def _unchanged(func: Callable[..., Any]) -> Callable[..., Any]:
    return func
