"""Layers that stand for bare ops between Keras layers (keras/engine/base_layer.py, TensorFlowOpLayer)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Operation, Tensor
from graphlint.tf import building
from graphlint.tf.python.framework import constant_op, ops, tensor_util
from graphlint.tf.python.keras.session import initialize_variables
from graphlint.tf.python.ops import dependencies
from graphlint.tf.python.util import nest

from .base_layer import Layer


def evaluate_constant(tensor: Tensor) -> Tensor:
    """TensorFlow runs the tensor once; the function that does so adds a group of no updates."""
    with ops.init_scope(), ops.control_dependencies([tensor]):
        dependencies.group()
    initialize_variables()
    return tensor


class TensorFlowOpLayer(Layer):
    """Repeats one op on other inputs."""

    def __init__(self, op: Operation, constants: dict[int, Tensor]) -> None:
        super().__init__(name="tf_op_layer_" + op.name)
        self._op = op
        self._constants = constants
        self.built = True

    def call(self, inputs: Any) -> Any:
        values = list(nest.flatten(inputs))
        graph = values[0].graph
        name = graph.unique_name(self._op.name)
        with stack.as_default(graph):
            for index, constant in self._constants.items():
                value = tensor_util.constant_value(constant)
                known = constant if value is None else constant_op.constant(
                    value, name=self._op.inputs[index].op.name)
                values.insert(index, known)
            attrs = {key: value for key, value in self._op.attrs.items() if key != "_class"}
            op = building.create(graph, self._op.type, name + "/", values, attrs)
        return op.outputs[0] if len(op.outputs) == 1 else list(op.outputs)
