"""Finds where a public object of TensorFlow is defined: the module attribute that holds it.

Runs under an oracle's own Python.
"""

import types
from typing import Any, Dict, List, Optional, Tuple

from tensorflow.python.framework import dtypes

from tensorflow_modules import loaded_modules

Origin = Tuple[str, str]
CODE = (types.FunctionType, types.BuiltinFunctionType, type)


def plain(module_name: Optional[str]) -> str:
    """The module name as people write it: the real package is called tensorflow_core in 1.15."""
    name = module_name or ""
    return "tensorflow" + name[len("tensorflow_core") :] if name.startswith("tensorflow_core") else name


def unwrap(function: Any) -> Any:
    """The function under TensorFlow's (and functools') decorators."""
    seen = 0
    while seen < 20:
        seen += 1
        decorator = getattr(function, "_tf_decorator", None)
        inner = decorator.decorated_target if decorator is not None else getattr(function, "__wrapped__", None)
        if inner is None or inner is function or isinstance(function, type):
            return function
        function = inner
    return function


class Origins:
    """Finds the module attribute that an object is defined as."""

    def __init__(self, prefixes: Tuple[str, ...]) -> None:
        self._by_identity: Dict[int, List[Origin]] = {}
        self._constants: Dict[int, str] = {}
        self._kept: List[Any] = []
        for prefix in prefixes:
            for module in loaded_modules(prefix):
                self._add(module)

    def _add(self, module: types.ModuleType) -> None:
        module_name = plain(module.__name__)
        if "._api." in module_name or ".compat.v1" in module_name:
            return
        for name, value in list(vars(module).items()):
            if ".python." in module_name and type(value).__module__ != "builtins" and not callable(value):
                self._constants.setdefault(id(value), module_name + ":" + name)
            if isinstance(value, CODE) or callable(value):
                try:
                    target = unwrap(value)
                    self._by_identity.setdefault(id(target), []).append((module_name, name))
                    self._kept.append(target)
                except Exception:
                    continue

    def of(self, value: Any) -> Optional[Origin]:
        """(module, attribute) of the definition, or None for an object without a place."""
        target = unwrap(value)
        home, own_name = plain(getattr(target, "__module__", "")), getattr(target, "__name__", "")
        places = self._by_identity.get(id(target), [])
        if not places:
            return None
        return min(places, key=lambda p: (p != (home, own_name), p[0] != home, p[0].count("."), len(p[0]), p))

    def of_constant(self, value: Any) -> List[str]:
        """[`module:attribute`] of an object that is neither a plain value nor callable."""
        place = self._constants.get(id(value))
        return [place] if place and not isinstance(value, dtypes.DType) else []
