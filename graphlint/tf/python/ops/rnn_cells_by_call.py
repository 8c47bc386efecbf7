"""Cells as they were up to 1.4: their variables are made when they are called first (ops/rnn_cell_impl.py, release 1.4)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack

from . import array_ops, clip_ops, init_ops, math_ops
from . import variable_scope as vs
from .rnn_linear import Linear
from .rnn_states import input_size, lstm_parts


def in_force() -> bool:
    return not stack.default_graph().release.rnn_cells_build


def _kept(cell: Any, key: str) -> Any:
    return cell.__dict__.setdefault("_linears", {}).get(key)


def _linear(cell: Any, key: str, args: Any, size: Any, bias: bool = True, scope: str | None = None, **more: Any) -> Any:
    found = _kept(cell, key)
    if found is None:
        if scope is None:
            found = Linear(args, size, bias, **more)
        else:
            with vs.variable_scope(scope):
                found = Linear(args, size, bias, **more)
        cell._linears[key] = found
    return found(args)


def basic_rnn(cell: Any, inputs: Any, state: Any) -> Any:
    output = cell._activation(_linear(cell, "all", [inputs, state], cell._num_units))
    return output, output


def gru(cell: Any, inputs: Any, state: Any) -> Any:
    bias = cell._bias_initializer
    ones = None
    if _kept(cell, "gates") is None:
        ones = init_ops.Constant(1.0, dtype=inputs.dtype) if bias is None else bias
    kernel = cell._kernel_initializer
    gates = _linear(cell, "gates", [inputs, state], 2 * cell._num_units, scope="gates", bias_initializer=ones,
                    kernel_initializer=kernel)
    r, u = array_ops.split(value=math_ops.sigmoid(gates), num_or_size_splits=2, axis=1)
    r_state = r * state
    c = cell._activation(_linear(cell, "candidate", [inputs, r_state], cell._num_units, scope="candidate",
                                 bias_initializer=bias, kernel_initializer=kernel))
    new_state = u * state + (1 - u) * c
    return new_state, new_state


def basic_lstm(cell: Any, inputs: Any, state: Any, pair: Any) -> Any:
    """`pair` makes the state of its two parts."""
    sigmoid = math_ops.sigmoid
    tuples = cell._state_is_tuple
    c, h = state if tuples else array_ops.split(value=state, num_or_size_splits=2, axis=1)
    gates = _linear(cell, "all", [inputs, h], 4 * cell._num_units)
    i, j, f, o = array_ops.split(value=gates, num_or_size_splits=4, axis=1)
    new_c = c * sigmoid(f + cell._forget_bias) + sigmoid(i) * cell._activation(j)
    new_h = cell._activation(new_c) * sigmoid(o)
    return new_h, pair(new_c, new_h) if tuples else array_ops.concat([new_c, new_h], 1)


def lstm(cell: Any, inputs: Any, state: Any, pair: Any) -> Any:
    c_prev, m_prev = lstm_parts(cell, state)
    input_size(inputs.get_shape())  # only its error
    if _kept(cell, "gates") is None:
        with vs.variable_scope(vs.get_variable_scope(), initializer=cell._initializer) as scope:
            _shard(scope, cell._num_unit_shards)
            cell._linears["gates"] = Linear([inputs, m_prev], 4 * cell._num_units, True)
    gates = cell._linears["gates"]([inputs, m_prev])
    i, j, f, o = array_ops.split(value=gates, num_or_size_splits=4, axis=1)
    if cell._use_peepholes and "_w_f_diag" not in cell.__dict__:
        _make_peepholes(cell, inputs.dtype)
    c = cell._new_cell(i, j, f, c_prev)
    if cell._cell_clip is not None:
        c = clip_ops.clip_by_value(c, -cell._cell_clip, cell._cell_clip)
    o = o + cell._w_o_diag * c if cell._use_peepholes else o
    m = math_ops.sigmoid(o) * cell._activation(c)
    if cell._num_proj is not None:
        m = _projected(cell, m)
    return m, pair(c, m) if cell._state_is_tuple else array_ops.concat([c, m], 1)


def _make_peepholes(cell: Any, dtype: Any) -> None:
    with (vs.variable_scope(vs.get_variable_scope(), initializer=cell._initializer) as outer,
          vs.variable_scope(outer)):
        for name in ("w_f_diag", "w_i_diag", "w_o_diag"):
            setattr(cell, f"_{name}", vs.get_variable(name, shape=[cell._num_units], dtype=dtype))


def _projected(cell: Any, m: Any) -> Any:
    if _kept(cell, "projection") is None:
        with (vs.variable_scope(vs.get_variable_scope(), initializer=cell._initializer),
              vs.variable_scope("projection") as scope):
            _shard(scope, cell._num_proj_shards)
            cell._linears["projection"] = Linear(m, cell._num_proj, False)
    m = cell._linears["projection"](m)
    return m if cell._proj_clip is None else clip_ops.clip_by_value(m, -cell._proj_clip, cell._proj_clip)


def _shard(scope: Any, shards: Any) -> None:
    if shards is not None:
        from . import partitioned_variables  # noqa: PLC0415 - a deprecated argument

        scope.set_partitioner(partitioned_variables.fixed_size_partitioner(shards))
