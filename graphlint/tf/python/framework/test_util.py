"""TensorFlow's test case (framework/test_util.py): each test has a graph of its own, with a seed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph import stack
from graphlint.libs.unittest import TestCase
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.client.session import Session
from graphlint.tf.python.framework import graph_scopes, ops, random_seed


def is_gpu_available(cuda_only: bool = False, min_cuda_compute_capability: Any = None) -> Any:
    return Unknown("whether there is a GPU", text="tf.test.is_gpu_available()")


def gpu_device_name() -> Any:
    return Unknown("whether there is a GPU", text="tf.test.gpu_device_name()")


@exposed
class TensorFlowTestCase(TestCase):
    """`tf.test.TestCase`."""

    def __init__(self, methodName: str = "runTest") -> None:  # noqa: N803 - unittest's name
        super().__init__(methodName)
        self._cached: Session | None = None

    def setUp(self) -> None:  # noqa: N802 - unittest's name
        self._cached = None
        ops.reset_default_graph()
        random_seed.set_random_seed(random_seed.DEFAULT_GRAPH_SEED)
        self._skip_no_test()

    def _skip_no_test(self) -> None:
        """By its name, unittest takes `test_session` for a test: it makes what is set up before it is found out."""
        if self.id().endswith(".test_session"):
            self.skipTest("Not a test.")

    @contextmanager
    def session(self, graph: Any = None, config: Any = None, use_gpu: bool = False, force_gpu: bool = False) -> Iterator[Any]:
        with self._as_default(Session(graph=graph), use_gpu, force_gpu) as session:
            yield session

    @contextmanager
    def cached_session(
        self, graph: Any = None, config: Any = None, use_gpu: bool = False, force_gpu: bool = False
    ) -> Iterator[Any]:
        """One session, hence one graph, for all calls in a test."""
        if self._cached is None:
            self._cached = Session(graph=graph)
        with self._as_default(self._cached, use_gpu, force_gpu) as session:
            yield session

    @contextmanager
    def test_session(
        self, graph: Any = None, config: Any = None, use_gpu: bool = False, force_gpu: bool = False
    ) -> Iterator[Any]:
        self._skip_no_test()
        with (self.cached_session if graph is None else self.session)(graph, config, use_gpu, force_gpu) as session:
            yield session

    @contextmanager
    def _as_default(self, session: Session, use_gpu: bool, force_gpu: bool) -> Iterator[Session]:
        graph = session.graph
        device = "/device:GPU:0" if force_gpu else None if use_gpu else "/device:CPU:0"
        with stack.as_default(graph), session.as_default():
            if device is None:
                yield session
            else:
                with graph_scopes.graph_device(graph, device):
                    yield session

    def evaluate(self, tensors: Any) -> Any:
        return (ops.get_default_session() or Session()).run(tensors)

    def get_temp_dir(self) -> Any:
        return Unknown("a folder for temporary files", text="self.get_temp_dir()")
