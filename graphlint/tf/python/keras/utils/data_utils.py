"""Data for Keras: downloads and sequences of batches (keras/utils/data_utils.py). Nothing is fetched."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown


def get_file(fname: Any, origin: Any, untar: Any = False, md5_hash: Any = None, file_hash: Any = None,
             cache_subdir: Any = "datasets", hash_algorithm: Any = "auto", extract: Any = False,
             archive_format: Any = "auto", cache_dir: Any = None) -> Any:
    return Unknown("a file that isn't fetched", text="get_file(...)")


@exposed
class Sequence:
    """Batches by number; scripts subclass it."""

    def __getitem__(self, index: Any) -> Any:
        raise NotImplementedError

    def __len__(self) -> Any:
        raise NotImplementedError

    def on_epoch_end(self) -> None:
        """Nothing by default."""

    def __iter__(self) -> Any:
        for number in range(len(self)):
            yield self[number]
