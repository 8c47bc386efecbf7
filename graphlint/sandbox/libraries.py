"""Which importable modules have a model: top-level name -> "module:object", imported when a script asks for it.

Strings, because the models live on a floor above. Not here: the models; what an import finds (`importer.py`).
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from graphlint.sandbox.library import Library, UnknownLibrary
from graphlint.sandbox.unknown import Unknown

# Top-level names whose model is on TensorFlow's side.
ELSEWHERE = {
    "tensorflow": "graphlint.tf.module:LIBRARY",
    "tensorflow_core": "graphlint.tf.module:LIBRARY",
    "tf_slim": "graphlint.tf.module:SLIM",
}

# Modules that only Python 2 has: importing them fails on Python 3, and scripts catch that.
PYTHON2_ONLY = frozenset({
    "BaseHTTPServer", "ConfigParser", "Cookie", "HTMLParser", "Queue", "SocketServer", "StringIO", "Tkinter",
    "UserDict",
    "__builtin__", "cPickle", "cStringIO", "commands", "cookielib", "copy_reg", "dummy_thread", "exceptions",
    "future_builtins",
    "htmlentitydefs", "httplib", "md5", "robotparser", "sets", "sha", "thread", "tkMessageBox", "urllib2", "urlparse",
    "xmlrpclib", "__pypy__",
})  # fmt: skip
STDLIB = frozenset(sys.stdlib_module_names)

# Libraries that add ops and variables of their own to the graph: without a model, what they add is missing there.
BUILD_GRAPHS = frozenset({
    "baselines", "edward", "gpflow", "prettytensor", "sonnet", "stable_baselines", "tensor2tensor", "tensorforce",
    "tensorflow_probability", "tensorlayer", "tensorpack", "tflearn", "trfl", "zhusuan",
})  # fmt: skip


# Where the table of the other libraries is: a function that gives the model of a top-level name, or None.
TABLE = "graphlint.libs.table:load"


@cache
def _load() -> Callable[[str], Library | None]:
    module, _, attribute = TABLE.partition(":")
    found: Callable[[str], Library | None] = getattr(importlib.import_module(module), attribute)
    return found


def library(name: str) -> Library | None:
    """The model of a top-level module; None where there is none."""
    if name not in ELSEWHERE:
        return _load()(name)
    module, _, attribute = ELSEWHERE[name].partition(":")
    found: Any = getattr(importlib.import_module(module), attribute)
    return found if isinstance(found, Library) else None


def may_build(function: Unknown) -> bool:
    """Whether an unknown function is one of a module that isn't there: a part of the project, or what builds on TensorFlow."""
    return type(function) is Unknown and function.path is not None and function.path.partition(".")[0] not in STDLIB


def comes_first(name: str) -> bool:
    """Whether a model stands before a file of the project that has the same name."""
    return name in ELSEWHERE or name in STDLIB or name in ("numpy", "six")


def unknown_library(name: str) -> Library:
    """A stand-in for a module that nobody modelled."""
    return UnknownLibrary(name)
