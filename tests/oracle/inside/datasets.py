"""Stand-ins for data sets that scripts download: zeros of the true shapes and dtypes.

Runs under an oracle's own Python, with any release from 1.0 on.
"""

import contextlib
import importlib
from typing import Any, Callable, List, Tuple

import numpy as np


class Images:
    """The `DataSet` of the MNIST tutorial: `next_batch(n)` gives n images and labels."""

    def __init__(self, count: int, reshape: bool, one_hot: bool, dtype: Any) -> None:
        self._shape = (784,) if reshape else (28, 28, 1)
        self._dtype = np.float32 if dtype in (None, "float32") or getattr(dtype, "name", "") == "float32" else np.uint8
        self._one_hot = one_hot
        self._seen = 0
        self.num_examples = count

    @property
    def images(self) -> Any:
        return np.zeros((self.num_examples,) + self._shape, self._dtype)

    @property
    def labels(self) -> Any:
        return self._labels(self.num_examples)

    @property
    def epochs_completed(self) -> int:
        return self._seen // self.num_examples

    def _labels(self, count: int) -> Any:
        if not self._one_hot:
            return np.zeros((count,), np.uint8)
        labels = np.zeros((count, 10), np.float64)
        labels[:, 0] = 1
        return labels

    def next_batch(self, batch_size: int, fake_data: bool = False, shuffle: bool = True) -> Tuple[Any, Any]:
        self._seen += batch_size
        return np.zeros((batch_size,) + self._shape, self._dtype), self._labels(batch_size)


def read_data_sets(
    train_dir: Any,
    fake_data: bool = False,
    one_hot: bool = False,
    dtype: Any = None,
    reshape: bool = True,
    validation_size: int = 5000,
    **_: Any,
) -> Any:
    """The three MNIST sets."""
    from tensorflow.contrib.learn.python.learn.datasets import base

    sizes = (60000 - validation_size, validation_size, 10000)
    train, validation, test = (Images(size, reshape, one_hot, dtype) for size in sizes)
    return base.Datasets(train=train, validation=validation, test=test)


def _images(shape: Tuple[int, ...], label_shape: Tuple[int, ...], train: int, test: int, labels: Any = np.uint8) -> Any:
    def load_data(*_: Any, **__: Any) -> Any:
        sets = [(np.zeros((n,) + shape, np.uint8), np.zeros((n,) + label_shape, labels)) for n in (train, test)]
        return tuple(sets)

    return load_data


def _words(train: int, test: int, length: int) -> Callable[..., Any]:
    def load_data(*_: Any, **__: Any) -> Any:
        def one(count: int) -> Tuple[Any, Any]:
            lists = np.empty(count, object)
            for i in range(count):
                lists[i] = [1] * length
            return lists, np.zeros((count,), np.int64)

        return one(train), one(test)

    return load_data


def _housing(*_: Any, test_split: float = 0.2, **__: Any) -> Any:
    train = int(506 * (1 - test_split))
    return tuple((np.zeros((n, 13)), np.zeros((n,))) for n in (train, 506 - train))


_KERAS = {
    "mnist": _images((28, 28), (), 60000, 10000),
    "fashion_mnist": _images((28, 28), (), 60000, 10000),
    "cifar10": _images((32, 32, 3), (1,), 50000, 10000),
    "cifar100": _images((32, 32, 3), (1,), 50000, 10000, np.int64),
    "imdb": _words(25000, 25000, 200),
    "reuters": _words(8982, 2246, 140),
    "boston_housing": _housing,
}
_KERAS_PLACES = ("tensorflow.python.keras.datasets", "tensorflow.contrib.keras.python.keras.datasets")
_MNIST_PLACES = (
    "tensorflow.contrib.learn.python.learn.datasets.mnist",
    "tensorflow.examples.tutorials.mnist.input_data",
)


def install() -> None:
    """Put the stand-ins where TensorFlow has the loaders."""
    for place in _MNIST_PLACES:
        _replace(place, "read_data_sets", read_data_sets)
    for package in _KERAS_PLACES + ("tensorflow.python.keras._impl.keras.datasets",):
        for name, load_data in _KERAS.items():
            _replace(package + "." + name, "load_data", load_data)
    for name, load_data in _KERAS.items():
        for public in _public_keras():
            if hasattr(public.datasets, name):
                getattr(public.datasets, name).load_data = load_data


def _public_keras() -> List[Any]:
    """`tf.keras` and `tf.contrib.keras` where the release has them: their modules hold names of their own."""
    import tensorflow as tf

    found = [getattr(tf, "keras", None)]
    with contextlib.suppress(ImportError, AttributeError):
        found.append(tf.contrib.keras)
    return [keras for keras in found if hasattr(keras, "datasets")]


def _replace(module: str, name: str, function: Any) -> None:
    with contextlib.suppress(ImportError):
        setattr(importlib.import_module(module), name, function)
