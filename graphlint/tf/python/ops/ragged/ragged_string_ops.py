"""Splitting of strings, into sparse and ragged tensors (ops/ragged/ragged_string_ops.py). Not here: unicode."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, string_ops
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from .ragged_tensor import RaggedTensor, is_ragged

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
        return found if result_type == "SparseTensor" else _ragged(*found.to_components())


def _ragged(indices: Any, values: Any, shape: Any) -> Any:
    return RaggedTensor.from_value_rowids(values=values, value_rowids=indices[:, 0], nrows=shape[0], validate=False)


def string_split_v2(input: Any, sep: Any = None, maxsplit: Any = -1, name: Any = None) -> Any:  # noqa: A002
    """Rows of words."""
    with ops.name_scope(name, "StringSplit", [input]):
        tensor: Any = input if is_ragged(input) else convert(input, dtypes.string, "input")
        return _in_rows(
            tensor, lambda texts: string_split_v2(texts, sep, maxsplit),
            lambda texts: _ragged(*string_ops.string_split_v2(texts, sep=sep, maxsplit=maxsplit).to_components()))


def _in_rows(texts: Any, again: Callable[[Any], Any], of_vector: Callable[[Any], Any]) -> Any:
    """Rows of parts for texts of any rank: `of_vector` splits a vector, `again` is the whole function."""
    if is_ragged(texts):
        return texts.with_flat_values(again(texts.flat_values))
    rank = texts.shape.ndims
    if rank == 0:
        return again(array_ops.stack([texts]))[0]
    return of_vector(texts) if rank in (1, None) else again(RaggedTensor.from_tensor(texts))


def strings_split_v1(input: Any = None, sep: Any = None, maxsplit: Any = -1,  # noqa: A002
                     result_type: Any = "SparseTensor", source: Any = None, name: Any = None) -> Any:
    input = deprecated_argument_lookup("input", input, "source", source)  # noqa: A001
    with ops.name_scope(name, "StringSplit", [input]):
        tensor: Any = input if is_ragged(input) else convert(input, dtypes.string, "input")
        if result_type == "SparseTensor" and tensor.shape.ndims == 1:
            return string_ops.string_split_v2(tensor, sep, maxsplit)
        found = string_split_v2(tensor, sep, maxsplit)
        _check(result_type)
        return found.to_sparse() if result_type == "SparseTensor" else found


def string_bytes_split(input: Any, name: Any = None) -> Any:  # noqa: A002
    """Rows of single bytes. ValueError for texts of unknown rank."""
    with ops.name_scope(name, "StringsByteSplit", [input]):
        tensor: Any = input if is_ragged(input) else convert(input, None, "input")
        if not is_ragged(tensor) and tensor.shape.ndims is None:
            raise ValueError("input must have a statically-known rank.")
        return _in_rows(tensor, string_bytes_split,
                        lambda texts: _ragged(*gen.StringSplit(texts, delimiter="", skip_empty=False)))
