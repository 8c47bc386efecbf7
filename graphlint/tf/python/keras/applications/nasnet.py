"""NASNetLarge, NASNetMobile and what goes in and comes out (keras/applications/nasnet.py)."""

from __future__ import annotations

from .imagenet_utils import decode_predictions as decode_predictions
from .imagenet_utils import with_mode
from .searched import NASNetLarge as NASNetLarge
from .searched import NASNetMobile as NASNetMobile

preprocess_input = with_mode("tf")
