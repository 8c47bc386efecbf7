"""eye (ops/linalg_ops_impl.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops

from . import array_constants, array_joining, array_space


def eye(num_rows: Any, num_columns: Any = None, batch_shape: Any = None, dtype: Any = dtypes.float32,
        name: Any = None) -> Tensor:
    with ops.name_scope(name, "eye", [num_rows, num_columns, batch_shape]):
        square = num_columns is None
        batch: Any = [] if batch_shape is None else batch_shape
        columns = num_rows if num_columns is None else num_columns
        size: Any
        if isinstance(num_rows, Tensor) or isinstance(columns, Tensor):
            size = gen.Minimum(num_rows, columns)
        else:
            if not all(isinstance(count, (int, np.integer, Unknown)) for count in (num_rows, columns)):
                raise TypeError("num_rows and num_columns must be positive integer values.")
            if isinstance(num_rows, Unknown) or isinstance(columns, Unknown):
                square, size = square or num_rows is columns, num_rows
            else:
                square, size = num_rows == columns, min(num_rows, columns)
        if isinstance(batch, Tensor) or isinstance(size, Tensor):
            batch = convert(batch, dtypes.int32, "shape")
            diagonal = array_joining.concat((batch, [size]), axis=0)
            shape = None if square else array_joining.concat((batch, [num_rows, columns]), axis=0)
        else:
            diagonal = [*batch, size]  # type: ignore[assignment]
            shape = [*batch, num_rows, columns]  # type: ignore[assignment]
        ones = array_constants.ones(diagonal, dtype)
        if square:
            return array_space.matrix_diag(ones)
        zeros = array_constants.zeros(shape, dtype)
        return array_space.matrix_set_diag(zeros, ones)

