"""Keras's settings (keras/backend_config.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.keras.state import settings


def epsilon() -> float:
    return settings().epsilon


def set_epsilon(value: Any) -> None:
    settings().epsilon = value


def floatx() -> str:
    return settings().floatx


def set_floatx(value: Any) -> None:
    if value not in ("float16", "float32", "float64"):
        raise ValueError(f"Unknown floatx type: {value}")
    settings().floatx = str(value)


def image_data_format() -> str:
    return settings().image_data_format


def set_image_data_format(data_format: Any) -> None:
    if data_format not in ("channels_last", "channels_first"):
        raise ValueError(f"Unknown data_format: {data_format}")
    settings().image_data_format = str(data_format)
