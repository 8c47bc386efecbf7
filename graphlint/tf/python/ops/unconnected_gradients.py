"""What tf.gradients gives for tensors that nothing leads to (ops/unconnected_gradients.py)."""

from __future__ import annotations

import enum

from graphlint.sandbox.exposed import exposed


@exposed
class UnconnectedGradients(enum.Enum):
    NONE = "none"
    ZERO = "zero"
