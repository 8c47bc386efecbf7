"""Loads the script and the modules of its project from source: Python 2 converted, loops paced.

Runs under an oracle's own Python. Modules outside the project are imported as usual.
"""

import ast
import importlib.machinery
import os
import sys
from typing import Any, List

import pacing


def compiled(data: bytes, path: str, packaged: bool = False) -> Any:
    """The code of one source file, a module of a package or not. Falls back to lib2to3 where it is not Python 3."""
    try:
        tree = ast.parse(data, path)
    except SyntaxError:
        tree = ast.parse(_converted(data, path, packaged), path)
        tree = _OldDivision(tree).visit(tree)
        ast.fix_missing_locations(tree)
    return compile(pacing.rewritten(tree), path, "exec")


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

    def __init__(self, tree: ast.Module) -> None:
        imports = [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module == "__future__"]
        self._active = not any(alias.name == "division" for node in imports for alias in node.names)

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        if not self._active or not isinstance(node.op, ast.Div):
            return node
        function = ast.Name(id="__divide__", ctx=ast.Load())
        return ast.copy_location(ast.Call(func=function, args=[node.left, node.right], keywords=[]), node)


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
