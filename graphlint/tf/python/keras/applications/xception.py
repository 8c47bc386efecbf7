"""Xception and what goes in and comes out (keras/applications/xception.py)."""

from __future__ import annotations

from .imagenet_utils import decode_predictions as decode_predictions
from .imagenet_utils import with_mode
from .separable import Xception as Xception

preprocess_input = with_mode("tf")
