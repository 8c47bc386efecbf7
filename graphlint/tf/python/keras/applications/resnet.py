"""ResNet50, ResNet101, ResNet152 and what goes in and comes out (keras/applications/resnet.py)."""

from __future__ import annotations

from .imagenet_utils import decode_predictions as decode_predictions
from .imagenet_utils import with_mode
from .residual import ResNet50 as ResNet50
from .residual import ResNet101 as ResNet101
from .residual import ResNet152 as ResNet152

preprocess_input = with_mode("caffe")
