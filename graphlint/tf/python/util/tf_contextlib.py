"""TensorFlow's `contextmanager`, which differs from Python's in what documentation tools see only (util/tf_contextlib.py)."""

from __future__ import annotations

from graphlint.libs.language import contextmanager as contextmanager
