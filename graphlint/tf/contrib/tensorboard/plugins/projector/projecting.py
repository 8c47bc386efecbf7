"""visualize_embeddings. Its config is a message that the script fills in."""

from __future__ import annotations

from typing import Any


def visualize_embeddings(summary_writer: Any, config: Any) -> None:
    """The config would be written beside the summaries."""
