"""tf.map_fn (ops/map_fn.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.util import nest

from .control_flow_while import while_loop
from .loop_variables import Nesting, cached_variables, element_tensors, length, set_length, unstacked
from .tensor_array_ops import TensorArray


def map_fn(fn: Any, elems: Any, dtype: Any = None, parallel_iterations: Any = None, back_prop: bool = True,
           swap_memory: bool = False, infer_shape: bool = True, name: Any = None) -> Any:
    """`fn` of each element along the first dim, stacked again."""
    if not callable(fn):
        raise TypeError("fn must be callable.")
    if getattr(type(elems), "is_sparse_tensor", False):
        raise TypeError("To perform a map on the values of a sparse tensor use either  SparseTensor(input.indices, "
                        "fn(input.values), input.dense_shape) or  SparseTensor(input.indices, map_fn(fn, "
                        "input.values), input.dense_shape)")
    given = Nesting(elems)
    wanted = given if dtype is None else Nesting(dtype)
    flat = given.flatten(elems)
    with ops.name_scope(name, "map", flat), cached_variables():
        tensors = element_tensors(flat)
        dtype = dtype or given.pack([tensor.dtype for tensor in tensors])
        dims = tensors[0].dims
        if dims is not None and len(dims) < 1:
            raise ValueError("elems must be a 1+ dimensional Tensor, not a scalar" if len(tensors) == 1 else
                             "elements in elems must be 1+ dimensional Tensors, not scalars")
        release = stack.default_graph().release
        count = length(tensors[0], release.map_static_length)
        sources = unstacked(tensors, count)
        start = constant_op.constant(0)
        targets = [TensorArray(dtype=kind, size=count, dynamic_size=False, infer_shape=infer_shape)
                   for kind in wanted.flatten(dtype)]

        def compute(i: Any, arrays: Any) -> Any:
            value = fn(given.pack([source.read(i) for source in sources]))
            nest.assert_same_structure(dtype or elems, value)
            written = [array.write(i, part) for array, part in zip(arrays, wanted.flatten(value), strict=False)]
            return i + 1, written

        _, arrays = while_loop(lambda i, _: i < count, compute, (start, targets), back_prop=back_prop,
                               parallel_iterations=parallel_iterations or 10, swap_memory=swap_memory,
                               maximum_iterations=count if release.map_maximum_iterations else None)
        results = [array.stack() for array in arrays]
        set_length(results, tensors)
        return Nesting(dtype).pack(results)
