"""Records the public names of this TensorFlow (and of tf_slim, if installed), where each is defined, and the signatures.

Runs under an oracle's own Python. The formats are described in `tests/oracle/facts.py`.
"""
import importlib
import inspect
import sys
import types
from typing import Any, Dict, Iterable, List, Optional, Tuple

import tensorflow as tf
from tensorflow.python.framework import dtypes
from tensorflow_modules import loaded_modules

Origin = Tuple[str, str]
_FUTURE = ("absolute_import", "division", "print_function", "unicode_literals")
_INNER = (
    "tensorflow.python.",
    "tensorflow.contrib.",
    "tensorflow_core.python.",
    "tensorflow_core.contrib.",
    "tensorflow_estimator.python.",
    "tf_slim.",
)
_CODE = (types.FunctionType, types.BuiltinFunctionType, type)


def plain(module_name: Optional[str]) -> str:
    """The module name as people write it: the real package is called tensorflow_core in 1.15."""
    name = module_name or ""
    return "tensorflow" + name[len("tensorflow_core") :] if name.startswith("tensorflow_core") else name


def unwrap(function: Any) -> Any:
    """The function under TensorFlow's (and functools') decorators."""
    seen = 0
    while seen < 20:
        seen += 1
        decorator = getattr(function, "_tf_decorator", None)
        inner = decorator.decorated_target if decorator is not None else getattr(function, "__wrapped__", None)
        if inner is None or inner is function or isinstance(function, type):
            return function
        function = inner
    return function


class Origins(object):
    """Finds the module attribute that an object is defined as."""

    def __init__(self, prefixes: Tuple[str, ...]) -> None:
        self._by_identity = {}  # type: Dict[int, List[Origin]]
        self._constants = {}  # type: Dict[int, str]
        self._kept = []  # type: List[Any]
        for prefix in prefixes:
            for module in loaded_modules(prefix):
                self._add(module)

    def _add(self, module: types.ModuleType) -> None:
        module_name = plain(module.__name__)
        if "._api." in module_name or ".compat.v1" in module_name:
            return
        for name, value in list(vars(module).items()):
            if ".python." in module_name and type(value).__module__ != "builtins" and not callable(value):
                self._constants.setdefault(id(value), module_name + ":" + name)
            if isinstance(value, _CODE) or callable(value):
                try:
                    target = unwrap(value)
                    self._by_identity.setdefault(id(target), []).append((module_name, name))
                    self._kept.append(target)
                except Exception:
                    continue

    def of(self, value: Any) -> Optional[Origin]:
        """(module, attribute) of the definition, or None for an object without a place."""
        target = unwrap(value)
        home, own_name = plain(getattr(target, "__module__", "")), getattr(target, "__name__", "")
        places = self._by_identity.get(id(target), [])
        if not places:
            return None
        return min(places, key=lambda p: (p != (home, own_name), p[0] != home, p[0].count("."), len(p[0]), p))

    def of_constant(self, value: Any) -> List[str]:
        """[`module:attribute`] of an object that is neither a plain value nor callable."""
        place = self._constants.get(id(value))
        return [place] if place and not isinstance(value, dtypes.DType) else []


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
    return (real + ".").startswith(("tensorflow.contrib.", "tf_slim.")) and hasattr(module, "__path__") and ".python" not in real


class SymbolTable(object):
    """Walks public modules and notes, for each name, its kind and its definition."""

    def __init__(self, origins: Origins, wanted: Iterable[str] = ()) -> None:
        self.origins = origins
        self._wanted = frozenset(wanted)
        self.modules = {}  # type: Dict[str, Dict[str, Any]]
        self.homes = []  # type: List[str]
        self._home_index = {}  # type: Dict[str, int]
        self.reached = {}  # type: Dict[Origin, Any]
        self._public_of = {}  # type: Dict[int, str]

    def walk(self, public: str, module: types.ModuleType) -> None:
        """Record a module and all public modules below it."""
        waiting = [(public, module)]
        self._public_of[id(module)] = public
        while waiting:
            public, module = waiting.pop(0)
            names = {}  # type: Dict[str, Any]
            self.modules[public] = names
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
        if ".compat.v2" in public or public.count(".") > 8 or not (public in self._wanted or _is_public(real, value)):
            return "m:" + real
        self._public_of[id(value)] = public
        waiting.append((public, value))
        return "m:" + public

    def _value(self, value: Any) -> Any:
        if not (isinstance(value, _CODE) or callable(value)) or isinstance(value, dtypes.DType):
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
    """Store tf.compat.v1.* as what differs from tf.*."""
    prefix = "tensorflow.compat.v1"
    for public in [m for m in modules if m == prefix or m.startswith(prefix + ".")]:
        base = "tensorflow" + public[len(prefix) :]
        if base not in modules:
            continue
        own, other = modules[public], modules[base]
        differing = {n: v for n, v in own.items() if n not in other or not _same(v, other[n], prefix)}
        missing = sorted(set(other) - set(own))
        modules[public] = {"<": base, "-": missing, "+": differing}


def _same(value: Any, other: Any, prefix: str) -> bool:
    if isinstance(value, str) and value.startswith("m:" + prefix):
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
    own, others, aliases, constants = [], {}, {}, {}  # type: Any, Any, Any, Any
    for name, value in sorted(vars(module).items()):
        if name.startswith("__") or name in _FUTURE:
            continue
        if isinstance(value, types.ModuleType):
            package, _, last = plain(value.__name__).rpartition(".")
            aliases.setdefault(str(table.home(package)), []).append(name if last == name else name + "=" + last)
        elif isinstance(value, _CODE) or isinstance(value, dtypes.DType):
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
    return table.origins.of(value) or (plain(getattr(value, "__module__", None) or "?"), getattr(value, "__name__", "?"))


class Signatures(object):
    """Signatures of functions and classes, by defining module and name."""

    def __init__(self, origins: Origins) -> None:
        self._origins = origins
        self.functions = {}  # type: Dict[str, Dict[str, Any]]
        self.classes = {}  # type: Dict[str, Dict[str, Any]]
        self.arg_scoped = []  # type: List[str]

    def add(self, origin: Origin, value: Any) -> None:
        """Record one definition (and the bases of a class)."""
        if isinstance(value, type):
            self._add_class(origin, value)
            return
        if hasattr(value, "_key_op") or hasattr(unwrap(value), "_key_op"):
            self.arg_scoped.append(":".join(origin))
        listed = self.parameters(value)
        if listed is not None:
            self.functions.setdefault(origin[0], {})[origin[1]] = listed

    def _add_class(self, origin: Origin, value: type) -> None:
        known = self.classes.setdefault(origin[0], {})
        if origin[1] in known:
            return
        entry = {}  # type: Dict[str, Any]
        known[origin[1]] = entry
        bases = [(plain(b.__module__), b.__name__, b) for b in value.__bases__ if b is not object]
        entry["bases"] = [[b[0], b[1]] for b in bases]
        methods, properties = {}, []
        for name, member in sorted(vars(value).items()):
            if name.startswith("_") and name not in ("__init__", "__call__", "__new__"):
                continue
            if isinstance(member, property):
                properties.append(name)
                continue
            marker = {classmethod: "@c", staticmethod: "@s"}.get(type(member))
            function = member.__func__ if marker else member
            listed = self.parameters(function) if callable(function) else None
            if listed is not None:
                methods[name] = ([marker] if marker else []) + listed
        entry["methods"], entry["properties"] = methods, properties
        for home, name, base in bases:
            if home.startswith(("tensorflow", "tf_slim")):
                self._add_class((home, name), base)

    def parameters(self, function: Any) -> Optional[List[Any]]:
        """`x` required, [x, default], `*args`, `*` before keyword-only ones, `**kwargs`."""
        try:
            signature = inspect.signature(unwrap(function))
        except (TypeError, ValueError):
            return None
        listed = []  # type: List[Any]
        star = False
        for p in signature.parameters.values():
            if p.kind == p.VAR_POSITIONAL:
                star = True
                listed.append("*" + p.name)
                continue
            if p.kind == p.VAR_KEYWORD:
                listed.append("**" + p.name)
                continue
            if p.kind == p.KEYWORD_ONLY and not star:
                star = True
                listed.append("*")
            listed.append(p.name if p.default is p.empty else [p.name, self.default(p.default)])
        return listed

    def default(self, value: Any) -> Any:
        """A default as JSON: plain values as they are, the rest as a dictionary with one key that says what it is."""
        if isinstance(value, (str, bool, int, type(None))):
            return value
        if isinstance(value, float):
            return value if value == value and abs(value) != float("inf") else {"repr": repr(value)}
        if isinstance(value, dtypes.DType):
            return {"dtype": value.name}
        if isinstance(value, tuple) and type(value) is tuple:
            return {"tuple": [self.default(v) for v in value]}
        if isinstance(value, list):
            return [self.default(v) for v in value]
        origin = self._origins.of(value) if callable(value) and hasattr(value, "__name__") else None
        if origin is not None:
            return {"symbol": list(origin)}
        text = repr(value)
        if " at 0x" in text or " object" in text:
            return {"instance": [plain(type(value).__module__), type(value).__name__]}
        return {"repr": text[:80]}


def record(wanted: Iterable[str] = ()) -> Dict[str, Any]:
    """All three tables: public symbols, inner modules, signatures. `wanted` names modules to take as public too."""
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
        "inner": {"homes": table.homes, "modules": inner},
        "signatures": {"functions": signatures.functions, "classes": signatures.classes, "arg_scoped": sorted(set(signatures.arg_scoped))},
    }


def _has_slim() -> bool:
    try:
        importlib.import_module("tf_slim")
        importlib.import_module("tf_slim.nets")
    except ImportError:
        return False
    return True
