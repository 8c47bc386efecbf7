"""Functions called by PartitionedCall: `tf.contrib.eager.defun` (eager/function.py), in graph mode.

Each combination of argument dtypes, shapes and Python values is traced once. Functions that make variables are traced
as if the variables had been made outside.
"""

from __future__ import annotations

import functools
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import building
from graphlint.tf.convert import convert
from graphlint.tf.python.framework.func_graph import FuncGraph, func_graph_from_py_func, uid
from graphlint.tf.python.framework.tensor_shape import from_dims
from graphlint.tf.python.util import nest

# what TensorFlow writes on a machine without GPU: devices, and rewriters off
_CONFIG_PROTO = "\n\x07\n\x03GPU\x10\x00\n\x07\n\x03CPU\x10\x012\x02J\x008\x01"


_DISABLED_REWRITER = "R\x05R\x03\x98\x01\x01"


@exposed
class Function:
    """A Python function as functions of the graph."""

    def __init__(self, python_function: Any, name: Any = None, input_signature: Any = None) -> None:
        if not callable(python_function):
            raise TypeError(f"{python_function!r} is not a callable object")
        self._python_function = python_function
        self._name = name or getattr(python_function, "__name__", type(python_function).__name__)
        self._input_signature = input_signature
        self._traced: dict[Any, FuncGraph] = {}

    @property
    def python_function(self) -> Any:
        return self._python_function

    @property
    def input_signature(self) -> Any:
        return self._input_signature

    def __get__(self, instance: Any, owner: Any) -> Any:
        return self if instance is None else functools.partial(self, instance)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._input_signature is not None:
            args = tuple(convert(value, spec.dtype) for value, spec in zip(args, self._input_signature, strict=False))
        flat = nest.flatten((args, kwargs), expand_composites=True)
        tensors = [value for value in flat if isinstance(value, Tensor)]
        body = self._body(args, kwargs, flat)
        return call(body, tensors)

    def _body(self, args: Any, kwargs: Any, flat: list[Any]) -> FuncGraph:
        key = (stack.default_graph(), *(_key(value) for value in flat), *sorted(kwargs))
        if key not in self._traced:
            names = _argument_names(self._python_function, len(flat))
            specs = [(value.dtype.base_dtype, from_dims(value.dims), name)
                     for value, name in zip(flat, names, strict=True) if isinstance(value, Tensor)]
            structure = (args, kwargs)

            def run(*placeholders: Any) -> Any:
                left = iter(placeholders)
                filled = [next(left) if isinstance(value, Tensor) else value for value in flat]
                inner_args, inner_kwargs = nest.pack_sequence_as(structure, filled, expand_composites=True)
                return self._python_function(*inner_args, **inner_kwargs)

            self._traced[key] = func_graph_from_py_func(self._name, run, specs)
        return self._traced[key]


def _key(value: Any) -> Any:
    """What tells traces apart: dtype and shape of tensors, the identity of anything else."""
    if isinstance(value, Tensor):
        return value.dtype, value.dims
    return value if isinstance(value, (int, float, str, bool, type(None))) else id(value)


def _argument_names(function: Any, count: int) -> list[str]:
    code = getattr(function, "__code__", None)
    names = list(code.co_varnames[: code.co_argcount]) if code is not None else []
    return [names[i] if i < len(names) else f"args_{i}" for i in range(count)]


def call(body: FuncGraph, tensors: list[Tensor]) -> Any:
    """The op that calls a function; its outputs in the structure that the function returned."""
    op_type = "StatefulPartitionedCall" if body.is_stateful() else "PartitionedCall"
    builder = building.builder_of(op_type)
    if not body.gradient_name:
        body.gradient_name = f"PartitionedCall-{uid()}"
    arguments = {"args": [*tensors, *body.captured], "Tout": [tensor.dtype for tensor in body.outputs], "f": body,
                 "config": "", "config_proto": _CONFIG_PROTO, "executor_type": ""}
    if not body.outputs:
        arguments["config_proto"] = _DISABLED_REWRITER
    op = builder.build((), arguments, None if body.outputs else "PartitionedFunctionCall")
    op.attrs["_gradient_op_type"] = body.gradient_name
    if not body.outputs:
        return op
    for tensor, inner in zip(op.outputs, body.outputs, strict=True):
        tensor.dims = inner.dims
    outputs = iter(op.outputs)
    return nest.map_structure(lambda value: next(outputs) if isinstance(value, Tensor) else None,
                              body.structured_outputs, expand_composites=True)


def defun(func: Any = None, input_signature: Any = None, autograph: bool = True,
          experimental_autograph_options: Any = None, experimental_relax_shapes: bool = False) -> Any:
    """A decorator."""
    if func is None:
        return functools.partial(defun, input_signature=input_signature)
    return Function(func, input_signature=input_signature)


