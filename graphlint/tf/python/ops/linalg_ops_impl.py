"""What `tensorflow.python.ops.linalg_ops_impl` holds: eye."""

from __future__ import annotations

from .linalg_eye import eye as eye
