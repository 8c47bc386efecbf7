"""tf.function in graph mode (eager/def_function.py)."""

from __future__ import annotations

import functools
from typing import Any

from .function import Function


def function(func: Any = None, input_signature: Any = None, autograph: bool = True,
             experimental_autograph_options: Any = None, experimental_relax_shapes: bool = False,
             experimental_compile: Any = None) -> Any:
    """A decorator: the function becomes one of the graph, called by PartitionedCall."""
    if func is None:
        return functools.partial(function, input_signature=input_signature, autograph=autograph)
    return Function(func, input_signature=input_signature, burnt_uids=2)
