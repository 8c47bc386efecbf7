"""Tensors by the names of items (contrib/slim/python/slim/data/data_provider.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed


@exposed
class DataProvider:
    """What gives the tensors of items."""

    def __init__(self, items_to_tensors: dict[str, Any], num_samples: Any) -> None:
        self._items_to_tensors, self._num_samples = items_to_tensors, num_samples

    def get(self, items: Any) -> list[Any]:
        """ValueError for what is no item."""
        if not isinstance(items, (list, tuple)):
            raise ValueError("items must be a list or tuple")
        valid = self.list_items()
        for item in items:
            if item not in valid:
                raise ValueError(f"Item [{item}] is invalid. Valid entries include: {valid}")
        return [self._items_to_tensors[item] for item in items]

    def list_items(self) -> Any:
        return self._items_to_tensors.keys()

    def num_samples(self) -> Any:
        return self._num_samples
