"""Records the public names of this TensorFlow (and of tf_slim, if installed) and where each is defined.

Runs under an oracle's own Python. The formats are described in `tests/oracle/facts.py`.
"""

import importlib
import sys
import types
from typing import Any, Dict, Iterable, List, Tuple

import tensorflow as tf
from tensorflow.python.framework import dtypes

from origins import CODE, Origin, Origins, plain
from signatures import Signatures
from tensorflow_modules import loaded_modules

_FUTURE = ("absolute_import", "division", "print_function", "unicode_literals")
_INNER = (
    "tensorflow.python.",
    "tensorflow.contrib.",
    "tensorflow.core.",
    "tensorflow.examples.",
    "tensorflow_core.python.",
    "tensorflow_core.core.",
    "tensorflow_core.examples.",
    "tensorflow_core.contrib.",
    "tensorflow_estimator.python.",
    "tf_slim.",
)


def _constant(value: Any) -> Any:
    if isinstance(value, (str, int, float, bool, type(None))):
        return ["k", value]
    if isinstance(value, dtypes.DType):
        return ["d", value.name]
    return ["o", plain(type(value).__module__) + ":" + type(value).__name__]


def _is_public(real: str, module: Any) -> bool:
    """Whether the names of a module are public: API modules, and packages of contrib and of tf_slim."""
    if "._api." in real or ".api." in real:
        return True
    of_packages = (real + ".").startswith(("tensorflow.contrib.", "tf_slim.")) and ".python" not in real
    return of_packages and hasattr(module, "__path__")


class SymbolTable:
    """Walks public modules and notes, for each name, its kind and its definition."""

    def __init__(self, origins: Origins, wanted: Iterable[str] = ()) -> None:
        self.origins = origins
        self._wanted = frozenset(wanted)
        self.modules: Dict[str, Dict[str, Any]] = {}
        self.homes: List[str] = []
        self._home_index: Dict[str, int] = {}
        self.reached: Dict[Origin, Any] = {}
        self.called: Dict[str, str] = {}
        self._public_of: Dict[int, str] = {}

    def walk(self, public: str, module: types.ModuleType) -> None:
        """Record a module and all public modules below it."""
        waiting = [(public, module)]
        self._public_of[id(module)] = public
        while waiting:
            public, module = waiting.pop(0)
            names: Dict[str, Any] = {}
            self.modules[public] = names
            self.called[public] = module.__name__
            for name in sorted(set(dir(module))):
                if (name.startswith("_") and name != "__version__") or name in _FUTURE:
                    continue
                try:
                    value = getattr(module, name)
                except Exception:
                    continue
                if isinstance(value, types.ModuleType) or type(value).__name__ == "TFModuleWrapper":
                    names[name] = self._module(public + "." + name, value, waiting)
                else:
                    names[name] = self._value(value)

    def _module(self, public: str, value: Any, waiting: List[Any]) -> Any:
        real = plain(value.__name__)
        if id(value) in self._public_of:
            return "m:" + self._public_of[id(value)]
        if public.count(".") > 8 or not (public in self._wanted or _is_public(real, value)):
            return "m:" + real
        self._public_of[id(value)] = public
        waiting.append((public, value))
        return "m:" + public

    def _value(self, value: Any) -> Any:
        if not (isinstance(value, CODE) or callable(value)) or isinstance(value, dtypes.DType):
            return _constant(value) + self.origins.of_constant(value)
        kind = "c" if isinstance(value, type) else "f"
        origin = self.origins.of(value)
        if origin is None:
            origin = (plain(getattr(value, "__module__", None) or "?"), getattr(value, "__name__", "?"))
        return kind + self.place(origin, value)

    def place(self, origin: Origin, value: Any) -> str:
        """`index` or `index:name` of a definition; remembers it for the signature file."""
        self.reached.setdefault(origin, value)
        return "%d:%s" % (self.home(origin[0]), origin[1])

    def home(self, module: str) -> int:
        """The index of a defining module."""
        if module not in self._home_index:
            self._home_index[module] = len(self.homes)
            self.homes.append(module)
        return self._home_index[module]


def shorten(modules: Dict[str, Dict[str, Any]]) -> None:
    """Drop `:name` where a definition has the public name."""
    for names in modules.values():
        for name, value in names.items():
            if isinstance(value, str) and value[0] in "fc" and value.endswith(":" + name):
                names[name] = value[: -len(name) - 1]


def fold_compat(modules: Dict[str, Dict[str, Any]]) -> None:
    """Store tf.compat.v1.* and tf.compat.v2.* as what differs from tf.*."""
    for prefix in ("tensorflow.compat.v1", "tensorflow.compat.v2"):
        _fold(modules, prefix)


def _fold(modules: Dict[str, Dict[str, Any]], prefix: str) -> None:
    for public in [m for m in modules if m == prefix or m.startswith(prefix + ".")]:
        base = "tensorflow" + public[len(prefix) :]
        if base not in modules:
            continue
        own, other = modules[public], modules[base]
        differing = {n: v for n, v in own.items() if n not in other or not _same(v, other[n], prefix)}
        missing = sorted(set(other) - set(own))
        modules[public] = {"<": base, "-": missing, "+": differing}


def _same(value: Any, other: Any, prefix: str) -> bool:
    if prefix.endswith(".v1") and isinstance(value, str) and value.startswith("m:" + prefix):
        value = "m:tensorflow" + value[len("m:" + prefix) :]
    return bool(value == other)


def inner_modules(table: SymbolTable, prefixes: Tuple[str, ...]) -> Dict[str, Dict[str, Any]]:
    """For each inner module: what it defines, what it has from elsewhere, its module aliases and plain constants."""
    found = {}
    for prefix in prefixes:
        for module in loaded_modules(prefix):
            entry = _inner_module(table, module)
            if entry:
                found[plain(module.__name__)] = entry
    return found


def _inner_module(table: SymbolTable, module: types.ModuleType) -> Dict[str, Any]:
    own: List[str] = []
    others: Dict[str, List[str]] = {}
    aliases: Dict[str, List[str]] = {}
    constants: Dict[str, Any] = {}
    for name, value in sorted(vars(module).items()):
        if name.startswith("__") or name in _FUTURE:
            continue
        if isinstance(value, types.ModuleType):
            package, _, last = plain(value.__name__).rpartition(".")
            aliases.setdefault(str(table.home(package)), []).append(name if last == name else name + "=" + last)
        elif isinstance(value, CODE + (dtypes.DType,)):
            home, origin = _place(table, value)
            label = name if origin == name else name + "=" + origin
            if home == plain(module.__name__):
                own.append(label)
            else:
                others.setdefault(str(table.home(home)), []).append(label)
        elif isinstance(value, (str, int, float, bool)):
            if not str(value).startswith("/"):  # a path of the recording machine
                constants[name] = value
        else:
            own.append(name)
    entry = {"own": " ".join(own), "constants": constants}
    entry["from"] = {home: " ".join(names) for home, names in others.items()}
    entry["modules"] = {package: " ".join(names) for package, names in aliases.items()}
    return {key: value for key, value in entry.items() if value}


def _place(table: SymbolTable, value: Any) -> Origin:
    if isinstance(value, dtypes.DType):
        return ("tensorflow.python.framework.dtypes", str(value.name))
    stated = plain(getattr(value, "__module__", None) or "?"), getattr(value, "__name__", "?")
    return table.origins.of(value) or stated


def record(wanted: Iterable[str] = ()) -> Dict[str, Any]:
    """All tables: public symbols, the modules' own names, inner modules, signatures.

    `wanted` names modules to take as public too.
    """
    prefixes = ("tensorflow", "tf_slim") if _has_slim() else ("tensorflow",)
    origins = Origins(prefixes)
    table = SymbolTable(origins, wanted)
    table.walk("tensorflow", tf)
    if _has_slim():
        table.walk("tf_slim", sys.modules["tf_slim"])
    public_reached = dict(table.reached)
    public_homes = list(table.homes)
    inner = inner_modules(table, _INNER)
    shorten(table.modules)
    fold_compat(table.modules)
    signatures = Signatures(origins)
    for origin, value in sorted(public_reached.items(), key=lambda pair: pair[0]):
        signatures.add(origin, value)
    return {
        "symbols": {"homes": public_homes, "modules": table.modules},
        "called": table.called,
        "inner": {"homes": table.homes, "modules": inner},
        "signatures": {
            "functions": signatures.functions,
            "classes": signatures.classes,
            "arg_scoped": sorted(set(signatures.arg_scoped)),
        },
        "privates": signatures.privates,
    }


def _has_slim() -> bool:
    try:
        importlib.import_module("tf_slim")
        importlib.import_module("tf_slim.nets")
    except ImportError:
        return False
    return True
