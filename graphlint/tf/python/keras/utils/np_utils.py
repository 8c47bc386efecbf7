"""to_categorical and normalize, on the numpy model (keras/utils/np_utils.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.libs.numpy.array import known_array, unknown_array
from graphlint.libs.numpy.convert import as_array, to_numpy
from graphlint.sandbox.unknown import Unknown


def to_categorical(y: Any, num_classes: Any = None, dtype: Any = "float32") -> Any:
    """One-hot rows of class numbers."""
    kind = np.dtype(str(dtype)) if isinstance(dtype, str) else np.dtype("float32")
    values = None if isinstance(y, Unknown) else to_numpy(y)
    if values is None or isinstance(num_classes, Unknown):
        shape = as_array(y)._shape
        classes = num_classes if isinstance(num_classes, int) else None
        if shape and shape[-1] == 1 and len(shape) > 1:
            shape = shape[:-1]
        return unknown_array("classes that aren't known", kind, None if shape is None or classes is None else (*shape, classes))
    numbers = np.asarray(values).astype(int)
    shape = numbers.shape
    if shape and shape[-1] == 1 and len(shape) > 1:
        shape = shape[:-1]
    flat = numbers.ravel()
    count = num_classes or int(flat.max()) + 1
    found = np.zeros((flat.size, count), dtype=kind)
    found[np.arange(flat.size), flat] = 1
    return known_array(found.reshape((*shape, count)))


def normalize(x: Any, axis: Any = -1, order: Any = 2) -> Any:
    """Rows of length one, whose values aren't computed."""
    array = as_array(x)
    return unknown_array("normalized values", array._dtype, array._shape)
