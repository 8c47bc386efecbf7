"""Data sets by name (contrib/learn/python/learn/datasets/__init__.py): arrays of their true shapes."""

from __future__ import annotations

from typing import Any

from graphlint.libs.datasets import load_mnist
from graphlint.sandbox.library import unmodelled

from .base import load_boston, load_iris

_LOADERS = {"iris": load_iris, "boston": load_boston, "mnist": load_mnist}


def load_dataset(name: Any, size: Any = "small", test_with_fake_data: bool = False) -> Any:
    """A data set. ValueError for a name that is none."""
    if name == "dbpedia":
        return unmodelled("tensorflow.contrib.learn.datasets.load_dataset('dbpedia')")
    if name not in _LOADERS:
        raise ValueError(f"Name of dataset is not found: {name}")
    return _LOADERS[name]()
