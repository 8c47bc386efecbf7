"""The learning phase: whether a Keras graph trains, a placeholder made on demand (keras/backend.py)."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from graphlint.graph import stack
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops

_KEY = "keras_learning_phase"


def learning_phase() -> Any:
    """The graph's learning phase: 0, 1, or the placeholder."""
    graph = stack.default_graph()
    if _KEY not in graph.extra:
        with ops.init_scope(), ops.name_scope("") if graph.release.learning_phase_at_root else nullcontext():
            if graph.release.learning_phase_has_default:
                graph.extra[_KEY] = array_ops.placeholder_with_default(  # type: ignore[attr-defined]
                    False, shape=(), name="keras_learning_phase")
            else:
                graph.extra[_KEY] = array_ops.placeholder("bool", name="keras_learning_phase")  # type: ignore[attr-defined]
    return graph.extra[_KEY]


symbolic_learning_phase = learning_phase


def learning_phase_placeholder() -> None:
    """What clear_session makes of the new graph: a placeholder that is False by default."""
    graph = stack.default_graph()
    with ops.name_scope(""):
        graph.extra[_KEY] = array_ops.placeholder_with_default(  # type: ignore[attr-defined]
            False, shape=(), name="keras_learning_phase")


def set_learning_phase(value: Any) -> None:
    if value not in (0, 1):
        raise ValueError("Expected learning phase to be 0 or 1.")
    stack.default_graph().extra[_KEY] = value
