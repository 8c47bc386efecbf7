"""The tensors of a Dataset, read in parallel (contrib/slim/python/slim/data/dataset_data_provider.py)."""

from __future__ import annotations

from typing import Any

from . import parallel_reader
from .data_provider import DataProvider


class DatasetDataProvider(DataProvider):
    """One example of the data set at a time. ValueError where an item has the name of the record's key."""

    def __init__(self, dataset: Any, num_readers: int = 1, reader_kwargs: Any = None, shuffle: bool = True,
                 num_epochs: Any = None, common_queue_capacity: int = 256, common_queue_min: int = 128,
                 record_key: str = "record_key", seed: Any = None, scope: Any = None) -> None:
        key, data = parallel_reader.parallel_read(
            dataset.data_sources, reader_class=dataset.reader, num_epochs=num_epochs, num_readers=num_readers,
            reader_kwargs=reader_kwargs, shuffle=shuffle, capacity=common_queue_capacity,
            min_after_dequeue=common_queue_min, seed=seed, scope=scope)
        items = dataset.decoder.list_items()
        found = dict(zip(items, dataset.decoder.decode(data, items)))
        if record_key in found:
            raise ValueError("The item name used for `record_key` cannot also be used for a dataset item: %s", record_key)
        found[record_key] = key
        super().__init__(items_to_tensors=found, num_samples=dataset.num_samples)
