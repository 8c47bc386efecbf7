"""`six`, `future`, `builtins` and Python 2's names of modules."""

from __future__ import annotations

from typing import Any

from graphlint.libs.rows import library, missing_from
from graphlint.libs.state import Current
from graphlint.sandbox.classes import adopt
from graphlint.sandbox.library import Library, TableLibrary, UnknownLibrary
from graphlint.sandbox.unknown import Unknown


def with_metaclass(meta: Any, *bases: Any) -> Any:
    """A base class of the given metaclass, as `six` makes it: the class that is written gets `bases` instead."""
    if isinstance(meta, Unknown):
        return object

    class metaclass(type):
        def __new__(cls, name: str, this_bases: Any, namespace: dict[str, Any]) -> Any:
            return meta(name, bases, namespace)

        @classmethod
        def __prepare__(cls, name: str, this_bases: Any, /, **options: Any) -> Any:
            return meta.__prepare__(name, bases)

    return type.__new__(metaclass, "temporary_class", (), {})


def add_metaclass(metaclass: Any) -> Any:
    def wrapper(cls: Any) -> Any:
        if isinstance(metaclass, Unknown) or isinstance(cls, Unknown):
            return cls
        body = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
        return adopt(metaclass(cls.__name__, cls.__bases__, body))

    return wrapper


def _items(name: str) -> Any:
    def function(d: Any, **options: Any) -> Any:
        return iter(getattr(d, name)())

    return function


def _values(name: str) -> Any:
    def function(d: Any) -> Any:
        return getattr(d, name)()

    return function


def ensure_str(s: Any, encoding: Any = "utf-8", errors: Any = "strict") -> Any:
    return s.decode(encoding, errors) if isinstance(s, bytes) else s


def ensure_binary(s: Any, encoding: Any = "utf-8", errors: Any = "strict") -> Any:
    return s.encode(encoding, errors) if isinstance(s, str) else s


def raise_from(value: Any, from_value: Any) -> None:
    raise value from from_value


def reraise(tp: Any, value: Any = None, tb: Any = None) -> None:
    error = value if value is not None else tp
    if error is not None and not isinstance(error, Unknown):  # what `sys.exc_info()` tells isn't followed
        raise error


def python_2_unicode_compatible(cls: Any) -> Any:
    return cls


def xrange(*args: Any) -> Any:
    if any(isinstance(arg, Unknown) for arg in args):
        return Unknown("a range whose ends aren't known", text="xrange(...)")
    return range(*args)


class Moves(Library):
    """`six.moves`: the module or function of Python 3 behind a common name."""

    def attribute(self, name: str) -> Any:
        from graphlint.libs.table import load

        if name in _MOVED:
            return _MOVED[name]
        module = _MODULES.get(name)
        if module is None and name.startswith("urllib_"):
            urllib: Any = load("urllib")
            return urllib.attribute(name.removeprefix("urllib_"))
        if name in _OTHERS:
            return UnknownLibrary(f"six.moves.{name}")
        return super().attribute(name) if module is None else load(module)

    def names(self) -> list[str]:
        return [*_MOVED]


_MODULES = {
    "cPickle": "pickle", "configparser": "configparser", "queue": "queue", "urllib": "urllib",
    "cStringIO": "io", "StringIO": "io", "html_parser": "html", "http_client": "http", "copyreg": "copyreg",
    "tkinter": "tkinter", "_thread": "_thread", "socketserver": "socketserver", "collections_abc": "collections",
}  # fmt: skip
# modules without a model
_OTHERS = frozenset({
    "builtins",  # but where it is imported by name: see the importer
    "http_cookies", "http_cookiejar", "html_entities", "email_mime_base", "email_mime_image",
    "email_mime_multipart", "email_mime_text", "dbm_gnu", "reprlib", "xmlrpc_client", "xmlrpc_server",
    "tkinter_constants", "tkinter_dialog", "tkinter_filedialog", "tkinter_font", "tkinter_messagebox",
    "tkinter_tix", "tkinter_ttk", "BaseHTTPServer", "CGIHTTPServer", "SimpleHTTPServer", "UserDict", "UserList",
    "UserString", "winreg", "_dummy_thread",
})  # fmt: skip


def _moved() -> dict[str, Any]:
    from graphlint.libs.functools import reduce
    from graphlint.libs.itertools import ITERTOOLS

    return {
        "range": xrange, "xrange": xrange, "zip": zip, "map": map, "filter": filter, "reduce": reduce,
        "input": lambda *args: Unknown("nobody answers", text="input()"), "StringIO": UnknownLibrary("io").attribute("StringIO"),
        "zip_longest": ITERTOOLS.attribute("zip_longest"), "filterfalse": ITERTOOLS.attribute("filterfalse"),
        "reload_module": lambda module: module, "intern": lambda text: text, "getcwd": lambda: Current.state.cwd,
        "shlex_quote": lambda text: text,
    }  # fmt: skip


_MOVED: dict[str, Any] = _moved()
MOVES = Moves("six.moves")


class SixLibrary(TableLibrary):
    """`six`, which says which Python the script is written for."""

    def attribute(self, name: str) -> Any:
        if name in ("PY2", "PY3", "PY34"):
            return (Current.state.python == 2) is (name == "PY2")
        return super().attribute(name)


SIX = SixLibrary(
    "six",
    {
        "moves": MOVES, "with_metaclass": with_metaclass, "add_metaclass": add_metaclass,
        "string_types": (str,), "integer_types": (int,), "class_types": (type,), "text_type": str, "binary_type": bytes,
        "MAXSIZE": (1 << 63) - 1, "b": lambda s: s.encode("latin-1"), "u": lambda s: s, "unichr": chr,
        "int2byte": lambda i: bytes([i]),
        "iteritems": _items("items"), "itervalues": _items("values"), "iterkeys": _items("keys"),
        "viewitems": _values("items"), "viewvalues": _values("values"), "viewkeys": _values("keys"),
        "next": lambda it: next(it), "advance_iterator": lambda it: next(it), "callable": callable,
        "ensure_str": ensure_str, "ensure_text": ensure_str, "ensure_binary": ensure_binary, "raise_from": raise_from,
        "reraise": reraise, "python_2_unicode_compatible": python_2_unicode_compatible,
        "BytesIO": UnknownLibrary("io").attribute("BytesIO"),
        "StringIO": UnknownLibrary("io").attribute("StringIO"), "get_function_code": lambda f: Unknown("the code of a function"),
        "print_": lambda *args, **options: None, "__version__": "1.12.0", "Iterator": object,
        "get_unbound_function": lambda f: f, "wraps": lambda wrapped, *rest: (lambda wrapper: wrapper),
    },
    missing_from("six"),
)  # fmt: skip
FUTURE_UTILS = library(
    "future",
    {
        "utils": library("future.utils", {"with_metaclass": with_metaclass, "iteritems": _items("items"),
                                          "itervalues": _items("values"), "iterkeys": _items("keys"),
                                          "viewitems": _values("items"), "raise_from": raise_from, "PY3": True}),
        "builtins": UnknownLibrary("future.builtins"),
        "standard_library": library("future.standard_library", {"install_aliases": lambda: None}),
    },
)  # fmt: skip
