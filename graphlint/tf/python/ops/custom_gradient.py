"""Functions with a gradient of their own (ops/custom_gradient.py): the forward graph, and where the gradient is kept."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.kinds import is_model_function
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework.func_graph import uid
from graphlint.tf.python.ops.resource_variable_ops import BaseResourceVariable
from graphlint.tf.python.ops.variable_scope import get_variable_scope
from graphlint.tf.python.util import nest


def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    """`tf.custom_gradient`: outputs pass through an IdentityN whose gradient is the function's own."""

    def decorated(*args: Any, **kwargs: Any) -> Any:
        if kwargs:
            raise ValueError("The custom_gradient decorator currently supports keywords arguments only when eager execution "
                             "is enabled.")
        number = uid()
        return _traced(f, number, [convert(arg) for arg in args])

    kept = ("__name__", "__qualname__", "__doc__", *(("__module__",) if is_model_function(f) else ()))
    # around a function of the script it stays a model's, else scripts couldn't call it
    return functools.update_wrapper(decorated, f, assigned=kept, updated=())


def grad_pass_through(f: Callable[..., Any]) -> Callable[..., Any]:
    """`tf.grad_pass_through`: forward as `f`, back as the identity."""

    @custom_gradient
    def passing(*args: Any, **kwargs: Any) -> Any:
        def grad(*args: Any, **kwargs: Any) -> Any:
            variables = kwargs.get("variables")
            return args if variables is None else (args, [None] * len(variables))

        return f(*args, **kwargs), grad

    return passing


def _traced(f: Callable[..., Any], number: int, args: list[Any]) -> Any:
    graph = stack.default_graph()
    before = _variables(graph)
    result, gradient = f(*args)
    if any(not isinstance(variable, BaseResourceVariable) for name, variable in _variables(graph).items() if name not in before):
        raise TypeError("All variables used by a function wrapped with @custom_gradient must be `ResourceVariable`s. Ensure "
                        "that no `variable_scope` is created with `use_resource=False`.")
    flat = nest.flatten(result)
    variables = variables_behind([gen.Identity(value) for value in flat], args)
    _check(gradient, variables)
    name = f"CustomGradient-{number}"
    stack.world.notes[name] = gradient
    old = graph.gradient_overrides
    graph.gradient_overrides = {**old, "IdentityN": name}
    try:
        found = gen.IdentityN([*flat, *args, *variables])
    finally:
        graph.gradient_overrides = old
    for variable in variables:
        convert(variable)
    return nest.pack_sequence_as(result, list(found)[: len(flat)])


def _variables(graph: Any) -> dict[str, Any]:
    keys = ("variables", "local_variables")
    return {variable.name: variable for key in keys for variable in graph.collections.get(key, ()) if hasattr(variable, "name")}


def variables_behind(outputs: list[Any], args: list[Any]) -> list[Any]:
    """The variables that a function's outputs depend on, other than by its arguments."""
    known = {variable.op.name: variable for variable in stack.default_graph().collections.get("variables", ())
             if getattr(variable, "op", None) is not None}
    found: list[Any] = []
    stops, seen = set(args), set()
    left = list(outputs)
    while left:
        tensor = left.pop()
        if tensor in stops or tensor.op in seen:
            continue
        seen.add(tensor.op)
        if tensor.op.type in ("VariableV2", "VarHandleOp") and tensor.op.name in known:
            found.append(known[tensor.op.name])
        left.extend(tensor.op.inputs)
    return found


def _check(gradient: Any, variables: list[Any]) -> None:
    """TypeError where the gradient function can't take the variables that there are, or takes some that there can't be."""
    try:
        parameters = inspect.signature(gradient).parameters.values()
    except (TypeError, ValueError):
        return
    takes = any((one.name == "variables" and one.kind is not one.KEYWORD_ONLY) or one.kind is one.VAR_KEYWORD
                for one in parameters)
    if variables and not takes:
        raise TypeError("If using @custom_gradient with a function that uses variables, then grad_fn must accept a keyword "
                        "argument 'variables'.")
    if takes and not variables and not get_variable_scope().use_resource:
        raise TypeError("If using @custom_gradient with a function that uses variables, the enclosing variable scope must "
                        "have use_resource=True.")
