"""Entries for a library module that says none: calls of its public functions with arguments that fit their names.

A module that builds nothing by itself is still worth tracing. Its functions that use TensorFlow, and that nothing in
the file calls, are called once, `model_fn`s once per mode. The entries are plain text (`trace.inferred`), so a reader
sees what was assumed and can write them himself. Not here: running them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graphlint.source.parse import Source
from graphlint.tracing.parameters import argument, image_like

_MOST = 12
_LIBRARIES = ("tensorflow", "tf_slim", "slim", "keras", "tflearn", "tensorlayer")
_MODEL_FN = ("features", "labels", "mode")
_MODES = ("train", "eval", "infer")
_BUILDERS = (
    "build",
    "build_model",
    "build_graph",
    "_build_model",
    "_build_graph",
    "inference",
    "model",
    "__call__",
    "call",
)
_SKIPPED = ("main", "train", "test", "evaluate", "run", "load", "save", "restore", "input_fn", "parse", "read", "plot")


def infer_entries(source: Source) -> list[str]:
    """Calls of the module's public functions and classes, as expressions."""
    tree = source.tree
    aliases = set(library_names(tree))
    if not aliases:
        return []
    definitions = {node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    building = builders(definitions, aliases)
    called = {name for node in definitions.values() for name in names_used(node) if name != node.name}
    entries: list[str] = []
    for name, node in definitions.items():
        if name not in building or name in called or name.startswith("_"):
            continue
        if isinstance(node, ast.ClassDef):
            entries += class_entries(node)
        elif not name.startswith(_SKIPPED):
            entries += function_entries(node, images=image_like(node, definitions))
    return entries[:_MOST]


def library_names(tree: ast.Module) -> Iterator[str]:
    """The names that the module's imports bind to TensorFlow, or to a part of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] in _LIBRARIES:
                    yield (alias.asname or alias.name).partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in _LIBRARIES:
            for alias in node.names:
                yield alias.asname or alias.name


def names_used(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def builders(definitions: dict[str, ast.FunctionDef | ast.ClassDef], aliases: set[str]) -> set[str]:
    """The definitions that use the libraries, directly or through each other."""
    uses = {name: names_used(node) for name, node in definitions.items()}
    found = {name for name, used in uses.items() if used & aliases}
    while True:
        more = {name for name, used in uses.items() if name not in found and used & found}
        if not more:
            return found
        found |= more


def function_entries(node: ast.FunctionDef, images: bool) -> list[str]:
    """The call (or the calls, for a `model_fn`) of one function."""
    names = [item.arg for item in (*node.args.posonlyargs, *node.args.args)]
    if any(isinstance(inner, (ast.Yield, ast.YieldFrom)) for inner in ast.walk(node)) or node.args.vararg:
        return []
    if all(name in names for name in _MODEL_FN):
        return [f"{node.name}({arguments(node, images, {'mode': repr(mode)})})" for mode in _MODES]
    return [f"{node.name}({arguments(node, images, {})})"]


def arguments(node: ast.FunctionDef, images: bool, given: dict[str, str], *, method: bool = False) -> str:
    """The text of the arguments that have no default."""
    positional = [*node.args.posonlyargs, *node.args.args]
    needed = positional[: len(positional) - len(node.args.defaults)]
    texts = [f"{item.arg}={given.get(item.arg) or argument(item.arg, node, images)}" for item in needed[int(method) :]]
    for item, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        if default is None:
            texts.append(f"{item.arg}={argument(item.arg, node, images)}")
    if node.args.posonlyargs:
        texts = [text.partition("=")[2] for text in texts]
    return ", ".join(texts)


def class_entries(node: ast.ClassDef) -> list[str]:
    """An instance of a class, and a call of the method that builds its graph."""
    methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    if any(isinstance(base, ast.Name) and base.id in ("Exception", "Enum", "NamedTuple") for base in node.bases):
        return []
    images = image_like(node, {})
    init = methods.get("__init__")
    made = f"{node.name}({arguments(init, images, {}, method=True) if init else ''})"
    if init is not None and any(name in names_called(init) for name in _BUILDERS):
        return [made]
    for name in _BUILDERS:
        if name in methods and not methods[name].decorator_list:
            call = arguments(methods[name], images, {}, method=True)
            return [f"{made}({call})" if name == "__call__" else f"{made}.{name}({call})"]
    return [made]


def names_called(node: ast.AST) -> set[str]:
    """The last names of what is called in a tree."""
    calls = (inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call))
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
