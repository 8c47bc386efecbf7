"""VGG19 and what goes in and comes out (keras/applications/vgg19.py)."""

from __future__ import annotations

from .imagenet_utils import decode_predictions as decode_predictions
from .imagenet_utils import with_mode
from .vgg import VGG19 as VGG19

preprocess_input = with_mode("caffe")
