"""The number of a dataset's elements as a tensor (data/experimental/ops/cardinality.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen

INFINITE = -1
UNKNOWN = -2


def cardinality(dataset: Any) -> Tensor:
    return gen.DatasetCardinality(dataset._variant_tensor)  # type: ignore[no-any-return]
