"""The script's own tests (platform/test.py): `main` runs them, each in a graph of its own."""

from __future__ import annotations

from typing import Any

from graphlint.libs.unittest import main as main
from graphlint.sandbox.unknown import Unknown


def get_temp_dir() -> Any:
    return Unknown("a folder for temporary files", text="tf.test.get_temp_dir()")


def test_src_dir_path(relative_path: Any) -> Any:
    return Unknown("where the tests lie", text="tf.test.test_src_dir_path()")


def is_built_with_cuda() -> bool:
    return False


is_built_with_gpu_support = is_built_with_cuda
