"""Data sets that scripts load by name, as arrays of their true shapes and types: MNIST, `tf.keras.datasets`."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from typing import Any

from graphlint.libs.numpy.array import ShapedArray, unknown_array
from graphlint.libs.numpy.dims import shape_of
from graphlint.libs.numpy.unknowns import UnknownData, UnknownScalar
from graphlint.libs.rows import library
from graphlint.sandbox.exposed import allow, exposed
from graphlint.sandbox.library import Library
from graphlint.sandbox.unknown import Unknown

Datasets = namedtuple("Datasets", ["train", "validation", "test"])
Dataset = namedtuple("Dataset", ["data", "target"])
for _tuple in (Datasets, Dataset):
    allow(_tuple, {*_tuple._fields, "_fields", "_asdict", "_replace", "count", "index"}, callable=True)
_MNIST_TRAIN, _MNIST_TEST = 60000, 10000


def data_array(what: str, dtype: str, *shape: Any) -> ShapedArray:
    return unknown_array(f"the data of {what} isn't loaded", dtype, shape)


@exposed
class DataSet:
    """One part of MNIST: `images`, `labels`, `next_batch`."""

    def __init__(self, images: Any, labels: Any, *args: Any, **options: Any) -> None:
        self._images = images
        self._labels = labels

    @property
    def images(self) -> Any:
        return self._images

    @property
    def labels(self) -> Any:
        return self._labels

    @property
    def num_examples(self) -> Any:
        return self._images.shape[0]

    @property
    def epochs_completed(self) -> Any:
        return UnknownScalar("how many epochs were completed", int, python=True, text="epochs_completed")

    def next_batch(self, batch_size: Any, fake_data: Any = False, shuffle: Any = True) -> Any:
        count = shape_of([batch_size])
        return tuple(
            unknown_array(part._reason, part._dtype, None if part._shape is None or count is None else (*count, *part._shape[1:]))
            for part in (self._images, self._labels)
        )


def read_data_sets(
    train_dir: Any,
    fake_data: Any = False,
    one_hot: Any = False,
    dtype: Any = "float32",
    reshape: Any = True,
    validation_size: Any = 5000,
    seed: Any = None,
    source_url: Any = None,
) -> Any:
    """MNIST as TensorFlow's tutorials load it."""
    if isinstance(validation_size, int) and not 0 <= validation_size <= _MNIST_TRAIN:
        raise ValueError(f"Validation size should be between 0 and {_MNIST_TRAIN}. Received: {validation_size}.")
    pixels = "uint8" if getattr(dtype, "name", dtype) == "uint8" else "float32"
    sizes = [_MNIST_TRAIN - validation_size, validation_size, _MNIST_TEST]
    parts = []
    for size in sizes:
        (count,) = shape_of([size]) or (None,)
        images = data_array("MNIST", pixels, count, *((784,) if reshape else (28, 28, 1)))
        labels = data_array("MNIST", "float64", count, 10) if one_hot else data_array("MNIST", "uint8", count)
        parts.append(DataSet(images, labels))
    return Datasets(*parts)


def load_mnist(train_dir: Any = "MNIST-data") -> Any:
    return read_data_sets(train_dir)


def maybe_download(*args: Any, **options: Any) -> Unknown:
    return Unknown("nothing is downloaded", text="maybe_download(...)")


def extract_images(*args: Any) -> Any:
    return UnknownData("the content of a file is not read")


INPUT_DATA = library(
    "tensorflow.examples.tutorials.mnist.input_data",
    {
        "read_data_sets": read_data_sets, "load_mnist": load_mnist, "DataSet": DataSet, "Datasets": Datasets,
        "maybe_download": maybe_download, "extract_images": extract_images, "extract_labels": extract_images,
        "DEFAULT_SOURCE_URL": "",
    },
)  # fmt: skip

# name -> for training and test data: the type and shape of the inputs and of the labels
_KERAS: dict[str, tuple[Any, ...]] = {
    "mnist": (("uint8", 60000, 28, 28), ("uint8", 60000), ("uint8", 10000, 28, 28), ("uint8", 10000)),
    "fashion_mnist": (("uint8", 60000, 28, 28), ("uint8", 60000), ("uint8", 10000, 28, 28), ("uint8", 10000)),
    "cifar10": (("uint8", 50000, 32, 32, 3), ("uint8", 50000, 1), ("uint8", 10000, 32, 32, 3), ("uint8", 10000, 1)),
    "cifar100": (("uint8", 50000, 32, 32, 3), ("int64", 50000, 1), ("uint8", 10000, 32, 32, 3), ("int64", 10000, 1)),
    "imdb": (("O", 25000), ("int64", 25000), ("O", 25000), ("int64", 25000)),
    "reuters": (("O", 8982), ("int64", 8982), ("O", 2246), ("int64", 2246)),
    "boston_housing": (("float64", 404, 13), ("float64", 404), ("float64", 102, 13), ("float64", 102)),
}


def _loaded(name: str) -> Any:
    parts = [data_array(name, *part) for part in _KERAS[name]]
    return (parts[0], parts[1]), (parts[2], parts[3])


def _plain(name: str) -> Callable[..., Any]:
    def load_data() -> Any:
        return _loaded(name)

    return load_data


def _load_mnist(path: Any = "mnist.npz") -> Any:
    return _loaded("mnist")


def _load_boston_housing(path: Any = "boston_housing.npz", test_split: Any = 0.2, seed: Any = 113) -> Any:
    """The houses, parted as it's said. AssertionError for a share that is none."""
    if not isinstance(test_split, (int, float)):
        return _loaded("boston_housing")
    assert 0 <= test_split < 1  # noqa: S101 - an AssertionError is what Keras raises
    train = int(506 * (1 - test_split))
    (x, y), (others_x, others_y) = [
        [data_array("boston_housing", "float64", *shape) for shape in ((count, 13), (count,))] for count in (train, 506 - train)]
    return (x, y), (others_x, others_y)


def _load_cifar100(label_mode: Any = "fine") -> Any:
    if isinstance(label_mode, str) and label_mode not in ("fine", "coarse"):
        raise ValueError('`label_mode` must be one of `"fine"`, `"coarse"`.')
    return _loaded("cifar100")


def _load_imdb(path: Any = "imdb.npz", num_words: Any = None, skip_top: Any = 0, maxlen: Any = None, seed: Any = 113,
               start_char: Any = 1, oov_char: Any = 2, index_from: Any = 3, **kwargs: Any) -> Any:
    return _words("imdb", kwargs)


def _load_reuters(path: Any = "reuters.npz", num_words: Any = None, skip_top: Any = 0, maxlen: Any = None,
                  test_split: Any = 0.2, seed: Any = 113, start_char: Any = 1, oov_char: Any = 2, index_from: Any = 3,
                  **kwargs: Any) -> Any:
    return _words("reuters", kwargs)


def _words(name: str, others: dict[str, Any]) -> Any:
    """TypeError for arguments that no release took; `nb_words` is an old name."""
    others.pop("nb_words", None)
    if others:
        raise TypeError(f"Unrecognized keyword arguments: {others}")
    return _loaded(name)


_LOADERS: dict[str, Callable[..., Any]] = {
    "mnist": _load_mnist, "boston_housing": _load_boston_housing, "cifar100": _load_cifar100, "imdb": _load_imdb,
    "reuters": _load_reuters, "fashion_mnist": _plain("fashion_mnist"), "cifar10": _plain("cifar10"),
}  # fmt: skip
for _load in _LOADERS.values():
    _load.__name__ = _load.__qualname__ = "load_data"


def get_word_index(path: Any = "") -> Unknown:
    return UnknownData("the word index isn't loaded", text="get_word_index()")


KERAS_DATASETS: dict[str, Library] = {
    name: library(f"tensorflow.keras.datasets.{name}", {"load_data": _LOADERS[name], "get_word_index": get_word_index})
    for name in _KERAS
}
KERAS = library("tensorflow.keras.datasets", dict(KERAS_DATASETS))
