"""slim's Dataset (contrib/slim/python/slim/data/dataset.py): what a data set is made of."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed


@exposed
class Dataset:
    """Sources, reader, decoder, and whatever else is given, as attributes."""

    def __init__(self, data_sources: Any, reader: Any, decoder: Any, num_samples: Any, items_to_descriptions: Any,
                 **kwargs: Any) -> None:
        self._held: dict[str, Any] = {
            **kwargs, "data_sources": data_sources, "reader": reader, "decoder": decoder, "num_samples": num_samples,
            "items_to_descriptions": items_to_descriptions}

    def __getattr__(self, name: str) -> Any:
        held = self.__dict__.get("_held", {})
        if name in held:
            return held[name]
        raise AttributeError(f"'Dataset' object has no attribute '{name}'")
