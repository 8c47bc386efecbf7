"""What an input function gives: features, labels, and the hook that starts a dataset's iterator (estimator/util.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.data.ops import dataset_ops
from graphlint.tf.python.training.session_run_hook import SessionRunHook
from graphlint.tf.python.util.function_utils import fn_args as fn_args


class _DatasetInitializerHook(SessionRunHook):
    """Starts an iterator when the session is there."""

    def __init__(self, iterator: Any) -> None:
        self._iterator = iterator

    def begin(self) -> None:
        self._initializer = self._iterator.initializer

    def after_create_session(self, session: Any, coord: Any) -> None:
        session.run(self._initializer)


def parse_input_fn_result(result: Any) -> tuple[Any, Any, list[Any]]:
    """Features, labels, hooks. ValueError for a tuple that isn't of two."""
    hooks: list[Any] = []
    if isinstance(result, dataset_ops.DatasetV2):
        iterator = dataset_ops.make_initializable_iterator(result)
        hooks.append(_DatasetInitializerHook(iterator))
        result = iterator.get_next()
    return (*parse_iterator_result(result), hooks)


def parse_iterator_result(result: Any) -> tuple[Any, Any]:
    if isinstance(result, (list, tuple)):
        if len(result) != 2:
            raise ValueError("input_fn should return (features, labels) as a len 2 tuple.")
        return result[0], result[1]
    return (result[0], result[1]) if isinstance(result, Unknown) else (result, None)
