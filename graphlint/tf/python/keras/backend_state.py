"""Keras's backend: variables, placeholders, random tensors, sessions, functions (keras/backend.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Tensor
from graphlint.libs.numpy.convert import as_array
from graphlint.libs.numpy.creation import astype
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.keras import state
from graphlint.tf.python.keras.engine.input_layer import next_uid
from graphlint.tf.python.keras.session import initialize_variables, track_variable
from graphlint.tf.python.ops import (
    array_constants,
    array_ops,
    dependencies,
    gradients_impl,
    init_ops,
    linalg_ops,
    logging_ops,
    nn_activations,
    random_ops,
    sparse_ops,
    state_ops,
)
from graphlint.tf.python.ops import variables as variables_module
from graphlint.tf.python.util import nest

get_uid = next_uid


def _kind(dtype: Any) -> Any:
    return as_dtype(state.settings().floatx if dtype is None else dtype)


def variable(value: Any, dtype: Any = None, name: Any = None, constraint: Any = None) -> Any:
    found = variables_module.create(value, dtype=_kind(dtype), name=name, constraint=constraint, use_resource=True)
    track_variable(found)
    return found


def constant(value: Any, dtype: Any = None, shape: Any = None, name: Any = None) -> Any:
    return constant_op.constant(value, dtype=_kind(dtype), shape=shape, name="Const" if name is None else name)


def zeros(shape: Any, dtype: Any = None, name: Any = None) -> Any:
    return _filled(array_constants.zeros, shape, dtype, name)


def ones(shape: Any, dtype: Any = None, name: Any = None) -> Any:
    return _filled(array_constants.ones, shape, dtype, name)


def _filled(make: Any, shape: Any, dtype: Any, name: Any) -> Any:
    with ops.init_scope():
        found = make(shape=shape, dtype=_kind(dtype), name=name)
        if all(found.shape.as_list()):
            return variable(found, dtype=dtype, name=name)
        track_variable(found)
        return found


def update(x: Any, new_x: Any) -> Any:
    return state_ops.assign(x, new_x)


def update_add(x: Any, increment: Any) -> Any:
    return state_ops.assign_add(x, increment)


def update_sub(x: Any, decrement: Any) -> Any:
    return state_ops.assign_sub(x, decrement)


def moving_average_update(x: Any, value: Any, momentum: Any) -> Any:
    from graphlint.tf.python.training import moving_averages  # noqa: PLC0415

    return moving_averages.assign_moving_average(x, value, momentum, zero_debias=True)


def is_keras_tensor(x: Any) -> bool:
    if not isinstance(x, (Tensor, variables_module.Variable)):
        raise ValueError(f"Unexpectedly found an instance of type `{type(x)}`. Expected a symbolic tensor instance.")
    return state.note(x, "_keras_history") is not None


def is_sparse(tensor: Any) -> bool:
    return bool(getattr(type(tensor), "is_composite_tensor", False))


def stop_gradient(variables: Any) -> Any:
    if isinstance(variables, (list, tuple)):
        return [gen.StopGradient(one) for one in variables]
    return gen.StopGradient(variables)


def gradients(loss: Any, variables: Any) -> Any:
    return gradients_impl.gradients(loss, variables, colocate_gradients_with_ops=True)


# --- random -----------------------------------------------------------------------------------------------------------


def random_normal(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: Any = None) -> Any:
    return random_ops.random_normal(shape, mean=mean, stddev=stddev, dtype=_kind(dtype), seed=seed or 0)


def random_uniform(shape: Any, minval: Any = 0.0, maxval: Any = 1.0, dtype: Any = None, seed: Any = None) -> Any:
    return random_ops.random_uniform(shape, minval=minval, maxval=maxval, dtype=_kind(dtype), seed=seed or 0)


def truncated_normal(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: Any = None) -> Any:
    return random_ops.truncated_normal(shape, mean, stddev, dtype=_kind(dtype), seed=seed or 0)


def dropout(x: Any, level: Any, noise_shape: Any = None, seed: Any = None) -> Any:
    return nn_activations.dropout_v2(x, rate=level, noise_shape=noise_shape, seed=seed or 0)


def random_binomial(shape: Any, p: Any = 0.0, dtype: Any = None, seed: Any = None) -> Any:
    kind = _kind(dtype)
    drawn: Any = random_ops.random_uniform(shape, dtype=kind, seed=seed or 0)
    return array_ops.where(drawn <= p, array_constants.ones(shape, dtype=kind), array_constants.zeros(shape, dtype=kind))


def random_uniform_variable(shape: Any, low: Any, high: Any, dtype: Any = None, name: Any = None,
                            seed: Any = None) -> Any:
    return variable(init_ops.RandomUniform(low, high, dtype=_kind(dtype), seed=seed or 0)(shape), dtype, name)


def random_normal_variable(shape: Any, mean: Any, scale: Any, dtype: Any = None, name: Any = None,
                           seed: Any = None) -> Any:
    return variable(init_ops.RandomNormal(mean, scale, dtype=_kind(dtype), seed=seed or 0)(shape), dtype, name)


def eye(size: Any, dtype: Any = None, name: Any = None) -> Any:
    return variable(linalg_ops.eye(size, dtype=_kind(dtype)), dtype, name)


def to_dense(tensor: Any) -> Any:
    return sparse_ops.sparse_tensor_to_dense(tensor) if is_sparse(tensor) else tensor


def print_tensor(x: Any, message: Any = "") -> Any:
    printed = logging_ops.print_v2(message, x, output_stream="<stdout>")
    if not isinstance(x, Tensor):
        return x
    with ops.control_dependencies([printed]):
        return array_ops.identity(x)


# --- sessions ---------------------------------------------------------------------------------------------------------


def get_value(x: Any) -> Any:
    if not isinstance(x, (Tensor, variables_module.Variable)):
        return x
    initialize_variables()
    return Unknown("the value of a tensor")


eval = get_value  # noqa: A001 - Keras's name


def batch_get_value(tensors: Any) -> Any:
    if tensors:
        initialize_variables()
    return [Unknown("the value of a tensor") for _ in tensors]


def set_value(x: Any, value: Any) -> None:
    batch_set_value([(x, value)])


def batch_set_value(tuples: Any) -> None:
    """A placeholder and an assignment for each variable, made once; then the session runs."""
    for x, value in tuples:
        made = state.note(x, "_assign_placeholder")
        if made is None:
            # a value that isn't known has the variable's rank, as any other would be refused
            rank = x.shape.ndims if isinstance(value, Unknown) else np.ndim(value)
            made = array_constants.placeholder(x.dtype.base_dtype, shape=None if rank is None else [None] * rank)
            state.set_note(x, "_assign_placeholder", made)
            assigned = x.assign(made)
            if isinstance(assigned, variables_module.Variable):
                assigned.as_graph_element()  # type: ignore[attr-defined]
    if tuples:
        initialize_variables()


def get_session(op_input_list: Any = ()) -> Any:
    from graphlint.tf.python.client import session  # noqa: PLC0415

    notes = stack.default_graph().extra
    if "keras_session" not in notes:
        notes["keras_session"] = session.Session()
    initialize_variables()
    return notes["keras_session"]


def set_session(session: Any) -> None:
    stack.default_graph().extra["keras_session"] = session


def clear_session() -> None:
    """A new default graph, and names that count from the start."""
    stack.reset_default()
    from graphlint.tf.python.keras.learning_phase import learning_phase_placeholder  # noqa: PLC0415

    learning_phase_placeholder()


def manual_variable_initialization(value: Any) -> None:
    stack.default_graph().extra["keras_manual"] = value


def backend() -> str:
    return "tensorflow"


@exposed
class GraphExecutionFunction:
    """What K.function returns; a call runs the session, so its values aren't known."""

    def __init__(self, inputs: Any, outputs: Any, updates: Any = None) -> None:
        self.inputs, self.outputs = nest.flatten(inputs), nest.flatten(outputs)
        with ops.control_dependencies([self.outputs[0]]):
            made = [state_ops.assign(*one) if isinstance(one, tuple) else one for one in updates or []]
            self.updates_op = dependencies.group(*made)
        self._structure = outputs

    def __call__(self, inputs: Any) -> Any:
        initialize_variables()
        stack.world.session_runs += 1
        return nest.map_structure(lambda _: Unknown("the result of a Keras function"), self._structure)


def function(inputs: Any, outputs: Any, updates: Any = None, name: Any = None, **kwargs: Any) -> Any:
    return GraphExecutionFunction(inputs, outputs, updates=updates)


def cast_to_floatx(x: Any) -> Any:
    if isinstance(x, (Tensor, variables_module.Variable)):
        from graphlint.tf.python.ops import math_basic  # noqa: PLC0415

        return math_basic.cast(x, dtype=state.settings().floatx)
    return astype(as_array(x), state.settings().floatx)
