"""tf.make_template: a function whose variables are made once (ops/template.py)."""

from __future__ import annotations

import functools
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys

from . import variable_scope as vs


def make_template(name_: Any, func_: Any, create_scope_now_: bool = False, unique_name_: Any = None,
                  custom_getter_: Any = None, **kwargs: Any) -> Template:
    """The function in a variable scope of its own, which later calls reuse."""
    if kwargs:
        func_ = functools.partial(func_, **kwargs)
    return Template(name_, func_, create_scope_now=create_scope_now_, unique_name=unique_name_,
                    custom_getter=custom_getter_)


@exposed
class Template:
    """The function, its variable scope, and whether its variables were made."""

    def __init__(self, name: Any, func: Any, create_scope_now: bool = False, unique_name: Any = None,
                 custom_getter: Any = None, create_graph_function: bool = False) -> None:
        self._func = func
        self._name = name
        self._unique_name = unique_name
        self._custom_getter = custom_getter
        if name is None:
            raise ValueError("name cannot be None.")
        self._variable_scope: Any = None
        if create_scope_now:
            scope = unique_name or vs._get_unique_variable_scope(name)
            with vs._pure_variable_scope(scope, custom_getter=custom_getter) as opened:
                self._variable_scope = opened
        self._variables_created = False
        self._first_call = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._variable_scope:
            with vs.variable_scope(self._variable_scope, reuse=not self._first_call):
                return self._call_func(args, kwargs)
        with vs.variable_scope(self._unique_name, self._name, custom_getter=self._custom_getter) as opened:
            self._variable_scope = opened
            return self._call_func(args, kwargs)

    def _call_func(self, args: Any, kwargs: Any) -> Any:
        try:
            return self._called(args, kwargs)
        except Exception as error:
            if error.args and isinstance(error.args[0], str):
                error.args = (f"{error.args[0]}\n\noriginally defined at:\n", *error.args[1:])
            raise

    def _called(self, args: Any, kwargs: Any) -> Any:
        if self._variables_created:
            trainable = ops.get_collection_ref(GraphKeys.TRAINABLE_VARIABLES)
            before = len(trainable)
            result = self._func(*args, **kwargs)
            if before != len(trainable):
                raise ValueError("Trainable variable created when calling a template after the first time, perhaps you "
                                 f"used tf.Variable when you meant tf.get_variable: {trainable[before:]}")
            return result
        if not self._first_call:
            return self._func(*args, **kwargs)
        self._first_call = False
        try:
            result = self._func(*args, **kwargs)
        except BaseException:
            self._first_call = True
            raise
        self._variables_created = True
        return result

    @property
    def name(self) -> Any:
        return self._name

    @property
    def func(self) -> Any:
        return self._func

    @property
    def variable_scope(self) -> Any:
        return self._variable_scope

    var_scope = variable_scope

    @property
    def variable_scope_name(self) -> str | None:
        if not self._variable_scope:
            return None
        name: str = self._variable_scope.name
        return name if not name or name[-1] == "/" else name + "/"

    def _collected(self, key: str) -> list[Any]:
        return ops.get_collection(key, self.variable_scope_name) if self._variables_created else []

    @property
    def trainable_variables(self) -> list[Any]:
        return self._collected(GraphKeys.TRAINABLE_VARIABLES)

    @property
    def global_variables(self) -> list[Any]:
        return self._collected(GraphKeys.GLOBAL_VARIABLES)

    @property
    def local_variables(self) -> list[Any]:
        return self._collected(GraphKeys.LOCAL_VARIABLES)

    @property
    def variables(self) -> list[Any]:
        return self.global_variables + self.local_variables

    @property
    def non_trainable_variables(self) -> list[Any]:
        trainable = self.trainable_variables
        return [v for v in self.global_variables if not any(v is other for other in trainable)]

    weights = variables
    trainable_weights = trainable_variables
    non_trainable_weights = non_trainable_variables
