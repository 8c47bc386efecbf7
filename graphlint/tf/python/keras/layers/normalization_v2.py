"""Batch normalization as in version 2 (keras/layers/normalization_v2.py): a frozen layer infers."""

from __future__ import annotations

from .normalization import BatchNormalizationBase


class BatchNormalization(BatchNormalizationBase):
    _USE_V2_BEHAVIOR = True
