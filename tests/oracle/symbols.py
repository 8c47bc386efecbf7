"""The public symbols of TensorFlow 1.15 by family, whether each has a model, and which of them a traced script used.

Holds the symbols, the module area (family) of each, and the recording of use at the boundary where scripts meet the
models. A symbol is what stands at one home, however many public names lead there. Left out are raw_ops, the protos,
and what contrib modules re-export of TensorFlow's core.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, reduce
from typing import Any
from unittest import mock

from graphlint.sandbox.events import Call
from graphlint.sandbox.library import Library
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import facts, module

_LEFT_OUT = ("tensorflow.raw_ops", "tensorflow.core", "tensorflow.tools", "tensorflow.compat")
# the areas of TensorFlow's ops whose module names are not their own
_OPS = {
    "candidate_sampling": "nn",
    "ctc": "nn",
    "embedding": "nn",
    "nn_impl": "nn",
    "batch_norm": "nn",
    "clip": "math",
    "bitwise": "math",
    "confusion_matrix": "math",
    "histogram": "math",
    "special_math": "math",
    "spectral": "signal",
    "signal": "signal",
    "cond_v2": "control flow",
    "control_flow": "control flow",
    "functional": "control flow",
    "map_fn": "control flow",
    "tensor_array": "control flow",
    "rnn_cell_impl": "rnn",
    "image_ops_impl": "image",
    "data_flow": "queues",
    "io": "io",
    "parsing": "io",
    "decode": "io",
    "string": "strings",
    "manip": "array",
    "sort": "array",
    "special_functions": "math",
    "init": "initializers",
    "state": "variables",
    "resource_variable": "variables",
    "variables": "variables",
    "variable_scope": "variables",
    "template": "variables",
    "metrics_impl": "metrics",
    "losses": "losses",
    "logging": "summary",
    "script": "py_func",
    "numerics": "check",
    "linalg": "linalg",
    "linear_operator": "linalg",
    "gradients_impl": "gradients",
    "gradients_util": "gradients",
    "gradient_checker": "gradients",
    "custom_gradient": "gradients",
}
_PACKAGES = {"training": "train", "lib": "io", "client": "session", "feature_column": "feature_column"}


def family_of(home: str) -> str:
    """The area of a defining module: `tensorflow.python.ops.gen_math_ops` is "math"."""
    parts = home.split(".")
    if parts[0] == "tensorflow_estimator":
        return "estimator"
    if parts[0] == "tf_slim":
        return "tf_slim"
    if parts[:2] == ["tensorflow", "contrib"]:
        return ".".join(parts[1:3])
    if parts[:3] == ["tensorflow", "python", "ops"] and len(parts) > 3:
        stem = parts[3].removeprefix("gen_").removesuffix("_ops")
        return _OPS.get(stem, stem)
    if parts[:3] == ["tensorflow", "python", "keras"] and len(parts) > 3:
        return ".".join(parts[2:4])
    if parts[:2] == ["tensorflow", "python"] and len(parts) > 2:
        return _PACKAGES.get(parts[2], parts[2])
    return parts[1] if parts[:1] == ["tensorflow"] and len(parts) > 2 else "constants"


@dataclass(eq=False)
class Symbol:
    """One symbol: where TensorFlow defines it, its public names (the shortest first), and what models it."""

    home: str
    name: str
    paths: list[str] = field(default_factory=list)
    model: Any = None

    @property
    def family(self) -> str:
        return family_of(self.home)

    @property
    def modelled(self) -> bool:
        return not isinstance(self.model, Unknown)


@cache
def symbols() -> dict[tuple[str, str], Symbol]:
    """All public symbols, by home and name. The release that was begun last says what is modelled."""
    found: dict[tuple[str, str], Symbol] = {}
    for path, table in _public_modules():
        for name, entry in table.items():
            key = None if name.startswith("_") else _key(path, name, entry)
            if key is None or (path.startswith("tensorflow.contrib") and "contrib" not in key[0]):
                continue
            symbol = found.setdefault(key, Symbol(*key))
            symbol.paths.append(f"{path}.{name}")
            symbol.paths.sort(key=lambda text: ("compat" in text, text.count("."), len(text)))
    for symbol in found.values():
        symbol.model = _attribute(symbol.paths[0])
    return found


def _attribute(dotted: str) -> Any:
    """What a script gets for a dotted name, attribute by attribute as it asks for them."""
    root, *names = dotted.split(".")
    return reduce(lambda library, name: library.attribute(name), names, module.module(root))


def _public_modules() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in facts._symbols()["modules"]:
        if not path.startswith(_LEFT_OUT):
            yield path, facts.public_table(path) or {}


def _key(path: str, name: str, entry: Any) -> tuple[str, str] | None:
    """Home and name of a table's entry; None for modules."""
    if isinstance(entry, list):
        return path, name
    kind, _, rest = entry.partition(":")
    if kind == "m":
        return None
    return module.place_of(facts.home_of(int(kind[1:]), True)), rest or name


def symbol_at(dotted: str) -> Symbol | None:
    """The symbol that a name of a public or inner module leads to; None where it leads to none."""
    path, _, name = dotted.rpartition(".")
    table = facts.public_table(path)
    if table is not None and name in table:
        key = _key(path, name, table[name])
    else:
        inner = (facts.inner_table(path) or {}).get(name)
        key = (module.place_of(inner[1]), inner[2]) if inner and inner[0] == "own" else None
    return None if key is None else symbols().get(key) or _inner(*key)


@cache
def _inner(home: str, name: str) -> Symbol:
    """A symbol that has no public name."""
    return Symbol(home, name, [f"{home}.{name}"], module.model(home, name, f"{home}.{name}"))


def lookup(dotted: str) -> tuple[Symbol | None, Any]:
    """Where a dotted name of a script leads: the symbol (of methods their class), and the object that it is.

    AttributeError where the release has no such name.
    """
    root, *names = dotted.split(".")
    found, symbol = module.module(root), None
    for name in names:
        if isinstance(found, module.Module):
            symbol = symbol_at(f"{found.name}.{name}")
        found = found.attribute(name) if isinstance(found, Library) else getattr(found, name)
    return symbol, found


@contextmanager
def reading() -> Iterator[set[str]]:
    """Collects the dotted names that scripts read from TensorFlow's modules while the block runs."""
    seen: set[str] = set()
    original = module.Module.attribute

    def attribute(self: module.Module, name: str) -> Any:
        seen.add(f"{self.name}.{name}")
        return original(self, name)

    with mock.patch.object(module.Module, "attribute", attribute):
        yield seen


def used(read: Iterable[str], calls: Iterable[Call]) -> set[Symbol]:
    """The symbols that a script really used: functions it called or handed to a call; all else that it read."""
    called = {id(value) for call in calls for value in (call.function, *call.args, *call.kwargs.values())}
    found = filter(None, map(symbol_at, read))
    return {symbol for symbol in found if not _recorded_when_called(symbol.model) or id(symbol.model) in called}


def _recorded_when_called(model: Any) -> bool:
    if isinstance(model, (type, Library, Unknown)) or not callable(model):
        return False
    return str(getattr(model, "__module__", "")).startswith("graphlint.tf.")
