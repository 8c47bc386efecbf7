"""The script's own tests (platform/test.py): they are not run."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.budget import TraceStopped
from graphlint.sandbox.unknown import Unknown


def main(argv: Any = None) -> None:
    """Each test would build a graph of its own, then the process ends."""
    raise TraceStopped("stopped", "the script runs its tests")


def get_temp_dir() -> Any:
    return Unknown("a folder for temporary files", text="tf.test.get_temp_dir()")


def test_src_dir_path(relative_path: Any) -> Any:
    return Unknown("where the tests lie", text="tf.test.test_src_dir_path()")


def is_built_with_cuda() -> bool:
    return False


is_built_with_gpu_support = is_built_with_cuda
