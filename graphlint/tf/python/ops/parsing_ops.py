"""Parsing of Examples, raw bytes and CSV (ops/parsing_ops.py)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup
from graphlint.tf.reexport import collect, inherited

from . import array_shape, control_flow_ops, parsing_features, parsing_sequences
from .math_basic import equal
from .parsing_features import (
    FixedLenFeature,
    FixedLenSequenceFeature,
    Parameters,
    SparseFeature,
    VarLenFeature,
    legal,
    merged,
    parameters,
    with_rows,
)

if TYPE_CHECKING:  # the checker does not see what `collect` puts here
    from .parsing_features import *  # noqa: F403
    from .parsing_sequences import *  # noqa: F403

collect(globals(), parsing_features, parsing_sequences)
_KINDS = (VarLenFeature, SparseFeature, FixedLenFeature, FixedLenSequenceFeature)


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.parsing_ops", name)


def parse_example(serialized: Any, features: Any, name: Any = None, example_names: Any = None) -> dict[str, Any]:
    return parse_example_v2(serialized, features, example_names, name)


def parse_example_v2(serialized: Any, features: Any, example_names: Any = None, name: Any = None) -> dict[str, Any]:
    if not features:
        raise ValueError(f"Missing: features was {features}.")
    features = with_rows(features)
    return merged(features, _parsed(serialized, example_names, parameters(features, _KINDS), name))


def _parsed(serialized: Any, names: Any, wanted: Parameters, name: Any) -> dict[str, Any]:
    with ops.name_scope(name, "ParseExample", [serialized, names]):
        wanted.check()
        found = gen.ParseExample(serialized, [] if names is None else names, wanted.sparse_keys, wanted.dense_keys,
                                 wanted.defaults(), sparse_types=wanted.sparse_types, dense_shapes=wanted.shapes(),
                                 name=name)
        return wanted.named(found)


def parse_single_example(serialized: Any, features: Any, name: Any = None, example_names: Any = None) -> dict[str, Any]:
    return parse_single_example_v2_unoptimized(serialized, features, example_names, name)


def parse_single_example_v2_unoptimized(serialized: Any, features: Any, example_names: Any = None,
                                        name: Any = None) -> dict[str, Any]:
    if not features:
        raise ValueError("Missing features.")
    if example_names is None and stack.world.release.single_example_op:
        return parse_single_example_v2(serialized, features, name)
    features = with_rows(features)
    return merged(features, _parsed_as_batch(serialized, example_names, parameters(features, _KINDS), name))


def parse_single_example_v2(serialized: Any, features: Any, name: Any = None) -> dict[str, Any]:
    if not features:
        raise ValueError(f"Missing: features was {features}.")
    features = with_rows(features)
    wanted = parameters(features, _KINDS)
    with ops.name_scope(name, "ParseSingleExample", [serialized]):
        serialized = convert(serialized, name="serialized")
        wanted.check()
        found = gen.ParseSingleExample(serialized, wanted.defaults(), num_sparse=len(wanted.sparse_keys),
                                       sparse_keys=wanted.sparse_keys, dense_keys=wanted.dense_keys,
                                       sparse_types=wanted.sparse_types, dense_shapes=wanted.shapes(), name=name)
        tensors = wanted.named(found)
    return merged(features, tensors)


def _parsed_as_batch(serialized: Any, names: Any, wanted: Parameters, name: Any) -> dict[str, Any]:
    """Through a batch of one, as before there was an op for single examples."""
    with ops.name_scope(name, "ParseSingleExample", [serialized, names]):
        serialized = _batch_of(serialized, "serialized", "SerializedIsScalar", "SerializedDependencies")
        if names is not None:
            names = _batch_of(names, "names", "NamesIsScalar", "NamesDependencies")
        found = _parsed(serialized, names, wanted, name)
        for key in wanted.dense_keys:
            found[key] = gen.Squeeze(found[key], squeeze_dims=[0], name=f"Squeeze_{legal(key)}")
        for key in wanted.sparse_keys:
            sparse = found[key]
            indices = gen.Slice(sparse.indices, [0, 1], [-1, -1], name=f"Slice_Indices_{legal(key)}")
            shape = gen.Slice(sparse.dense_shape, [1], [-1], name=f"Squeeze_Shape_{legal(key)}")
            found[key] = SparseTensor(indices, sparse.values, shape)
        return found


def _batch_of(value: Any, which: str, check: str, dependencies: str) -> Tensor:
    tensor = convert(value)
    if tensor.dims is None:
        scalar = control_flow_ops.Assert(equal(array_shape.rank(tensor), 0), [f"Input {which} must be a scalar"], name=check)
        tensor = control_flow_ops.with_dependencies([scalar], tensor, name=dependencies)
    elif tensor.dims:
        raise ValueError(f"Input {which} must be a scalar")
    return array_shape.expand_dims(tensor, 0)


# --- raw bytes, CSV ---------------------------------------------------------------------------------------------------


def decode_raw(input_bytes: Any, out_type: Any, little_endian: bool = True, fixed_length: Any = None,
               name: Any = None) -> Tensor:
    if fixed_length is not None:
        return gen.DecodePaddedRaw(input_bytes, fixed_length, out_type=out_type, little_endian=little_endian, name=name)  # type: ignore[no-any-return]
    return gen.DecodeRaw(input_bytes, out_type=out_type, little_endian=little_endian, name=name)  # type: ignore[no-any-return]


def decode_raw_v1(input_bytes: Any = None, out_type: Any = None, little_endian: bool = True, name: Any = None,
                  bytes: Any = None) -> Tensor:  # noqa: A002
    input_bytes = deprecated_argument_lookup("input_bytes", input_bytes, "bytes", bytes)
    if out_type is None:
        raise ValueError("decode_raw_v1() missing 1 positional argument: 'out_type'")
    return gen.DecodeRaw(input_bytes, out_type=out_type, little_endian=little_endian, name=name)  # type: ignore[no-any-return]


def decode_csv(records: Any, record_defaults: Any, field_delim: Any = ",", use_quote_delim: bool = True, name: Any = None,
               na_value: Any = "", select_cols: Any = None) -> list[Tensor]:
    return decode_csv_v2(records, record_defaults, field_delim, use_quote_delim, na_value, select_cols, name)


def decode_csv_v2(records: Any, record_defaults: Any, field_delim: Any = ",", use_quote_delim: bool = True,
                  na_value: Any = "", select_cols: Any = None, name: Any = None) -> list[Tensor]:
    if select_cols is not None:
        if any(left >= right for left, right in itertools.pairwise(select_cols)):
            raise ValueError("select_cols is not strictly increasing.")
        if select_cols[0] < 0:
            raise ValueError("select_cols contains negative values.")
        if len(select_cols) != len(record_defaults):
            raise ValueError("Length of select_cols and record_defaults do not match.")
    return gen.DecodeCSV(records, record_defaults, field_delim=field_delim, use_quote_delim=use_quote_delim,  # type: ignore[no-any-return]
                         na_value=na_value, select_cols=select_cols, name=name)
