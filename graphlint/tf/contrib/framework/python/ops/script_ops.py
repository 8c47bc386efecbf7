"""Functions of Python with structured arguments and results (contrib/framework/python/ops/script_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.ops import script_ops
from graphlint.tf.python.util import nest


def py_func(func: Any, args: Any = (), kwargs: Any = None, output_types: Any = None, output_shapes: Any = None,
            stateful: Any = True, name: Any = None) -> Any:
    kwargs = {} if kwargs is None else kwargs
    if not isinstance(args, (list, tuple)):
        raise TypeError(f"args must be list and not {type(args)}. args: {args}")
    if not isinstance(kwargs, dict):
        raise TypeError(f"kwargs must be dict and not {type(kwargs)}. args: {kwargs}")
    if callable(output_types):
        output_types = output_types(*args, **kwargs)
    if callable(output_shapes):
        output_shapes = output_shapes(*args, **kwargs)
    values = script_ops.py_func(func, nest.flatten((args, kwargs)), nest.flatten(output_types), stateful=stateful, name=name)
    if output_shapes is not None:
        for value, shape in zip(values, nest.flatten_up_to(output_types, output_shapes), strict=False):
            value.set_shape(shape)
    return nest.pack_sequence_as(output_types, values)
