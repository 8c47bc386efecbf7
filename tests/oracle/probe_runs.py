"""Runs a probe case through graphlint: `run_traced` as a script, under guards; `run_plainly` without the sandbox.

The plain run is quick and shows tracebacks of models as they are. Cases run in one process, each in a fresh graph.
"""

import builtins
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from graphlint.graph import stack
from graphlint.graph.graph import Graph, Operation, Tensor
from graphlint.graph.releases import Release
from graphlint.report.graph_json import graph_json
from graphlint.sandbox.library import Library
from graphlint.sandbox.unknown import Unknown
from graphlint.trace import Limits, Trace, trace
from tests.oracle.probe_cases import FOLDER, Answer, Case, definitions, source

SECONDS = 10


class _Served:
    """A library model as plain Python code sees it: `tf.layers.dense`."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getattr__(self, name: str) -> Any:
        found = self._library.attribute(name)
        return _Served(found) if isinstance(found, Library) else found


def run_plainly(case: Case, release: str = "1.15", folder: Path = FOLDER) -> Answer:
    """Run one case; its graph, emits and error."""
    from graphlint.tf.module import LIBRARY

    version = _version(release)
    world = stack.begin(Release(version))
    emits: list[Any] = []
    space = {
        "tf": _Served(LIBRARY),
        "np": np,
        "TFV": version,
        "emit": lambda key, value=None: emits.append([key, jsonable(value)]),
        "__name__": "probe",
        "__builtins__": {**vars(builtins), "__import__": _importing(builtins.__import__)},
    }
    exec(compile(source(case.probe, folder), f"{case.probe}.py", "exec"), space)
    graph, error = world.default, None
    try:
        with _time_limit():
            returned = space[f"case_{case.name}"]()  # type: ignore[operator]
        graph = returned if isinstance(returned, Graph) else graph
    except Exception as raised:
        error = (type(raised).__name__, str(raised))
    return Answer(graph_json(graph, sources=False), emits, error)


_PREAMBLE = """\
import numpy as np
import tensorflow as tf
TFV = {version}
emitted_values = []
def emit(key, value=None): emitted_values.append([key, value])
"""


def run_traced(case: Case, release: str = "1.15", folder: Path = FOLDER) -> Answer:
    """Trace a script that holds the case; its graph, emits and first error."""
    return traced_case(case, release, folder)[1]


def traced_case(case: Case, release: str = "1.15", folder: Path = FOLDER) -> tuple[Trace, Answer]:
    """The trace of a script that holds the case, and what came of the case."""
    shared, texts = definitions(case.probe, folder)
    preamble = _PREAMBLE.format(version=_version(release))
    script = f"{preamble}{shared}{texts[case.name]}\nreturned_value = case_{case.name}()\n"
    found = trace(
        f"{case.probe}.py",
        script,
        release=release,
        recover=False,
        paths=1,
        infer=False,
        python="3",
        limits=Limits(seconds=SECONDS),
    )
    returned = found.namespace.get("returned_value")
    graph = returned if isinstance(returned, Graph) else stack.current().graphs[0]
    emits = [[key, jsonable(value)] for key, value in found.namespace.get("emitted_values", ())]
    return found, Answer(graph_json(graph, sources=False), emits, _error(found), f"{found.status}: {found.reason}")


def _error(found: Trace) -> tuple[str, str] | None:
    for event in found.errors:
        if event.exception is not None:
            return type(event.exception).__name__, str(event.exception)
    if found.status == "complete":
        return None
    return found.status, str(found.reason)


def _version(release: str) -> tuple[int, int]:
    major, minor = release.split(".")[:2]
    return int(major), int(minor)


def _importing(original: Callable[..., Any]) -> Callable[..., Any]:
    from graphlint.tf.module import LIBRARY, SLIM

    roots = {"tensorflow": LIBRARY, "tf_slim": SLIM}

    def importing(name: str, *args: Any, **kwargs: Any) -> Any:
        root = roots.get(name.partition(".")[0])
        if root is None:
            return original(name, *args, **kwargs)
        found = _Served(root)
        names = args[2] if len(args) > 2 else kwargs.get("fromlist")
        for part in name.split(".")[1:] if names else ():
            found = getattr(found, part)
        return found

    return importing


@contextmanager
def _time_limit() -> Iterator[None]:
    def late(*_: Any) -> None:
        raise TimeoutError(f"more than {SECONDS} seconds")

    old = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)


def jsonable(value: Any) -> Any:
    """An emitted value as the recorded answers have it."""
    if isinstance(value, Unknown):
        return re.sub(r"\s+", " ", f"<unknown: {value.reason}>")
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(item) for item in value]
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, (Tensor, Operation)):
        return value.name
    if type(value).__name__ == "TensorShape":
        return None if value.ndims is None else [-1 if dim is None else dim for dim in value.as_list()]
    name = getattr(value, "name", None)
    return name if isinstance(name, str) else repr(value)
