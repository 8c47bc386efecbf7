"""What `tensorflow.python.layers.layers` gathers."""

from __future__ import annotations

from graphlint.tf.reexport import collect

from . import convolutional, core, normalization, pooling
from .base import Layer as Layer

collect(globals(), convolutional, core, normalization, pooling)
