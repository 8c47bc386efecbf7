"""Tables of numbers (contrib/learn/python/learn/datasets/base.py): arrays of known types whose files aren't read."""

from __future__ import annotations

from typing import Any

from graphlint.libs.datasets import Dataset, Datasets, data_array
from graphlint.libs.numpy.array import unknown_array
from graphlint.libs.numpy.dims import fresh_dim
from graphlint.libs.numpy.dtypes import as_real
from graphlint.sandbox.unknown import Unknown

__all__ = ["Dataset", "Datasets", "load_boston", "load_csv_with_header", "load_csv_without_header", "load_iris",
           "maybe_download"]


def load_csv_with_header(filename: Any, target_dtype: Any, features_dtype: Any, target_column: Any = -1) -> Any:
    """A table's columns but one as features, and that one as the target."""
    rows = fresh_dim("rows")
    reason = "the content of a file is not read"
    return Dataset(unknown_array(reason, as_real(features_dtype), (rows, fresh_dim("features"))),
                   unknown_array(reason, as_real(target_dtype), (rows,)))


load_csv_without_header = load_csv_with_header


def load_iris(data_path: Any = None) -> Any:
    if data_path is not None:
        return load_csv_with_header(data_path, "int64", "float64")
    return Dataset(data_array("iris", "float64", 150, 4), data_array("iris", "int64", 150))


def load_boston(data_path: Any = None) -> Any:
    if data_path is not None:
        return load_csv_with_header(data_path, "float64", "float64")
    return Dataset(data_array("the Boston house prices", "float64", 506, 13),
                   data_array("the Boston house prices", "float64", 506))


def maybe_download(filename: Any, work_directory: Any, source_url: Any) -> Any:
    return Unknown("nothing is downloaded", text="maybe_download(...)")
