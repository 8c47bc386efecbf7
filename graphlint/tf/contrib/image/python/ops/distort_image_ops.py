"""Random changes of hue, saturation and value (contrib/image/python/ops/distort_image_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import image_ops_impl, random_ops


def random_hsv_in_yiq(image: Any, max_delta_hue: Any = 0, lower_saturation: Any = 1, upper_saturation: Any = 1,
                      lower_value: Any = 1, upper_value: Any = 1, seed: Any = None) -> Any:
    for value, label in ((max_delta_hue, "max_delta"), (lower_saturation, "lower_saturation"), (lower_value, "lower_value")):
        if value < 0:
            raise ValueError(f"{label} must be non-negative.")
    if lower_saturation > upper_saturation:
        raise ValueError("lower_saturation must be < upper_saturation.")
    if lower_value > upper_value:
        raise ValueError("lower_value must be < upper_value.")
    hue = 0 if max_delta_hue == 0 else random_ops.random_uniform([], -max_delta_hue, max_delta_hue, seed=seed)
    scales = [low if low == high else random_ops.random_uniform([], low, high, seed=seed)
              for low, high in ((lower_saturation, upper_saturation), (lower_value, upper_value))]
    return adjust_hsv_in_yiq(image, hue, *scales)


def adjust_hsv_in_yiq(image: Any, delta_hue: Any = 0, scale_saturation: Any = 1, scale_value: Any = 1,
                      name: Any = None) -> Any:
    with ops.name_scope(name, "adjust_hsv_in_yiq", [image]):
        image = convert(image, None, "image")
        floats = image_ops_impl.convert_image_dtype(image, dtypes.float32)
        changed = gen.AdjustHsvInYiq(floats, delta_hue, scale_saturation, scale_value)
        return image_ops_impl.convert_image_dtype(changed, image.dtype)
