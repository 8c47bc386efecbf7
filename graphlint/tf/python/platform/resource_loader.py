"""Paths of TensorFlow's own data files (platform/resource_loader.py): unknown, as there are none."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown


def _path(*args: Any) -> Any:
    return Unknown("a path inside TensorFlow", text="resource_path")


get_data_files_path = get_path_to_datafile = get_root_dir_with_all_resources = readahead_file_path = _path


def load_resource(path: Any) -> Any:
    return Unknown("a file of TensorFlow", text="load_resource(...)")
