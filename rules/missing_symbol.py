"""The script uses a name that this TensorFlow release doesn't have.

## What it does
Finds attributes and imports of TensorFlow's modules and classes that don't exist in the release, tells with which
release they came or went, and what has their place.

## Why is this bad
The script ends there with an AttributeError, or with an ImportError where the name is imported.

## Example
    tf.random.uniform_int([3])

## Use instead
    tf.random_uniform([3], maxval=10, dtype=tf.int32)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graphlint.graph import releases
from graphlint.graph.releases import Version, minors
from graphlint.tf import fitting, history, signatures, successors
from graphlint.tf.module import Module
from graphlint.trace import Event, Trace

from .finding import Evidence, Finding, of_event

CODE = "GL401"
NAME = "missing-symbol"
SEVERITY = "error"
BAD = [
    """\
import tensorflow as tf
x = tf.reduce_maen([1.0, 2.0])
""",
    """\
from tensorflow.contrib.data import Dataset
""",
    """\
import tensorflow.models.rnn
""",
]
GOOD = [
    """\
import tensorflow as tf
x = tf.reduce_mean([1.0, 2.0])
if hasattr(tf, "no_such_name"):
    y = tf.no_such_name
""",
]
_TEXT = re.compile(r"module '((?:tensorflow|tf_slim)[\w.]*)' has no attribute '(\w+)'")
_MODELS = ("graphlint.tf.", "graphlint.graph.")


@dataclass(frozen=True)
class Missing:
    """A name that the release doesn't have: of a module, or of a class that the facts know as `key`; or a whole module."""

    owner: str
    name: str
    key: str | None = None
    is_module: bool = False

    def text(self, release: str) -> str:
        if self.is_module:
            return f"TensorFlow {release} has no module {self.owner}.{self.name}"
        return f"{self.owner} has no {self.name} in TensorFlow {release}"


def missing(event: Event) -> Missing | None:
    """What an error says to be missing in TensorFlow; None for other errors."""
    error = event.exception
    if event.kind != "error" or not isinstance(error, (AttributeError, ImportError)):
        return None
    if isinstance(error, ImportError):
        return _not_importable(error)
    owner = error.obj
    if isinstance(owner, Module) and error.name:
        return Missing(owner.name, error.name)
    match = _TEXT.search(str(error))
    if match:
        return Missing(match[1], match[2])
    cls = owner if isinstance(owner, type) else type(owner)
    if not error.name or not cls.__module__.startswith(_MODELS):
        return None
    return Missing(cls.__name__, error.name, fitting.dated_class(cls, error.name) or "")


def _not_importable(error: ImportError) -> Missing | None:
    """What `from tensorflow.x import y` or `import tensorflow.x.y` didn't find."""
    name = error.name or ""
    if name.partition(".")[0] not in ("tensorflow", "tf_slim"):
        return None
    imported = getattr(error, "name_from", None)
    if imported is not None:
        return Missing(name, imported)
    owner, _, last = name.rpartition(".")
    return Missing(owner, last, is_module=True) if owner else None


def check(trace: Trace) -> Iterator[Finding]:
    version = releases.parse(trace.release).version
    for event in trace.events:
        found = missing(event)
        if found is None:
            continue
        finding = of_event(event, found.text(trace.release), _advice(found, version, _after(trace, event)),
                           Evidence("confirmed", "names", "the recorded symbols of the release don't hold it"))
        if finding is not None:
            yield finding


def _after(trace: Trace, event: Event) -> str:
    """The attribute that the script reads of the missing name: `uniform` of `tf.random.uniform`."""
    place = event.place
    source = trace.source(place.file) if place else None
    if place is None or source is None:
        return ""
    match = re.match(r"\.(\w+)", source.text.splitlines()[place.end_line - 1][place.end_column - 1 :])
    return match[1] if match else ""


def _advice(found: Missing, version: Version, after: str) -> str:
    if found.key is None:
        rows = history.name_releases(found.owner, found.name)
        turn = rows and history.turn(minors(rows), version)
        other = None if found.is_module else successors.of_name(found.owner, found.name, version)
        if other is None and after:
            other = successors.of_name(f"{found.owner}.{found.name}", after, version)
    else:
        turn = history.turn(signatures.releases_having(found.key, found.name), version) if found.key else None
        other = None
    parts = ([f"it {turn}"] if turn else []) + ([f"use {other} instead"] if other else [])
    if parts:
        return "; ".join(parts) + ("" if other else ": choose the release with --tf, or do without it")
    near = successors.near(found.owner, found.name, version) if found.key is None and not found.is_module else None
    return f"did you mean {near}?" if near else "use a symbol of this release, or choose the release with --tf"
