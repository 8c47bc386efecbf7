"""The default-graph stack of one trace, and the graphs that the trace made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from . import provenance
from .graph import Creation, Graph
from .releases import NEWEST, Release


class World:
    """The state that TensorFlow keeps per process: release, default graph, graphs in order of their making."""

    def __init__(self, release: Release | None = None) -> None:
        self.release = release or Release(NEWEST)
        self.graphs: list[Graph] = []
        self.stack: list[Graph] = []
        # default graphs, and the last graph that was made before each was used: TensorFlow makes them on first use
        self.late: dict[Graph, Graph] = {}
        self.asked_for: set[Graph] = set()
        self.default = self.new_graph()
        self.defaults = [self.default]
        self.session_runs = 0
        self.counters: dict[str, int] = {}
        self.notes: dict[str, object] = {}

    def new_graph(self) -> Graph:
        graph = Graph(self.release)
        if graph not in self.graphs:
            self.graphs.append(graph)
        return graph

    def in_order(self) -> list[Graph]:
        """All graphs in the order in which TensorFlow makes them."""
        found = [graph for graph in self.graphs if graph not in self.late]
        for default, before in reversed(self.late.items()):
            found.insert(found.index(before) + 1, default)
        return found

    def has_made(self, default: Graph) -> bool:
        """Whether TensorFlow has made a default graph by now: it does so when one is first asked for."""
        return default in self.asked_for or bool(default.ops or default.collections) or default.seed is not None

    def ops_made(self, graphs: int | None = None) -> int:
        """Number of ops in all graphs, or the first so many; the sandbox watches it to see what a loop still builds."""
        return sum([len(graph.ops) for graph in self.graphs[:graphs]])


world = World()


def begin(release: Release | None = None) -> World:
    """Start a fresh world for a new trace."""
    global world
    provenance.forget()
    world = World(release)
    return world


def current() -> World:
    return world


def default_graph() -> Graph:
    stack = world.stack
    return stack[-1] if stack else world.default


def get_default_graph() -> Graph:
    """`tf.get_default_graph`: TensorFlow makes the default graph now, if nothing has used it yet."""
    graph = default_graph()
    world.asked_for.add(graph)
    return graph


def reset_default() -> Graph:
    """`tf.reset_default_graph`. AssertionError inside a nested graph, as TensorFlow."""
    if world.stack:
        raise AssertionError("Do not use tf.reset_default_graph() to clear nested graphs. If you need a cleared graph, "
                             "exit the nesting and create a new graph.")
    world.default = world.new_graph()
    world.defaults.append(world.default)
    return world.default


def _created(graph: Graph) -> None:
    world.graphs.append(graph)
    default = world.default
    if not world.has_made(default):
        world.late[default] = graph


Creation.release = staticmethod(lambda: world.release)
Creation.created = staticmethod(_created)


@contextmanager
def as_default(graph: Graph) -> Iterator[Graph]:
    world.stack.append(graph)
    try:
        yield graph
    finally:
        leave(graph)


@contextmanager
def noted(notes: dict[str, Any], key: str, value: Any) -> Iterator[None]:
    """A block in which a note of the world or of a graph has another value."""
    before = {key: notes[key]} if key in notes else {}
    notes[key] = value
    try:
        yield
    finally:
        notes.pop(key, None)
        notes.update(before)


def leave(graph: Graph) -> None:
    """The innermost block that made a graph the default one has ended."""
    entered = world.stack
    del entered[len(entered) - 1 - entered[::-1].index(graph)]
