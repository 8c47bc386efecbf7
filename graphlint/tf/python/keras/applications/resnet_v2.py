"""ResNet50V2, ResNet101V2, ResNet152V2 and what goes in and comes out (keras/applications/resnet_v2.py)."""

from __future__ import annotations

from .imagenet_utils import decode_predictions as decode_predictions
from .imagenet_utils import with_mode
from .residual import ResNet50V2 as ResNet50V2
from .residual import ResNet101V2 as ResNet101V2
from .residual import ResNet152V2 as ResNet152V2

preprocess_input = with_mode("tf")
