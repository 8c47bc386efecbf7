"""Linear maps inside cells: args times a matrix, plus a bias (`_Linear` of rnn_cell_impl up to 1.4, then of contrib)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.util import nest

from . import array_ops, init_ops, math_ops, nn_ops
from . import variable_scope as vs


def width_of(args: list[Any]) -> int:
    """The columns of all arguments together."""
    shapes = [arg.get_shape() for arg in args]
    total = 0
    for shape in shapes:
        if shape.ndims != 2:
            raise ValueError(f"linear is expecting 2D arguments: {shapes}")
        if shape.dims[1].value is None:
            raise ValueError(f"linear expects shape[1] to be provided for shape {shape}, but saw {shape[1]}")
        total += shape.dims[1].value
    return total


def checked(args: Any) -> tuple[list[Any], bool]:
    """(the arguments as a list, whether they were several)."""
    nested = nest.is_nested(args)
    if args is None or (nested and not args):
        raise ValueError("`args` must be specified")
    return (args if nested else [args]), nested


def bias_of(outer: Any, size: Any, dtype: Any, initializer: Any) -> Any:
    with vs.variable_scope(outer) as inner:
        inner.set_partitioner(None)
        if initializer is None:
            initializer = init_ops.Constant(0.0, dtype=dtype)
        return vs.get_variable("bias", [size], dtype=dtype, initializer=initializer)


class Linear:
    """The variables, made with it, and the map."""

    def __init__(self, args: Any, output_size: Any, build_bias: Any, bias_initializer: Any = None,
                 kernel_initializer: Any = None) -> None:
        self._build_bias = build_bias
        values, self._is_sequence = checked(args)
        width = width_of(values)
        dtype = next(iter(values)).dtype
        with vs.variable_scope(vs.get_variable_scope()) as outer:
            self._weights = vs.get_variable("kernel", [width, output_size], dtype=dtype, initializer=kernel_initializer)
            if build_bias:
                self._biases = bias_of(outer, output_size, dtype, bias_initializer)

    def __call__(self, args: Any) -> Any:
        values = args if self._is_sequence else [args]
        joined = values[0]
        if len(values) > 1:
            as_const = stack.default_graph().release.linear_axis_const
            axis = constant_op.constant(1, dtype="int32") if as_const else 1
            joined = array_ops.concat(values, axis)
        result = math_ops.matmul(joined, self._weights)
        return nn_ops.bias_add(result, self._biases) if self._build_bias else result
