"""Reversible blocks, and functions that are computed again for gradients (contrib/layers/python/layers/rev_block_lib.py).

Holds what goes forward. Not here: what the gradients compute again.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf.python.layers import base
from graphlint.tf.python.ops import control_flow_ops, variable_scope
from graphlint.tf.python.ops.custom_gradient import custom_gradient, variables_behind
from graphlint.tf.python.ops.resource_variable_ops import BaseResourceVariable
from graphlint.tf.python.util import nest

_DEFAULT = "__rev_block_lib_default"


def _gradient(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError("gradients that are computed again are not modelled")


def _gradient_without_variables(*args: Any) -> Any:
    return _gradient(*args)


def _scoped(function: Any, scope: str) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        with variable_scope.variable_scope(scope, use_resource=True):
            return function(*args, **kwargs)

    return wrapped


def _applied(function: Any, x: Any, side: Any) -> Any:
    return function(x, side) if side else function(x)


class RevBlock(base.Layer):
    """Pairs of functions whose inputs follow from their outputs."""

    def __init__(self, f: Any, g: Any, num_layers: int = 1, f_side_input: Any = None, g_side_input: Any = None,
                 use_efficient_backprop: Any = True, name: Any = "revblock", **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        functions = []
        for given, label in ((f, "f"), (g, "g")):
            listed = given if isinstance(given, list) else [given] * num_layers
            if len(listed) != num_layers:
                raise AssertionError
            functions.append([_scoped(one, f"revlayer_{number}/{label}") for number, one in enumerate(listed)])
        self.f, self.g = functions
        self.num_layers = num_layers
        self.f_side_input, self.g_side_input = f_side_input or [], g_side_input or []
        self._efficient = use_efficient_backprop

    def build(self, input_shape: Any) -> None:
        self.built = True

    def call(self, inputs: Any, forward: bool = True) -> Any:
        scope = variable_scope.get_variable_scope()
        before = len(scope.global_variables())
        outputs = (self._forward if forward else self._backward)(*inputs)
        new = scope.global_variables()[before:]
        trainable = {id(variable) for variable in scope.trainable_variables()}
        for variable in new:
            weights = self._trainable_weights if id(variable) in trainable else self._non_trainable_weights
            weights.append(variable)
        return outputs

    def forward(self, x1: Any, x2: Any) -> Any:
        return self.apply([x1, x2])

    def backward(self, y1: Any, y2: Any) -> Any:
        return self.apply([y1, y2], forward=False)

    def _forward(self, x1: Any, x2: Any) -> Any:
        sides = [self.f_side_input, self.g_side_input]
        flat = nest.flatten(sides)
        if not self._efficient:
            return self._layers_forward(x1, x2, sides)

        @custom_gradient
        def with_own_gradient(*args: Any) -> Any:
            return self._layers_forward(args[0], args[1], nest.pack_sequence_as(sides, list(args[2:]))), _gradient

        return with_own_gradient(x1, x2, *flat)

    def _layers_forward(self, x1: Any, x2: Any, sides: Any) -> Any:
        f_side, g_side = sides
        for f, g in zip(self.f, self.g, strict=True):
            y1 = x1 + _applied(f, x2, f_side)
            y2 = x2 + _applied(g, y1, g_side)
            x1, x2 = control_flow_ops.tuple([y1, y2]) if self._efficient else (y1, y2)
        return x1, x2

    def _backward(self, y1: Any, y2: Any) -> Any:
        for f, g in zip(reversed(self.f), reversed(self.g), strict=True):
            x2 = y2 - _applied(g, y1, self.g_side_input)
            x1 = y1 - _applied(f, x2, self.f_side_input)
            y1, y2 = x1, x2
        return y1, y2


def rev_block(x1: Any, x2: Any, f: Any, g: Any, num_layers: int = 1, f_side_input: Any = None, g_side_input: Any = None,
              is_training: Any = True) -> Any:
    block = RevBlock(f=f, g=g, num_layers=num_layers, f_side_input=f_side_input, g_side_input=g_side_input,
                     use_efficient_backprop=is_training, _reuse=variable_scope.get_variable_scope().reuse)
    return block.forward(x1, x2)


def recompute_grad(fn: Any = None, use_data_dep: Any = _DEFAULT, tupleize_grads: Any = False) -> Any:
    """A decorator, with or without settings."""
    if fn is None:
        return lambda function: recompute_grad(function, use_data_dep, tupleize_grads)
    kwargs = {"is_recomputing": False} if "is_recomputing" in inspect.signature(fn).parameters else {}

    def recomputed(*tensors: Any) -> Any:
        outputs = fn(*tensors, **kwargs)
        read = variables_behind(nest.flatten(outputs), list(tensors))
        resources = any(isinstance(variable, BaseResourceVariable) for variable in read)
        return outputs, _gradient if resources else _gradient_without_variables

    # not under the module of the script's function: scripts couldn't call it
    @functools.wraps(fn, assigned=("__name__", "__qualname__", "__doc__"), updated=())
    def wrapped(*args: Any) -> Any:
        if not all(isinstance(arg, Tensor) for arg in args):
            raise ValueError("All inputs to function must be Tensors")
        return custom_gradient(recomputed)(*args)

    return wrapped
