"""Parsing of examples and sequence examples: shapes. (The protos themselves are data that a graph doesn't hold.)"""

from __future__ import annotations

from collections.abc import Sequence

from graphlint.graph.graph import Dims
from shapecalc import Expr, ShapeError, unknown

from .inference import InferenceContext, show
from .registry import shape


def _sparse(count: int, rank: int) -> list[Dims]:
    """Indices, values and shapes of `count` sparse tensors."""
    return [*[(unknown(), rank)] * count, *[(unknown(),)] * count, *[(rank,)] * count]


def _behind(batch: Dims, dims: Dims) -> Dims:
    return None if batch is None or dims is None else (*batch, *dims)


def _check_dense(shapes: Sequence[Dims], variable: bool) -> None:
    """Only the first dim of a dense feature may be open, and only where it may be padded."""
    for index, dims in enumerate(shapes):
        inner = None if dims is None else dims[1:] if variable else dims
        if inner is None or any(isinstance(dim, Expr) for dim in inner):
            text = "<unknown>" if dims is None else show(dims)
            if variable:
                raise ShapeError(f"dense_shapes[{index}] has unknown rank or unknown inner dimensions: {text}")
            raise ShapeError(f"Shape {text} is not fully defined")


@shape("ParseExample")
def parse_example_shape(c: InferenceContext) -> Sequence[Dims]:
    sparse, dense = c.attr("sparse_types"), c.attr("Tdense")
    for name, keys, kinds in (("sparse", c.attr("Nsparse"), sparse), ("dense", c.attr("Ndense"), dense)):
        if keys != len(kinds):
            raise ShapeError(f"len({name}_keys) != len({name}_types)")
    shapes = c.attr("dense_shapes")
    if len(shapes) != len(dense):
        raise ShapeError("len(dense_keys) != len(dense_shapes)")
    _check_dense(shapes, True)
    batch = c.with_rank(0, 1)
    c.with_rank(1, 1)
    return [*_sparse(len(sparse), 2), *[_behind(batch, dims) for dims in shapes]]


@shape("ParseSingleExample")
def parse_single_shape(c: InferenceContext) -> Sequence[Dims]:
    count, keys, kinds = c.attr("num_sparse"), len(c.attr("sparse_keys")), len(c.attr("sparse_types"))
    if not count == keys == kinds:
        raise ShapeError(f"num_sparse ({count}) must match the size of sparse_keys ({keys}) and sparse_types ({kinds})")
    c.with_rank(0, 0)
    return [*_sparse(count, 1), *c.attr("dense_shapes")]


def _check_counts(c: InferenceContext) -> None:
    """The numbers of keys and types must agree."""
    for count, word, kinds in (("Ncontext_sparse", "context_sparse", "context_sparse_types"),
                               ("Ncontext_dense", "context_dense", "Tcontext_dense"),
                               ("Nfeature_list_sparse", "feature_list_sparse", "feature_list_sparse_types"),
                               ("Nfeature_list_dense", "feature_list_dense", "feature_list_dense_types")):
        given, keys, types = c.attr(count), c.attrs.get(f"{word}_keys"), len(c.attr(kinds))
        if keys is None and given != types:
            raise ShapeError(f"len({word}_keys) != len({word}_types)")
        if keys is not None and not given == len(keys) == types:
            raise ShapeError(f"num_{word} ({given}) must match the size of {word}_keys ({len(keys)}) and {word}_types "
                             f"({types})")


@shape("ParseSingleSequenceExample")
def parse_single_sequence_shape(c: InferenceContext) -> Sequence[Dims]:
    _check_counts(c)
    _check_dense(c.attr("context_dense_shapes"), False)
    _check_dense(c.attr("feature_list_dense_shapes"), False)
    c.with_rank(0, 0)
    return [
        *_sparse(len(c.attr("context_sparse_types")), 1),
        *c.attr("context_dense_shapes"),
        *_sparse(len(c.attr("feature_list_sparse_types")), 2),
        *[_behind((unknown(),), dims) for dims in c.attr("feature_list_dense_shapes")],
    ]


@shape("ParseSequenceExample")
def parse_sequence_shape(c: InferenceContext) -> Sequence[Dims]:
    _check_counts(c)
    _check_dense(c.attr("context_dense_shapes"), False)
    _check_dense(c.attr("feature_list_dense_shapes"), False)
    batch = c.with_rank(0, 1)
    lists = c.attr("feature_list_dense_shapes")
    return [
        *_sparse(len(c.attr("context_sparse_types")), 2),
        *[_behind(batch, dims) for dims in c.attr("context_dense_shapes")],
        *_sparse(len(c.attr("feature_list_sparse_types")), 3),
        *[_behind((*batch, unknown()), dims) for dims in lists],
        *[batch] * len(lists),
    ]
