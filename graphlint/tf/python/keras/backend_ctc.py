"""Keras's backend: connectionist temporal classification, and functions over the rows of a tensor (keras/backend.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.python.framework.sparse_tensor import SparseTensor
from graphlint.tf.python.keras import backend_math, state
from graphlint.tf.python.keras.layers import spatial
from graphlint.tf.python.ops import array_gather, array_ops, ctc_ops, functional_ops, math_ops, sparse_ops
from graphlint.tf.python.ops import map_fn as map_fn_module


def ctc_label_dense_to_sparse(labels: Any, label_lengths: Any) -> SparseTensor:
    """Rows of labels, cut to their lengths."""
    shape: Any = array_ops.shape(labels)
    batch = array_ops.stack([shape[0]])
    most = array_ops.stack([shape[1]])

    def below(earlier: Any, length: Any) -> Any:
        sizes: Any = array_ops.shape(earlier)
        row = array_ops.expand_dims(math_ops.range(sizes[1]), 0)
        return row < array_ops.fill(most, length)

    first = math_ops.cast(array_ops.fill([1, shape[1]], 0), dtypes.bool_)
    mask: Any = functional_ops.scan(below, label_lengths, initializer=first, parallel_iterations=1)
    mask = mask[:, 0, :]
    columns = array_ops.reshape(array_ops.tile(math_ops.range(0, shape[1]), batch), shape)
    columns = array_ops.boolean_mask(columns, mask)
    rows = array_ops.tile(math_ops.range(0, shape[0]), most)
    rows = array_ops.transpose(array_ops.reshape(rows, backend_math.reverse(shape, 0)))
    rows = array_ops.boolean_mask(rows, mask)
    both = spatial.concatenated([rows, columns], axis=0)
    indices = array_ops.transpose(array_ops.reshape(both, [2, -1]))
    values = array_gather.gather_nd(labels, indices)
    return SparseTensor(math_ops.cast(indices, dtypes.int64), values, math_ops.cast(shape, dtypes.int64))


def _log_first_time(y_pred: Any) -> Any:
    return gen.Log(array_ops.transpose(y_pred, perm=[1, 0, 2]) + state.settings().epsilon)


def ctc_batch_cost(y_true: Any, y_pred: Any, input_length: Any, label_length: Any) -> Any:
    label_length = math_ops.cast(array_ops.squeeze(label_length, axis=-1), dtypes.int32)
    input_length = math_ops.cast(array_ops.squeeze(input_length, axis=-1), dtypes.int32)
    labels = math_ops.cast(ctc_label_dense_to_sparse(y_true, label_length), dtypes.int32)
    found = ctc_ops.ctc_loss(inputs=_log_first_time(y_pred), labels=labels, sequence_length=input_length)
    return array_ops.expand_dims(found, 1)


def ctc_decode(y_pred: Any, input_length: Any, greedy: Any = True, beam_width: Any = 100, top_paths: Any = 1) -> Any:
    y_pred = _log_first_time(y_pred)
    input_length = math_ops.cast(input_length, dtypes.int32)
    if greedy:
        decoded, chances = ctc_ops.ctc_greedy_decoder(inputs=y_pred, sequence_length=input_length)
    else:
        decoded, chances = ctc_ops.ctc_beam_search_decoder(inputs=y_pred, sequence_length=input_length,
                                                           beam_width=beam_width, top_paths=top_paths)
    dense = [sparse_ops.sparse_to_dense(one.indices, one.dense_shape, one.values, default_value=-1) for one in decoded]
    return dense, chances


def map_fn(fn: Any, elems: Any, name: Any = None, dtype: Any = None) -> Any:
    return map_fn_module.map_fn(fn, elems, name=name, dtype=dtype)


def foldl(fn: Any, elems: Any, initializer: Any = None, name: Any = None) -> Any:
    return functional_ops.foldl(fn, elems, initializer=initializer, name=name)


def foldr(fn: Any, elems: Any, initializer: Any = None, name: Any = None) -> Any:
    return functional_ops.foldr(fn, elems, initializer=initializer, name=name)
