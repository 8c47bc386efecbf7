"""Arguments of dataset ops that may be left out (data/util/convert.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.convert import convert


def optional_param_to_tensor(argument_name: Any, argument_value: Any, argument_default: Any = 0,
                             argument_dtype: Any = dtypes.int64) -> Any:
    return convert(argument_default if argument_value is None else argument_value, argument_dtype, argument_name)
