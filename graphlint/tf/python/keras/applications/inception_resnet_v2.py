"""InceptionResNetV2 and what goes in and comes out (keras/applications/inception_resnet_v2.py)."""

from __future__ import annotations

from .imagenet_utils import decode_predictions as decode_predictions
from .imagenet_utils import with_mode
from .inception import InceptionResNetV2 as InceptionResNetV2

preprocess_input = with_mode("tf")
