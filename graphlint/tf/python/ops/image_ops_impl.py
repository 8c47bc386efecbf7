"""What `tensorflow.python.ops.image_ops_impl` holds: gathered from the modules of each family."""

from __future__ import annotations

from typing import Any

from graphlint.tf.reexport import collect, inherited

from . import image_boxes, image_color, image_decoding, image_geometry, image_quality, image_resize

collect(globals(), image_boxes, image_color, image_decoding, image_geometry, image_quality, image_resize)


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.image_ops_impl", name)
