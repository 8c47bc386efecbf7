"""Inputs of a script's own classes, which TensorFlow is told how to convert: a layer calls itself without recording them.

They are converted inside of the layer, as what they are asked for may add ops to the graph.
"""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.sandbox.kinds import is_script_class
from graphlint.tf.convert import convert
from graphlint.tf.python.util import nest


def among(inputs: Any) -> bool:
    """Whether any of the inputs is one."""
    return type(inputs) is not Tensor and any(is_script_class(type(x)) for x in nest.flatten(inputs))


def converted(layer: Any, inputs: Any) -> Any:
    """The inputs as a layer of TensorFlow's own uses them; one of the script's takes them as they are."""
    if is_script_class(type(layer)):
        return inputs
    return nest.map_structure(lambda x: convert(x) if is_script_class(type(x)) else x, inputs)
