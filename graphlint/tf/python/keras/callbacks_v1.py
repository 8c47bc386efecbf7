"""The callback for TensorBoard in the 1.x API (keras/callbacks_v1.py). Its histograms and images are not modelled."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.library import unmodelled

from .callbacks import Callback


class TensorBoard(Callback):
    def __init__(self, log_dir: Any = "./logs", histogram_freq: Any = 0, batch_size: Any = 32, write_graph: Any = True,
                 write_grads: Any = False, write_images: Any = False, embeddings_freq: Any = 0,
                 embeddings_layer_names: Any = None, embeddings_metadata: Any = None, embeddings_data: Any = None,
                 update_freq: Any = "epoch", profile_batch: Any = 2) -> None:
        super().__init__()
        self.log_dir, self.histogram_freq, self.batch_size = log_dir, histogram_freq, batch_size
        self.write_graph, self.write_grads, self.write_images = write_graph, write_grads, write_images
        self.embeddings_freq, self.update_freq = embeddings_freq, update_freq

    def set_model(self, model: Any) -> None:
        super().set_model(model)
        if self.histogram_freq or self.embeddings_freq:
            unmodelled("tensorflow.keras.callbacks.TensorBoard")()
