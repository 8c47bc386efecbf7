"""Loads the script and the modules of its project from source: Python 2 converted, loops paced.

Runs under an oracle's own Python. Modules outside the project are imported as usual.
"""

import ast
import importlib.machinery
import os
import re
import sys
from typing import Any, List

import pacing

_NEW_DIVISION = re.compile(rb"^from\s+__future__\s+import\b[^#\n]*\bdivision\b", re.MULTILINE)


_seen_python2 = [False]


def compiled(data: bytes, path: str, packaged: bool = False) -> Any:
    """The code of one source file, a module of a package or not.

    What is not Python 3 goes through lib2to3, and from then on all that the script imports, which is as old.
    """
    tree = None
    try:
        tree = ast.parse(data, path)
    except SyntaxError:
        _seen_python2[0] = True
    if _seen_python2[0]:
        tree = _as_python3(data, path, packaged, tree)
    return compile(pacing.rewritten(tree), path, "exec")


def _as_python3(data: bytes, path: str, packaged: bool, plain: Any) -> Any:
    """The tree of a Python 2 file; `plain` is what Python 3 makes of it, which stands where lib2to3 fails."""
    from lib2to3.pgen2.parse import ParseError

    try:
        tree = ast.parse(_converted(data, path, packaged), path)
    except ParseError:
        if plain is None:
            raise
        tree = plain
    if not _NEW_DIVISION.search(data):  # lib2to3 takes imports of __future__ out
        tree = _OldDivision().visit(tree)
    return ast.fix_missing_locations(tree)


def _converted(data: bytes, path: str, packaged: bool) -> str:
    import io
    import tokenize
    from lib2to3 import refactor

    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n").expandtabs(8)
    fixers = refactor.get_fixers_from_package("lib2to3.fixes")
    unwanted = ["idioms", "buffer", "set_literal", "ws_comma"]
    if not packaged:
        unwanted.append("fix_import")  # it makes relative imports of those of the files beside
    tool = refactor.RefactoringTool([f for f in fixers if not f.endswith(tuple(unwanted))])
    return str(tool.refactor_string(text + ("" if text.endswith("\n") else "\n"), path))


class _OldDivision(ast.NodeTransformer):
    """`/` of Python 2 in a module that does not import the new division."""

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        return ast.copy_location(_division(node.left, node.right), node)

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div) or not isinstance(node.target, ast.Name):
            return node
        left = ast.copy_location(ast.Name(id=node.target.id, ctx=ast.Load()), node.target)
        value = ast.copy_location(_division(left, node.value), node)
        return ast.copy_location(ast.Assign(targets=[node.target], value=value), node)


def _division(left: ast.expr, right: ast.expr) -> ast.expr:
    return ast.Call(func=ast.Name(id="__divide__", ctx=ast.Load()), args=[left, right], keywords=[])


def old_division(left: Any, right: Any) -> Any:
    """Division as Python 2 means it: integers to an integer, `__div__` where a tensor has one."""
    if isinstance(left, int) and isinstance(right, int):
        return left // right
    if hasattr(type(left), "__div__"):
        return left.__div__(right)
    if hasattr(type(right), "__rdiv__"):
        return right.__rdiv__(left)
    return left / right


NAMES = dict(pacing.NAMES, __divide__=old_division)


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> Any:
        path = self.get_filename(fullname)
        return compiled(self.get_data(path), path, packaged="." in fullname or self.is_package(fullname))

    def exec_module(self, module: Any) -> None:
        module.__dict__.update(NAMES)
        super().exec_module(module)


def package_parent(folder: str) -> str:
    """The folder that holds the topmost package around a folder: what `python -m` finds its modules in."""
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder = os.path.dirname(folder)
    return folder


def install(root: str, paths: List[str]) -> None:
    """Make imports of files below `root` go through `compiled`; `paths` come first in sys.path, `root` last."""

    def hook(folder: str) -> Any:
        folder = os.path.abspath(folder or os.getcwd())
        if not (folder == root or folder.startswith(root + os.sep)) or "site-packages" in folder:
            raise ImportError("not of the project")
        return importlib.machinery.FileFinder(folder, (_Loader, [".py"]))

    sys.dont_write_bytecode = True
    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.clear()
    sys.path[:0] = paths
    sys.path += [root, os.path.join(root, "src")]
