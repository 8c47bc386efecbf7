"""DenseNet121, DenseNet169, DenseNet201 and what goes in and comes out (keras/applications/densenet.py)."""

from __future__ import annotations

from .densely_connected import DenseNet121 as DenseNet121
from .densely_connected import DenseNet169 as DenseNet169
from .densely_connected import DenseNet201 as DenseNet201
from .imagenet_utils import decode_predictions as decode_predictions
from .imagenet_utils import with_mode

preprocess_input = with_mode("torch")
