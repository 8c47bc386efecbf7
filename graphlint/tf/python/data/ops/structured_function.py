"""Functions that scripts pass to datasets, traced as functions of the graph (`StructuredFunctionWrapper`)."""

from __future__ import annotations

import functools
from types import FunctionType, MethodType
from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.data.util import structure
from graphlint.tf.python.framework.func_graph import FuncGraph, func_graph_from_py_func


class TracedFunction:
    """The function's graph, the tensors it takes from outside, and the spec of what it returns."""

    def __init__(self, function: Any, transformation: str, input_spec: Any) -> None:
        self._returned: Any = None
        self._transformation = transformation
        shown = transformation.replace(".", "_")[:-2]
        specs = [(dtype, shape, f"args_{i}") for i, (dtype, shape) in enumerate(
            zip(structure.flat_types(input_spec), structure.flat_shapes(input_spec), strict=True))]

        def traced(*tensors: Tensor) -> list[Tensor]:
            return self._call(function, structure.from_tensor_list(input_spec, tensors))

        self.graph: FuncGraph = func_graph_from_py_func(f"{shown}_{_name_of(function)}", traced, specs)

    def _call(self, function: Any, element: Any) -> list[Tensor]:
        returned = function(*element) if type(element) is tuple else function(element)
        if isinstance(returned, list):
            returned = tuple(returned)
        try:
            self._returned = structure.type_spec_from_value(returned)
        except (ValueError, TypeError):
            raise TypeError(f"Unsupported return value from function passed to {self._transformation}: {returned}.") from None
        return [convert(tensor) for tensor in structure.to_tensor_list(self._returned, returned)]

    @property
    def output_spec(self) -> Any:
        return self._returned

    @property
    def captured(self) -> list[Tensor]:
        return self.graph.captured

    def dataset_spec(self) -> Any:
        """The elements of the dataset that the function returns. TypeError where it returns something else."""
        if not isinstance(self._returned, structure.DatasetSpec):
            shown = str(type(self._returned)).replace("graphlint.tf.", "tensorflow.")
            raise TypeError(f"`map_func` must return a `Dataset` object. Got {shown}")
        return self._returned.element_spec


def _name_of(function: Any) -> str:
    """`function_utils.get_func_name`. ValueError for what can't be called."""
    if not callable(function):
        raise ValueError("Argument must be callable")
    if isinstance(function, MethodType):
        return f"{type(function.__self__).__name__}.{function.__func__.__name__}"
    if isinstance(function, functools.partial):
        return "<class 'functools.partial'>"
    if structure.is_dataset_class(function):
        return "<class 'abc.ABCMeta'>"
    return str(function.__name__) if isinstance(function, FunctionType) else str(type(function))
