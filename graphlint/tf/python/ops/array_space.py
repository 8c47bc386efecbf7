"""Padding, space and batch rearrangements, diagonals, quantization and sets of values (ops/array_ops.py)."""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

from graphlint.graph import dtypes, stack
from graphlint.graph.graph import Tensor
from graphlint.ops import symbols
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.ops import IndexedSlices
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.util.deprecation import deprecated_argument_lookup

from . import array_constants, array_gather, array_joining


def pad(tensor: Any, paddings: Any, mode: Any = "CONSTANT", name: Any = None, constant_values: Any = 0) -> Tensor:
    mode = mode.upper()
    found: Tensor
    if mode == "CONSTANT":
        zero = not tensor_util.is_tensor(constant_values) and constant_values == 0
        found = gen.Pad(tensor, paddings, name=name) if zero else gen.PadV2(tensor, paddings, constant_values, name=name)
    elif mode in ("REFLECT", "SYMMETRIC"):
        found = gen.MirrorPad(tensor, paddings, mode=mode, name=name)
    else:
        raise ValueError(f"Unknown padding mode: {mode}")
    if stack.world.release.pad_refines_shape:
        _refine(found)
    return found


def pad_v2(tensor: Any, paddings: Any, mode: Any = "CONSTANT", constant_values: Any = 0, name: Any = None) -> Tensor:
    return pad(tensor, paddings, mode, name, constant_values)


def _refine(found: Tensor) -> None:
    """Dims whose paddings are constant are known though other paddings are not."""
    source, paddings = found.op.inputs[0].dims, found.op.inputs[1]
    if source is None or (found.dims is not None and all(isinstance(dim, int) for dim in found.dims)):
        return
    rows = _known_rows(paddings)
    if rows is None:
        return
    dims: list[Any] = list(found.dims) if found.dims is not None else [symbols.unknown() for _ in source]
    for axis, (row, dim) in enumerate(zip(rows, source, strict=False)):
        if row is not None and isinstance(dim, int):
            dims[axis] = dim + row
    found.dims = tuple(dims)


def _known_rows(paddings: Tensor) -> list[int | None] | None:
    known = tensor_util.constant_value(paddings)
    if known is not None:
        return [int(sum(row)) for row in known]
    if paddings.op.type != "Pack" or paddings.op.attrs["axis"] != 0:
        return None
    parts = [tensor_util.constant_value(row) for row in paddings.op.inputs]
    return [None if part is None else int(np.sum(part)) for part in parts]


def matrix_diag(diagonal: Any, name: Any = "diag", k: Any = 0, num_rows: Any = -1, num_cols: Any = -1,
                padding_value: Any = 0) -> Tensor:
    """The parameters after the name have no effect in 1.15."""
    return gen.MatrixDiag(diagonal, name=_own_name(name, "diag"))  # type: ignore[no-any-return]


def matrix_diag_part(input: Any, name: Any = "diag_part", k: Any = 0, padding_value: Any = 0) -> Tensor:
    return gen.MatrixDiagPart(input, name=_own_name(name, "diag_part"))  # type: ignore[no-any-return]


def matrix_set_diag(input: Any, diagonal: Any, name: Any = "set_diag", k: Any = 0) -> Tensor:
    return gen.MatrixSetDiag(input, diagonal, name=_own_name(name, "set_diag"))  # type: ignore[no-any-return]


def _own_name(name: Any, default: str) -> Any:
    """Up to 1.14 these were the generated wrappers, whose default name is the op type."""
    return None if name == default and not stack.world.release.matrix_diag_named else name


# --- space, depth, batch ----------------------------------------------------------------------------------------------


def required_space_to_batch_paddings(input_shape: Any, block_shape: Any, base_paddings: Any = None,
                                     name: Any = None) -> tuple[Tensor, Tensor]:
    with ops.name_scope(name, "required_space_to_batch_paddings", [input_shape, block_shape]):
        input_shape = convert(input_shape, dtypes.int32, "input_shape")
        block_shape = convert(block_shape, dtypes.int32, "block_shape")
        block = from_dims(block_shape.dims)
        block.assert_is_fully_defined()
        block.assert_has_rank(1)
        count = block[0].value
        if count == 0:
            return array_constants.zeros([0, 2], dtypes.int32), array_constants.zeros([0, 2], dtypes.int32)
        from_dims(input_shape.dims).assert_is_compatible_with([count])
        if base_paddings is None:
            base_paddings = array_constants.zeros([count, 2], dtypes.int32)
        else:
            base_paddings = convert(base_paddings, dtypes.int32, "base_paddings")
            from_dims(base_paddings.dims).assert_is_compatible_with([count, 2])
        known = [tensor_util.constant_value(part) for part in (block_shape, input_shape, base_paddings)]
        if all(part is not None for part in known):
            block_shape, input_shape, base_paddings = known
        start, end = base_paddings[:, 0], base_paddings[:, 1]
        full = input_shape + start + end
        extra = (block_shape - full % block_shape) % block_shape
        stop = end + extra
        rows = builtins.range(count)
        paddings = array_joining.stack([[start[i], stop[i]] for i in rows], name="paddings")
        crops = array_joining.stack([[0, extra[i]] for i in rows], name="crops")
        return paddings, crops


def space_to_batch(input: Any, paddings: Any, block_size: Any = None, name: Any = None, block_shape: Any = None) -> Tensor:
    size = deprecated_argument_lookup("block_shape", block_shape, "block_size", block_size)
    found: Any = gen.SpaceToBatchND(input, np.array([size, size], np.int64), paddings, name=name)
    found.set_shape(found.get_shape().with_rank(4))
    return found  # type: ignore[no-any-return]


def space_to_batch_v2(input: Any, block_shape: Any, paddings: Any, name: Any = None) -> Tensor:
    return gen.SpaceToBatchND(input, block_shape, paddings, name=name)  # type: ignore[no-any-return]


def batch_to_space(input: Any, crops: Any, block_size: Any, name: Any = None, block_shape: Any = None) -> Tensor:
    size = deprecated_argument_lookup("block_shape", block_shape, "block_size", block_size)
    found: Any = gen.BatchToSpaceND(input, np.array([size, size], np.int64), crops, name=name)
    found.set_shape(found.get_shape().with_rank(4))
    return found  # type: ignore[no-any-return]


def batch_to_space_v2(input: Any, block_shape: Any, crops: Any, name: Any = None) -> Tensor:
    if isinstance(block_shape, int):
        block_shape = np.array([block_shape, block_shape], np.int64)
    return gen.BatchToSpaceND(input, block_shape, crops, name=name)  # type: ignore[no-any-return]


def space_to_depth(input: Any, block_size: Any, name: Any = None, data_format: Any = "NHWC") -> Tensor:
    return gen.SpaceToDepth(input, block_size=block_size, data_format=data_format, name=name)  # type: ignore[no-any-return]


def space_to_depth_v2(input: Any, block_size: Any, data_format: Any = "NHWC", name: Any = None) -> Tensor:
    return space_to_depth(input, block_size, name, data_format)


def depth_to_space(input: Any, block_size: Any, name: Any = None, data_format: Any = "NHWC") -> Tensor:
    return gen.DepthToSpace(input, block_size=block_size, data_format=data_format, name=name)  # type: ignore[no-any-return]


def depth_to_space_v2(input: Any, block_size: Any, data_format: Any = "NHWC", name: Any = None) -> Tensor:
    return depth_to_space(input, block_size, name, data_format)


def extract_image_patches_v2(images: Any, sizes: Any, strides: Any, rates: Any, padding: Any, name: Any = None) -> Tensor:
    return gen.ExtractImagePatches(images, ksizes=sizes, strides=strides, rates=rates, padding=padding, name=name)  # type: ignore[no-any-return]


def extract_image_patches(images: Any, ksizes: Any = None, strides: Any = None, rates: Any = None, padding: Any = None,
                          name: Any = None, sizes: Any = None) -> Tensor:
    sizes = deprecated_argument_lookup("sizes", sizes, "ksizes", ksizes)
    return extract_image_patches_v2(images, sizes, strides, rates, padding, name)


# --- reversal, sets, quantization -------------------------------------------------------------------------------------


def reverse_sequence(input: Any, seq_lengths: Any, seq_axis: Any = None, batch_axis: Any = None, name: Any = None,
                     seq_dim: Any = None, batch_dim: Any = None) -> Tensor:
    seq_axis = deprecated_argument_lookup("seq_axis", seq_axis, "seq_dim", seq_dim)
    batch_axis = deprecated_argument_lookup("batch_axis", batch_axis, "batch_dim", batch_dim)
    return reverse_sequence_v2(input, seq_lengths, seq_axis, batch_axis, name)


def reverse_sequence_v2(input: Any, seq_lengths: Any, seq_axis: Any = None, batch_axis: Any = None,
                        name: Any = None) -> Tensor:
    return gen.ReverseSequence(input, seq_lengths, seq_dim=seq_axis, batch_dim=batch_axis, name=name)  # type: ignore[no-any-return]


def setdiff1d(x: Any, y: Any, index_dtype: Any = dtypes.int32, name: Any = None) -> Any:
    return gen.ListDiff(x, y, out_idx=index_dtype, name=name)


def unique(x: Any, out_idx: Any = dtypes.int32, name: Any = None) -> Any:
    return gen.Unique(x, out_idx=out_idx, name=name)


def unique_with_counts(x: Any, out_idx: Any = dtypes.int32, name: Any = None) -> Any:
    return gen.UniqueWithCounts(x, out_idx=out_idx, name=name)


def edit_distance(hypothesis: Any, truth: Any, normalize: bool = True, name: Any = "edit_distance") -> Tensor:
    for value, which in ((hypothesis, "Hypothesis"), (truth, "Truth")):
        if not getattr(type(value), "is_sparse_tensor", False):
            raise TypeError(f"{which} must be a SparseTensor.")
    return gen.EditDistance(hypothesis.indices, hypothesis.values, hypothesis.dense_shape, truth.indices, truth.values,  # type: ignore[no-any-return]
                            truth.dense_shape, normalize=normalize, name=name)


def sparse_mask(a: Any, mask_indices: Any, name: Any = None) -> IndexedSlices:
    with ops.name_scope(name, "sparse_mask", [a, mask_indices]) as scope:
        kept, positions = gen.ListDiff(a.indices, mask_indices)
        return IndexedSlices(array_gather.gather(a.values, positions, name=scope), kept, a.dense_shape)


def quantize_v2(input: Any, min_range: Any, max_range: Any, T: Any, mode: Any = "MIN_COMBINED", name: Any = None,
                round_mode: Any = "HALF_AWAY_FROM_ZERO") -> Any:
    return gen.QuantizeV2(input, min_range, max_range, T=T, mode=mode, round_mode=round_mode, name=name)


def quantize(input: Any, min_range: Any, max_range: Any, T: Any, mode: Any = "MIN_COMBINED",
             round_mode: Any = "HALF_AWAY_FROM_ZERO", name: Any = None) -> Any:
    return quantize_v2(input, min_range, max_range, T, mode, name, round_mode)


def quantize_and_dequantize(input: Any, input_min: Any, input_max: Any, signed_input: bool = True, num_bits: int = 8,
                            range_given: bool = False, round_mode: Any = "HALF_TO_EVEN", name: Any = None,
                            narrow_range: bool = False) -> Tensor:
    return gen.QuantizeAndDequantizeV2(input, input_min, input_max, signed_input=signed_input, num_bits=num_bits,  # type: ignore[no-any-return]
                                       range_given=range_given, round_mode=round_mode, narrow_range=narrow_range, name=name)


def fingerprint(data: Any, method: Any = "farmhash64", name: Any = None) -> Tensor:
    return gen.Fingerprint(data, method, name=name)  # type: ignore[no-any-return]
