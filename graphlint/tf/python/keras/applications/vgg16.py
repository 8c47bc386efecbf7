"""VGG16 and what goes in and comes out (keras/applications/vgg16.py)."""

from __future__ import annotations

from .imagenet_utils import decode_predictions as decode_predictions
from .imagenet_utils import with_mode
from .vgg import VGG16 as VGG16

preprocess_input = with_mode("caffe")
