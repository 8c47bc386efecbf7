"""tf.foldl, tf.foldr, tf.scan (ops/functional_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.util import nest
from graphlint.tf.reexport import inherited

from .control_flow_while import while_loop
from .loop_variables import Nesting, cached_variables, element_tensors, length, set_length, unstacked
from .map_fn import map_fn as map_fn
from .tensor_array_ops import TensorArray


def _arrays(elems: Any) -> tuple[Any, Any]:
    """(number of elements, the arrays in the nesting of `elems`)."""
    tensors = element_tensors(nest.flatten(elems))
    count = length(tensors[0], stack.default_graph().release.fold_static_length)

    def create(elem: Any) -> TensorArray:
        return TensorArray(dtype=elem.dtype, size=count, dynamic_size=False, infer_shape=True).unstack(elem)

    return count, nest.map_structure(create, elems)


def _element(arrays: Any, index: Any) -> Any:
    return nest.map_structure(lambda array: array.read(index), arrays)


def _limit(count: Any) -> Any:
    return count if stack.default_graph().release.fold_maximum_iterations else None


def foldl(fn: Any, elems: Any, initializer: Any = None, parallel_iterations: int = 10, back_prop: bool = True,
          swap_memory: bool = False, name: Any = None) -> Any:
    """`fn(... fn(fn(initializer, first), second) ..., last)`."""
    if not callable(fn):
        raise TypeError("fn must be callable.")
    with ops.name_scope(name, "foldl", [elems]), cached_variables():
        count, arrays = _arrays(elems)
        if initializer is None:
            start = _element(arrays, 0)
            first = constant_op.constant(1)
        else:
            start, first = initializer, constant_op.constant(0)

        def compute(i: Any, a: Any) -> Any:
            a = fn(a, _element(arrays, i))
            return [i + 1, a]

        _, result = while_loop(lambda i, a: i < count, compute, [first, start], back_prop=back_prop,
                               parallel_iterations=parallel_iterations, swap_memory=swap_memory,
                               maximum_iterations=_limit(count))
        return result


def foldr(fn: Any, elems: Any, initializer: Any = None, parallel_iterations: int = 10, back_prop: bool = True,
          swap_memory: bool = False, name: Any = None) -> Any:
    """The same from the last element to the first."""
    if not callable(fn):
        raise TypeError("fn must be callable.")
    with ops.name_scope(name, "foldr", [elems]), cached_variables():
        count, arrays = _arrays(elems)
        if initializer is None:
            first = count - 1
            start = _element(arrays, first)
        else:
            first, start = count, initializer

        def compute(i: Any, a: Any) -> Any:
            i -= 1
            element = _element(arrays, i)
            return [i, fn(a, element)]

        _, result = while_loop(lambda i, a: i > 0, compute, [first, start], back_prop=back_prop,
                               parallel_iterations=parallel_iterations, swap_memory=swap_memory,
                               maximum_iterations=_limit(count))
        return result


def scan(fn: Any, elems: Any, initializer: Any = None, parallel_iterations: int = 10, back_prop: bool = True,
         swap_memory: bool = False, infer_shape: bool = True, reverse: bool = False, name: Any = None) -> Any:
    """All intermediate results of a fold, stacked."""
    if not callable(fn):
        raise TypeError("fn must be callable.")
    given = Nesting(elems)
    wanted = given if initializer is None else Nesting(initializer)
    flat = given.flatten(elems)
    with ops.name_scope(name, "scan", flat), cached_variables():
        tensors = element_tensors(flat)
        release = stack.default_graph().release
        count = length(tensors[0], release.map_static_length, zero_is_known=True)
        sources = unstacked(tensors, count, with_shape=release.scan_element_shapes)
        done = 1 if initializer is None else 0
        if initializer is None:
            values = [source.read(count - 1 if reverse else 0) for source in sources]
        else:
            values = [convert(value) for value in wanted.flatten(initializer)]
        start: Any = constant_op.constant(done) if release.scan_counter_const and not reverse else done
        shaped = release.scan_result_shapes
        targets = [TensorArray(dtype=value.dtype, size=count, dynamic_size=False, infer_shape=infer_shape,
                               element_shape=from_dims(value.dims) if infer_shape and shaped else None) for value in values]
        if initializer is None:
            targets = [target.write(count - 1 if reverse else 0, value)
                       for target, value in zip(targets, values, strict=True)]

        def compute(i: Any, current: Any, arrays: Any) -> Any:
            elements = given.pack([source.read(i) for source in sources])
            result = fn(wanted.pack(current), elements)
            nest.assert_same_structure(elems if initializer is None else initializer, result)
            parts = wanted.flatten(result)
            written = [array.write(i, part) for array, part in zip(arrays, parts, strict=False)]
            return (i - 1 if reverse else i + 1), parts, written

        _, _, arrays = while_loop((lambda i, _1, _2: i >= 0) if reverse else (lambda i, _1, _2: i < count), compute,
                                  (count - 1 - done if reverse else start, values, targets), back_prop=back_prop,
                                  parallel_iterations=parallel_iterations, swap_memory=swap_memory,
                                  maximum_iterations=count if release.scan_maximum_iterations else None)
        results = [array.stack() for array in arrays]
        set_length(results, tensors)
        return wanted.pack(results)


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.functional_ops", name)
