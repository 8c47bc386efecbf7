"""What decodes data into items (contrib/slim/python/slim/data/data_decoder.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed


@exposed
class DataDecoder:
    """The interface of decoders."""

    def decode(self, data: Any, items: Any) -> Any:
        raise NotImplementedError

    def list_items(self) -> Any:
        raise NotImplementedError
