"""Splitting of strings (ops/ragged/ragged_string_ops.py). Only the results that are sparse tensors are modelled."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.graph import Tensor
from graphlint.sandbox.library import unmodelled
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import string_ops
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

_KINDS = ("SparseTensor", "RaggedTensor")


def _check(result_type: Any) -> None:
    if result_type not in _KINDS:
        raise ValueError("result_type must be 'RaggedTensor' or 'SparseTensor'.")


def string_split(source: Any, sep: Any = None, skip_empty: bool = True, delimiter: Any = None,
                 result_type: Any = "SparseTensor", name: Any = None) -> Any:
    if not stack.world.release.string_split_in_scope:
        return string_ops.string_split(source, sep, skip_empty, delimiter)
    with ops.name_scope(name, "StringSplit", [source]):
        found = string_ops.string_split(source, sep, skip_empty, delimiter)
        _check(result_type)
        return found if result_type == "SparseTensor" else unmodelled("tensorflow.RaggedTensor.from_value_rowids")


def strings_split_v1(input: Any = None, sep: Any = None, maxsplit: Any = -1, result_type: Any = "SparseTensor",
                     source: Any = None, name: Any = None) -> Any:
    input = deprecated_argument_lookup("input", input, "source", source)
    with ops.name_scope(name, "StringSplit", [input]):
        tensor: Tensor = convert(input, dtypes.string, "input")
        _check(result_type)
        if result_type == "SparseTensor" and tensor.dims is not None and len(tensor.dims) == 1:
            return string_ops.string_split_v2(tensor, sep, maxsplit)
        return unmodelled("tensorflow.RaggedTensor.from_value_rowids")
