"""The data types under TensorFlow's module path (framework/dtypes.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.dtypes import DType as DType
from graphlint.graph.dtypes import as_dtype as as_dtype

QUANTIZED_DTYPES = frozenset(kind for kind in DType.by_name.values() if kind.is_quantized)
globals().update(DType.by_name)
half, double = DType.by_name["float16"], DType.by_name["float64"]


def __getattr__(name: str) -> Any:
    raise AttributeError(f"tensorflow.python.framework.dtypes has no {name}")
