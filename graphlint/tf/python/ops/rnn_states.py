"""Shapes, parts and zero states of rnn cells, and the check that something is a cell (ops/rnn_cell_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.framework.tensor_shape import as_shape, script_sizes
from graphlint.tf.python.framework.tensor_util import constant_value
from graphlint.tf.python.util import nest

from . import array_ops


def _has(obj: Any, name: str) -> bool:
    try:
        getattr(obj, name)
    except AttributeError:
        return False
    return True


def assert_like_rnncell(cell_name: str, cell: Any) -> None:
    """TypeError where `cell` lacks what an RNNCell has."""
    rows = [(_has(cell, "output_size"), "'output_size' property is missing"),
            (_has(cell, "state_size"), "'state_size' property is missing"),
            (_has(cell, "get_initial_state") or _has(cell, "zero_state"),
             "either 'zero_state' or 'get_initial_state' method is required"),
            (callable(cell), "is not callable")]
    missing = [text for there, text in rows if not there]
    if missing:
        raise TypeError(f"The argument {cell_name!r} ({cell}) is not an RNNCell: {', '.join(missing)}.")


def _part(value: Any, which: str) -> tuple[Any, Any]:
    """(a vector tensor or None, the static shape) of one side of a concatenation."""
    if isinstance(value, Tensor):
        known = constant_value(value)
        rank = None if value.dims is None else len(value.dims)
        if rank == 0:
            return array_ops.expand_dims(value, 0), known
        if rank != 1:
            raise ValueError(f"{which} tensor must be either a scalar or vector, but saw tensor: {value}")
        return value, known
    if isinstance(value, Unknown):
        # a number that the script knows and graphlint doesn't
        return constant_op.constant([value], dtype="int32"), as_shape([value])
    shape = as_shape(value)
    sizes = script_sizes(shape)
    return None if sizes is None else constant_op.constant(sizes, dtype="int32"), shape


def concat_shape(prefix: Any, suffix: Any, static: bool = False) -> Any:
    """`_concat`: two shapes in a row, as a tensor, or as a TensorShape where `static`."""
    first, first_static = _part(prefix, "prefix")
    second, second_static = _part(suffix, "suffix")
    if static:
        return as_shape(first_static).concatenate(second_static)
    if first is None or second is None:
        raise ValueError(f"Provided a prefix or suffix of None: {prefix} and {suffix}")
    return array_ops.concat((first, second), 0)


def zero_state_tensors(state_size: Any, batch_size: Any, dtype: Any) -> Any:
    """Zeros for each part of a state."""

    def zeros(size: Any) -> Any:
        full = concat_shape(batch_size, size)
        early = concat_shape(batch_size, size, static=True) if stack.world.release.zero_state_asks_twice else None
        found = array_ops.zeros(full, dtype=dtype)
        found.set_shape(concat_shape(batch_size, size, static=True) if early is None else early)
        return found

    return nest.map_structure(zeros, state_size)


def input_size(shape: Any) -> Any:
    """The columns of a cell's inputs. ValueError where TensorFlow doesn't know them."""
    size = shape.with_rank(2).dims[1].value
    if size is None:
        raise ValueError("Could not infer input size from inputs.get_shape()[-1]")
    return size


def lstm_parts(cell: Any, state: Any) -> Any:
    """The two parts of the state of an LSTM cell that may project its output."""
    if cell._state_is_tuple:
        return state
    size = cell._num_units if cell._num_proj is None else cell._num_proj
    return (array_ops.slice(state, [0, 0], [-1, cell._num_units]),
            array_ops.slice(state, [0, cell._num_units], [-1, size]))
