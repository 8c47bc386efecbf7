"""Which importable modules have a model: top-level name -> "module:object", imported when a script asks for it.

Strings, because the models live on a floor above. Not here: the models; what an import finds (`importer.py`).
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from functools import cache
from typing import Any

from graphlint.sandbox.library import Library, UnknownLibrary

# Top-level names whose model isn't `graphlint.libs.<name>:LIBRARY`.
ELSEWHERE = {
    "tensorflow": "graphlint.tf.module:LIBRARY",
    "tensorflow_core": "graphlint.tf.module:LIBRARY",
    "tf_slim": "graphlint.tf.slim:LIBRARY",
    "keras": "graphlint.tf.keras:LIBRARY",
    "absl": "graphlint.tf.absl:LIBRARY",
}

# Modules that only Python 2 has: importing them fails on Python 3, and scripts catch that.
PYTHON2_ONLY = frozenset({
    "BaseHTTPServer", "ConfigParser", "Cookie", "HTMLParser", "Queue", "SocketServer", "StringIO", "Tkinter", "UserDict",
    "__builtin__", "cPickle", "cStringIO", "commands", "cookielib", "copy_reg", "dummy_thread", "exceptions", "future_builtins",
    "htmlentitydefs", "httplib", "md5", "robotparser", "sets", "sha", "thread", "tkMessageBox", "urllib2", "urlparse",
    "xmlrpclib", "__pypy__",
})  # fmt: skip
STDLIB = frozenset(sys.stdlib_module_names)


@cache
def _modelled() -> frozenset[str]:
    """The names of the modules in `graphlint/libs`, found without importing them."""
    import graphlint

    folders = [f"{folder}/libs" for folder in graphlint.__path__]
    return frozenset(module.name for module in pkgutil.iter_modules(folders))


def library(name: str) -> Library | None:
    """The model of a top-level module; None where there is none."""
    if name in ELSEWHERE:
        module, _, attribute = ELSEWHERE[name].partition(":")
    elif name in _modelled():
        module, attribute = f"graphlint.libs.{name}", "LIBRARY"
    else:
        return None
    try:
        found: Any = getattr(importlib.import_module(module), attribute, None)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return None
    return found if isinstance(found, Library) else None


def unknown_library(name: str) -> Library:
    """A stand-in for a module that nobody modelled."""
    return UnknownLibrary(name)
