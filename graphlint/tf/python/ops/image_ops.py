"""What `tensorflow.python.ops.image_ops` holds."""

from __future__ import annotations

from typing import Any

from graphlint.tf.reexport import inherited

from . import image_ops_impl
from .image_resize import ResizeMethod as ResizeMethod
from .image_resize import resize_images as resize_images
from .image_resize import resize_images_v2 as resize_images_v2


def __getattr__(name: str) -> Any:
    found = getattr(image_ops_impl, name, None)
    return inherited("tensorflow.python.ops.image_ops", name) if found is None else found
