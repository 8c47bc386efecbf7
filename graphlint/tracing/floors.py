"""Connects a trace with the floors that it runs over: the graph world, the library models, the TensorFlow models.

`graphlint.tf.tracing`, where it exists, may offer `recover(error, function, args, kwargs)` (a value that stands for a
failed call), `tensor(spec)` for entries, and `begin(release)`. Not here: the sandbox itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from graphlint.graph import stack
from graphlint.graph.releases import Release
from graphlint.libs import state
from graphlint.libs.sys import loaded_modules
from graphlint.sandbox.hooks import Hooks
from graphlint.sandbox.lower_expressions import guard_name
from graphlint.sandbox.session import Sandbox
from graphlint.sandbox.unsure import copied
from graphlint.tracing.doubt import in_doubt


def begin(release: Release, sandbox: Sandbox, script: str, argv: Sequence[str]) -> None:
    """Start afresh whatever the floors keep per process."""
    world = stack.begin(release)
    sandbox.run.hooks.ops_made = world.ops_made
    sandbox.run.hooks.graphs_made = lambda: len(world.graphs)
    run, folders = sandbox.run, [str(folder) for folder in sandbox.importer.project.folders] or ["."]
    state.begin(
        script,
        list(argv),
        folders,
        cwd=str(sandbox.importer.project.script.parent if sandbox.importer.project.script else "/project"),
        python=run.python,
        call=run.builtins[guard_name("call")],
        importer=sandbox.importer.import_module,
        read=run.builtins["getattr"],
        copied=partial(copied, run),
        namespace=lambda: sandbox.main.__dict__,
    )
    state.Current.state.kept[loaded_modules] = sandbox.importer.modules
    models = _models()
    if hasattr(models, "begin"):
        models.begin(release)
    if models is not None:
        models.attach(sandbox.run.hooks, release)


def hooks() -> Hooks:
    """What the sandbox asks the floors above."""
    models = _models()
    made = Hooks(
        in_doubt=in_doubt,
        session_runs=lambda: stack.current().session_runs,
        search_path=lambda: state.Current.state.path,
    )
    if hasattr(models, "recover"):
        made.recover = models.recover
    return made


def entry_names() -> dict[str, Any]:
    """What entries find besides the script's own names."""
    models = _models()
    return {"tensor": models.tensor} if hasattr(models, "tensor") else {}


def graphs() -> list[Any]:
    """The graphs that the trace made, those without ops left out (but the default one)."""
    world = stack.current()
    return [graph for graph in world.in_order() if graph.ops] or world.graphs[:1]


def names_not_known() -> list[Any]:
    """The places where the script gave a name that the trace doesn't know, and what is to be said of it."""
    return import_module("graphlint.tf.made_names").told() if find_spec("graphlint.tf") else []


def approximations() -> list[Any]:
    """What is modelled as of 1.15 although the release is another: what, where, and what is to be said of it."""
    return import_module("graphlint.tf.approximate").told() if find_spec("graphlint.tf") else []


def world() -> Any:
    """The graphs' world of the present run."""
    return stack.current()


def restore(world: Any) -> None:
    """Make the world of an earlier run the present one again."""
    stack.world = world


def fresh_graph() -> None:
    """A new default graph, for an entry that has nothing to do with the one before."""
    stack.current().default = stack.current().new_graph()


def _models() -> Any:
    if find_spec("graphlint.tf.tracing") is None:
        return None
    return import_module("graphlint.tf.tracing")
