"""Parsing of SequenceExamples (ops/parsing_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor

from . import array_shape
from .parsing_features import (
    FixedLenFeature,
    FixedLenSequenceFeature,
    Parameters,
    VarLenFeature,
    legal,
    parameters,
)


def _parameters(context_features: Any, sequence_features: Any) -> tuple[Parameters, Parameters]:
    if not context_features and not sequence_features:
        raise ValueError("Missing features.")
    context = parameters(context_features, (VarLenFeature, FixedLenFeature))
    lists = parameters(sequence_features, (VarLenFeature, FixedLenSequenceFeature))
    for each, which in ((context, "context"), (lists, "feature_list")):
        both = set(each.dense_keys) & set(each.sparse_keys)
        if both:
            raise ValueError(f"{which}_dense and {which}_sparse keys must not intersect; intersection: {both}")
    for key, value in lists.dense_defaults.items():
        if value is not None:
            raise ValueError(f"Value feature_list_dense_defaults[{key}] must be None")
    return context, lists


def _defaults(context: Parameters, reshape: bool) -> list[Any]:
    found = []
    for key, dtype, shape in zip(context.dense_keys, context.dense_types, context.dense_shapes, strict=True):
        value = context.dense_defaults.get(key)
        if value is None:
            value = constant_op.constant([], dtype)
        elif not hasattr(value, "consumers"):
            value = convert(value, dtype, f"key_{legal(key)}")
            value = array_shape.reshape(value, shape) if reshape else value
        found.append(value)
    return found


def _sparse(indices: Any, values: Any, shapes: Any) -> list[SparseTensor]:
    return [SparseTensor(*parts) for parts in zip(indices, values, shapes, strict=True)]


def _named(each: Parameters, sparse: list[Any], dense: list[Any]) -> dict[str, Any]:
    return dict(zip([*each.sparse_keys, *each.dense_keys], [*sparse, *dense], strict=True))


def _attrs(context: Parameters, lists: Parameters) -> dict[str, Any]:
    return {"context_sparse_types": context.sparse_types, "feature_list_sparse_types": lists.sparse_types,
            "feature_list_dense_types": lists.dense_types, "context_dense_shapes": context.shapes(),
            "feature_list_dense_shapes": lists.shapes()}


def parse_sequence_example(serialized: Any, context_features: Any = None, sequence_features: Any = None,
                           example_names: Any = None, name: Any = None) -> tuple[Any, Any, Any]:
    context, lists = _parameters(context_features, sequence_features)
    with ops.name_scope(name, "ParseSequenceExample", [serialized]):
        found = gen.ParseSequenceExample(
            serialized, [] if example_names is None else example_names, _defaults(context, False),
            feature_list_dense_missing_assumed_empty=list(lists.dense_defaults), context_sparse_keys=context.sparse_keys,
            context_dense_keys=context.dense_keys, feature_list_sparse_keys=lists.sparse_keys,
            feature_list_dense_keys=lists.dense_keys, Ncontext_sparse=len(context.sparse_keys),
            Ncontext_dense=len(context.dense_keys), Nfeature_list_sparse=len(lists.sparse_keys),
            Nfeature_list_dense=len(lists.dense_keys), name=name, **_attrs(context, lists))
        context_sparse, list_sparse = _sparse(*found[:3]), _sparse(*found[4:7])
        lengths = dict(zip(lists.dense_keys, found[8], strict=True))
        return _named(context, context_sparse, found[3]), _named(lists, list_sparse, found[7]), lengths


def parse_single_sequence_example(serialized: Any, context_features: Any = None, sequence_features: Any = None,
                                  example_name: Any = None, name: Any = None) -> tuple[Any, Any]:
    context, lists = _parameters(context_features, sequence_features)
    with ops.name_scope(name, "ParseSingleSequenceExample", [serialized]):
        found = gen.ParseSingleSequenceExample(
            serialized, list(lists.dense_defaults), context.sparse_keys, context.dense_keys, lists.sparse_keys,
            lists.dense_keys, _defaults(context, True), "" if example_name is None else example_name, name=name,
            **_attrs(context, lists))
        context_sparse, list_sparse = _sparse(*found[:3]), _sparse(*found[4:7])
        return _named(context, context_sparse, found[3]), _named(lists, list_sparse, found[7])
