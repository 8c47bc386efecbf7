"""The global step (training/training_util.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Graph, Tensor
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import init_ops, resource_variable_ops, state_ops, variable_scope, variables

GLOBAL_STEP_READ_KEY = "global_step_read_op_cache"


def global_step(sess: Any, global_step_tensor: Any) -> Any:
    return sess.run(global_step_tensor)


def get_global_step(graph: Any = None) -> Any:
    """The graph's global step, None where it has none or several. TypeError for one that is no integer scalar."""
    graph = graph or ops.get_default_graph()
    found = ops.graph_collection(graph, GraphKeys.GLOBAL_STEP)
    if len(found) > 1:
        return None
    if found:
        step = found[0]
    elif "global_step" in graph.by_name:
        step = graph.by_name["global_step"].outputs[0]
    else:
        return None
    assert_global_step(step)
    return step


def create_global_step(graph: Any = None) -> Any:
    """A new global step at the root. ValueError where there is one."""
    graph = graph or ops.get_default_graph()
    if get_global_step(graph) is not None:
        raise ValueError('"global_step" already exists.')
    with graph.as_default(), graph.name_scope(None):
        return variable_scope.get_variable(
            GraphKeys.GLOBAL_STEP, shape=[], dtype=dtypes.int64, initializer=init_ops.Zeros(), trainable=False,
            aggregation=variables.VariableAggregation.ONLY_FIRST_REPLICA,
            collections=[GraphKeys.GLOBAL_VARIABLES, GraphKeys.GLOBAL_STEP])


def get_or_create_global_step(graph: Any = None) -> Any:
    graph = graph or ops.get_default_graph()
    found = get_global_step(graph)
    return create_global_step(graph) if found is None else found


def assert_global_step(global_step_tensor: Any) -> None:
    if not isinstance(global_step_tensor, (variables.Variable, Tensor, resource_variable_ops.BaseResourceVariable)):
        raise TypeError(f'Existing "global_step" must be a Variable or Tensor: {global_step_tensor}.')
    if not global_step_tensor.dtype.base_dtype.is_integer:
        raise TypeError(f'Existing "global_step" does not have integer type: {global_step_tensor.dtype}')
    shape = global_step_tensor.get_shape()  # type: ignore[union-attr]
    if shape.ndims != 0 and shape.is_fully_defined():
        raise TypeError(f'Existing "global_step" is not scalar: {shape}')


def _get_global_step_read(graph: Any = None) -> Any:
    found = ops.graph_collection(graph or ops.get_default_graph(), GLOBAL_STEP_READ_KEY)
    if len(found) > 1:
        raise RuntimeError(f"There are multiple items in collection {GLOBAL_STEP_READ_KEY}. There should be only one.")
    return found[0] if found else None


def _get_or_create_global_step_read(graph: Any = None) -> Any:
    graph = graph or ops.get_default_graph()
    found = _get_global_step_read(graph)
    step = get_global_step(graph)
    if found is not None or step is None:
        return found
    with _beside(graph, step):
        value = step.initialized_value() if isinstance(step, variables.Variable) else step
        ops.add_to_collection(GLOBAL_STEP_READ_KEY, value + 0)
    return _get_global_step_read(graph)


def _increment_global_step(increment: Any, graph: Any = None) -> Any:
    graph = graph or ops.get_default_graph()
    step = get_global_step(graph)
    if step is None:
        raise ValueError("Global step tensor should be created by tf.train.get_or_create_global_step before calling "
                         "increment.")
    read = _get_or_create_global_step_read(graph)
    with _beside(graph, step), ops.control_dependencies([read]):
        return state_ops.assign_add(step, increment)


def _beside(graph: Graph, step: Any) -> Any:
    from contextlib import ExitStack  # noqa: PLC0415

    stack = ExitStack()
    stack.enter_context(graph.as_default())  # type: ignore[attr-defined]
    stack.enter_context(graph.name_scope(None))
    if graph.release.step_read_beside_step:
        stack.enter_context(graph.name_scope(step.op.name + "/"))
    return stack
