"""InceptionV3 and what goes in and comes out (keras/applications/inception_v3.py)."""

from __future__ import annotations

from .imagenet_utils import decode_predictions as decode_predictions
from .imagenet_utils import with_mode
from .inception import InceptionV3 as InceptionV3

preprocess_input = with_mode("tf")
