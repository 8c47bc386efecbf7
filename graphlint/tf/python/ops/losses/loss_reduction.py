"""How the losses of version 2 are reduced (ops/losses/loss_reduction.py)."""

from __future__ import annotations

from graphlint.tf.python.keras.utils.losses_utils import ReductionV2 as ReductionV2
