"""Ops on strings (ops/string_ops.py). Splits into ragged tensors are in `ragged/ragged_string_ops`."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops, tensor_util
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup
from graphlint.tf.reexport import inherited

from . import array_shape, math_reduce


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.string_ops", name)


def _is_text(value: Any) -> bool:
    return isinstance(value, (str, bytes))


def regex_full_match(input: Any, pattern: Any, name: Any = None) -> Tensor:
    if _is_text(pattern):
        return gen.StaticRegexFullMatch(input, pattern=pattern, name=name)  # type: ignore[no-any-return]
    return gen.RegexFullMatch(input, pattern, name=name)  # type: ignore[no-any-return]


def regex_replace(input: Any, pattern: Any, rewrite: Any, replace_global: bool = True, name: Any = None) -> Tensor:
    if _is_text(pattern) and _is_text(rewrite):
        return gen.StaticRegexReplace(input, pattern=pattern, rewrite=rewrite, replace_global=replace_global, name=name)  # type: ignore[no-any-return]
    return gen.RegexReplace(input, pattern, rewrite, replace_global=replace_global, name=name)  # type: ignore[no-any-return]


def string_format(template: Any, inputs: Any, placeholder: Any = "{}", summarize: Any = 3, name: Any = None) -> Tensor:
    if tensor_util.is_tensor(inputs):
        inputs = [inputs]
    if template.count(placeholder) != len(inputs):
        raise ValueError(f"{template.count(placeholder)} placeholder(s) in template does not match {len(inputs)} tensor(s) "
                         "provided as input")
    return gen.StringFormat(inputs, template=template, placeholder=placeholder, summarize=summarize, name=name)  # type: ignore[no-any-return]


def _matrix(found: Any) -> SparseTensor:
    indices, values, shape = found
    indices.set_shape([None, 2])
    values.set_shape([None])
    shape.set_shape([2])
    return SparseTensor(indices, values, shape)


def string_split(source: Any, sep: Any = None, skip_empty: bool = True, delimiter: Any = None) -> SparseTensor:
    delimiter = deprecated_argument_lookup("sep", sep, "delimiter", delimiter)
    delimiter = convert(" " if delimiter is None else delimiter, dtypes.string)
    source = convert(source, dtypes.string)
    return _matrix(gen.StringSplit(source, delimiter, skip_empty=skip_empty))


def string_split_v2(source: Any, sep: Any = None, maxsplit: Any = -1) -> SparseTensor:
    sep = convert("" if sep is None else sep, dtypes.string)
    source = convert(source, dtypes.string)
    return _matrix(gen.StringSplitV2(source, sep, maxsplit=maxsplit))


def reduce_join(inputs: Any, axis: Any = None, keep_dims: Any = None, separator: Any = "", name: Any = None,
                reduction_indices: Any = None, keepdims: Any = None) -> Tensor:
    keepdims = deprecated_argument_lookup("keepdims", keepdims, "keep_dims", keep_dims)
    axis = deprecated_argument_lookup("axis", axis, "reduction_indices", reduction_indices)
    return reduce_join_v2(inputs, axis, keepdims, separator, name)


def reduce_join_v2(inputs: Any, axis: Any = None, keepdims: Any = False, separator: Any = "", name: Any = None) -> Tensor:
    with ops.name_scope(None, "ReduceJoin", [inputs, axis]):
        tensor = convert(inputs)
        return gen.ReduceJoin(tensor, _join_axes(tensor, axis), keep_dims=keepdims, separator=separator, name=name)  # type: ignore[no-any-return]


def _join_axes(tensor: Tensor, axis: Any) -> Any:
    if axis is not None:
        return axis
    if tensor.dims is not None:
        return constant_op.constant(np.arange(len(tensor.dims) - 1, -1, -1), dtypes.int32)
    rank: Any = array_shape.rank(tensor)
    return math_reduce.range(rank - 1, -1, -1)


def string_length(input: Any, name: Any = None, unit: Any = "BYTE") -> Tensor:
    return gen.StringLength(input, unit=unit, name=name)  # type: ignore[no-any-return]


def string_length_v2(input: Any, unit: Any = "BYTE", name: Any = None) -> Tensor:
    return string_length(input, name, unit)


def substr(input: Any, pos: Any, len: Any, name: Any = None, unit: Any = "BYTE") -> Tensor:  # noqa: A002
    return gen.Substr(input, pos, len, unit=unit, name=name)  # type: ignore[no-any-return]


def substr_deprecated(input: Any, pos: Any, len: Any, name: Any = None, unit: Any = "BYTE") -> Tensor:  # noqa: A002
    return substr(input, pos, len, name, unit)


def substr_v2(input: Any, pos: Any, len: Any, unit: Any = "BYTE", name: Any = None) -> Tensor:  # noqa: A002
    return substr(input, pos, len, name, unit)


def string_to_number(input: Any, out_type: Any = dtypes.float32, name: Any = None) -> Tensor:
    return gen.StringToNumber(input, out_type=out_type, name=name)  # type: ignore[no-any-return]


def string_to_number_v1(string_tensor: Any = None, out_type: Any = dtypes.float32, name: Any = None,
                        input: Any = None) -> Tensor:
    return string_to_number(deprecated_argument_lookup("input", input, "string_tensor", string_tensor), out_type, name)


def string_to_hash_bucket(input: Any, num_buckets: Any, name: Any = None) -> Tensor:
    return gen.StringToHashBucket(input, num_buckets=num_buckets, name=name)  # type: ignore[no-any-return]


def string_to_hash_bucket_v1(string_tensor: Any = None, num_buckets: Any = None, name: Any = None,
                             input: Any = None) -> Tensor:
    string_tensor = deprecated_argument_lookup("input", input, "string_tensor", string_tensor)
    return string_to_hash_bucket(string_tensor, num_buckets, name)
