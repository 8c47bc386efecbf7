"""MobileNet and what goes in and comes out (keras/applications/mobilenet.py)."""

from __future__ import annotations

from .imagenet_utils import decode_predictions as decode_predictions
from .imagenet_utils import with_mode
from .mobile import MobileNet as MobileNet

preprocess_input = with_mode("tf")
