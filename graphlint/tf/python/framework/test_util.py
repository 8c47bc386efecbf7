"""The class of TensorFlow's tests (framework/test_util.py): what a test's helper methods need when a script calls them.

Assertions about values say nothing here, for no value is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.client.session import Session


def is_gpu_available(cuda_only: bool = False, min_cuda_compute_capability: Any = None) -> Any:
    return Unknown("whether there is a GPU", text="tf.test.is_gpu_available()")


def gpu_device_name() -> Any:
    return Unknown("whether there is a GPU", text="tf.test.gpu_device_name()")


@exposed
class TensorFlowTestCase:
    """`tf.test.TestCase`."""

    def __init__(self, methodName: str = "runTest") -> None:  # noqa: N803 - unittest's name
        self._method = methodName

    def setUp(self) -> None:  # noqa: N802 - unittest's name
        """Before each test."""

    def tearDown(self) -> None:  # noqa: N802 - unittest's name
        """After each test."""

    @contextmanager
    def session(self, graph: Any = None, config: Any = None, use_gpu: bool = False, force_gpu: bool = False) -> Iterator[Any]:
        with Session(graph=graph or stack.default_graph()) as session:
            yield session

    test_session = cached_session = session

    def evaluate(self, tensors: Any) -> Any:
        return Session().run(tensors)

    def get_temp_dir(self) -> Any:
        return Unknown("a folder for temporary files", text="self.get_temp_dir()")

    def __getattr__(self, name: str) -> Callable[..., None]:
        if not name.startswith("assert"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return _no_assertion


def _no_assertion(*args: Any, **kwargs: Any) -> None:
    """Values aren't known."""
