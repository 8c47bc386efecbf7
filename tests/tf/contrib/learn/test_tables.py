"""Tables that tf.contrib.learn reads: their types are known, their sizes not."""

import numpy
import pytest

from graphlint.graph import stack
from graphlint.tf import module as module
from graphlint.tf.contrib.learn.python.learn.datasets import base


@pytest.fixture(autouse=True)
def world() -> None:
    stack.begin()


@pytest.mark.parametrize("load", [base.load_csv_with_header, base.load_csv_without_header])
def test_a_table_has_a_column_of_targets_and_rows_of_features(load: object) -> None:
    data, target = load(filename="iris.csv", target_dtype=int, features_dtype=numpy.float32)  # type: ignore[operator]
    assert data.dtype.name == "float32"
    assert target.dtype.name == "int64"
    assert len(data._shape) == 2
    assert data._shape[:1] == target._shape


def test_a_set_by_name_has_its_true_shape() -> None:
    data, target = base.load_iris()
    assert data.shape == (150, 4)
    assert target.shape == (150,)
