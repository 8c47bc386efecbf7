"""MobileNetV2 and what goes in and comes out (keras/applications/mobilenet_v2.py)."""

from __future__ import annotations

from .imagenet_utils import decode_predictions as decode_predictions
from .imagenet_utils import with_mode
from .mobile import MobileNetV2 as MobileNetV2

preprocess_input = with_mode("tf")
