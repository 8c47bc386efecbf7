"""Arrays as inputs (contrib/learn/python/learn/learn_io/data_feeder.py): the placeholders that batches are fed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph.dtypes import as_dtype
from graphlint.graph.graph import Tensor
from graphlint.libs.numpy.convert import as_array
from graphlint.ops.symbols import unknown
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops
from graphlint.tf.python.training.session_run_hook import SessionRunArgs, SessionRunHook
from graphlint.tf.python.util import nest


class ArrayInput:
    """An input function whose features and labels are placeholders, and the hook that feeds them."""

    def __init__(self, x: Any, y: Any) -> None:
        self._x, self._y = x, y
        self._fed: list[Any] = []

    def __call__(self) -> Any:
        features = _placeholders(self._x, "input", _row)
        labels = None if self._y is None else _placeholders(self._y, "output", _label)
        self._fed = [tensor for tensor in nest.flatten([features, labels]) if isinstance(tensor, Tensor)]
        return features, labels

    def hook(self) -> _Feeding:
        return _Feeding(self)

    def feeds(self) -> dict[Any, Any]:
        return {tensor: Unknown("a batch of the arrays") for tensor in self._fed}


class _Feeding(SessionRunHook):
    """Feeds batches of the arrays."""

    def __init__(self, arrays: ArrayInput) -> None:
        self._arrays = arrays

    def before_run(self, run_context: Any) -> Any:
        return SessionRunArgs(None, self._arrays.feeds())


def _row(sizes: tuple[Any, ...]) -> list[Any]:
    return list(sizes[1:]) or [1]


def _label(sizes: tuple[Any, ...]) -> list[Any]:
    rest = list(sizes[1:])
    return rest[1:] if rest[:1] == [1] else rest


def _placeholders(given: Any, name: str, rest: Callable[[tuple[Any, ...]], list[Any]]) -> Any:
    if isinstance(given, dict):
        return {key: _placeholder(value, f"{name}_{key}", rest) for key, value in given.items()}
    return _placeholder(given, name, rest)


def _placeholder(value: Any, name: str, rest: Callable[[tuple[Any, ...]], list[Any]]) -> Any:
    array = None if isinstance(value, Unknown) else as_array(value)
    if array is None or array._shape is None or array._dtype is None:
        return Unknown(f"the arrays of {name}", text=name)
    return array_ops.placeholder(as_dtype(array._dtype), TensorShape([unknown(), *rest(array._shape)]), name=name)
