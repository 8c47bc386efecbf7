"""What a module defines, read from its tree: which definitions build graphs, whose classes they are, what they call.

The rest of the project counts where the module takes names from it (`from ops import *`, bases of classes).
Not here: what is called with which arguments.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from graphlint.source.parse import Source

Definition = ast.FunctionDef | ast.ClassDef
LIBRARIES = ("tensorflow", "tf_slim", "slim", "keras", "tflearn", "tensorlayer")


def defined(tree: ast.Module) -> dict[str, Definition]:
    """A module's own functions and classes."""
    return {node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def taken_over(tree: ast.Module, project: Iterable[Source]) -> tuple[set[str], dict[str, Definition]]:
    """What the module's `from other import ...` bring: names of the libraries, and definitions that use these."""
    trees = {source.path.replace("\\", "/").rpartition("/")[2].removesuffix(".py"): source.tree for source in project}
    libraries: set[str] = set()
    definitions: dict[str, Definition] = {}
    for node in ast.walk(tree):
        other = trees.get((node.module or "").rpartition(".")[2]) if isinstance(node, ast.ImportFrom) else None
        if other is None or other is tree or not isinstance(node, ast.ImportFrom):
            continue
        aliases, theirs = set(library_names(other)), defined(other)
        names = {alias.name: alias.asname or alias.name for alias in node.names}
        if "*" in names:
            libraries |= aliases
            names = {name: name for name in theirs}
        building = builders(theirs, aliases)
        definitions.update({names[name]: theirs[name] for name in building if name in names})
    return libraries, definitions


def library_names(tree: ast.Module) -> Iterator[str]:
    """The names that the module's imports bind to TensorFlow, or to a part of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] in LIBRARIES:
                    yield (alias.asname or alias.name).partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in LIBRARIES:
            for alias in node.names:
                yield alias.asname or alias.name


def builders(definitions: Mapping[str, Definition], aliases: set[str]) -> set[str]:
    """The definitions that use the libraries, directly or through each other."""
    uses = {name: names_used(node) for name, node in definitions.items()}
    found = {name for name, used in uses.items() if used & aliases}
    while True:
        more = {name for name, used in uses.items() if name not in found and used & found}
        if not more:
            return found
        found |= more


def names_used(node: ast.AST) -> set[str]:
    """All names in a tree."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def names_called(node: ast.AST) -> set[str]:
    """The last names of what is called in a tree."""
    calls = (inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call))
    return {last_name(call) for call in calls}


def made_dictionaries(function: ast.FunctionDef) -> set[str]:
    """The names that a function makes dictionaries of: `self.layers = dict(inputs)`."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and last_name(node.func) == "dict"]
    return {last_name(call.args[0]) for call in calls if len(call.args) == 1}


def first_text(owner: ast.ClassDef) -> str | None:
    """The first text that a class hands to a call, as the networks converted from Caffe do: `self.feed('data')`."""
    texts = [
        (item.lineno, item.col_offset, item.value)
        for node in ast.walk(owner)
        if isinstance(node, ast.Call)
        for item in node.args
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]
    return min(texts)[2] if texts else None


def last_name(node: ast.expr) -> str:
    """`c` of `a.b.c`, the name of a name, else nothing."""
    return str(getattr(node, "attr", getattr(node, "id", "")))


def image_sizes(tree: ast.Module) -> dict[str, int]:
    """What a module says of its networks: `resnet_v1_50.default_image_size = 224`."""
    sizes: dict[str, int] = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        target, size = node.targets[0], node.value.value
        if isinstance(target, ast.Attribute) and target.attr == "default_image_size" and isinstance(size, int):
            sizes[last_name(target.value)] = size
    return sizes


def ancestry(node: ast.ClassDef, classes: Mapping[str, Definition], depth: int = 6) -> Iterator[ast.ClassDef]:
    """A class and its bases, as far as the project defines them, nearest first."""
    yield node
    for base in node.bases:
        found = classes.get(last_name(base))
        if depth and isinstance(found, ast.ClassDef) and found is not node:
            yield from ancestry(found, classes, depth - 1)


def is_abstract(method: ast.FunctionDef) -> bool:
    """Whether a method is there to be overridden: all that it does is to raise NotImplementedError."""
    if any(last_name(mark) == "abstractmethod" for mark in method.decorator_list):
        return True
    last = method.body[-1]
    only = all(isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant) for item in method.body[:-1])
    return only and isinstance(last, ast.Raise) and last.exc is not None and "NotImplementedError" in names_used(last.exc)
