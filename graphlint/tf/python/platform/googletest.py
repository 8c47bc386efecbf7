"""TensorFlow's inner name of its test runner (platform/googletest.py)."""

from __future__ import annotations

from graphlint.libs.unittest import TestCase as TestCase
from graphlint.libs.unittest import main as main

from .test import get_temp_dir as get_temp_dir
from .test import test_src_dir_path as test_src_dir_path

GetTempDir = get_temp_dir
