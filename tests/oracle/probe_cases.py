"""The probe cases under `fixtures/probes`: small functions, and what each release answered to them.

Holds the cases, the recorded answers in the form that graphs are compared in, and the comparison of one case.
How a case is run is `probe_runs`.
"""

import ast
import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.oracle.compare import Comparison, Difference, JsonObject, Strictness, compare

FOLDER = Path(__file__).resolve().parent.parent.parent / "fixtures" / "probes"
_VARIABLE_OPS = ("Variable", "VariableV2", "VarHandleOp")
_GRADIENT_AREAS = ("g01", "g02")

AREAS = {
    "n01": "name scopes",
    "n02": "unique names",
    "n03": "variable_scope",
    "n04": "get_variable",
    "n05": "tf.Variable",
    "l01": "tf.layers basic",
    "l02": "tf.layers batch norm",
    "l03": "layer classes",
    "k01": "keras layers",
    "k02": "keras models",
    "s01": "slim",
    "o01": "operators, math",
    "o02": "array ops",
    "o03": "reductions",
    "q01": "tf.nn",
    "q02": "RNN",
    "q03": "losses",
    "q04": "metrics, summary",
    "g01": "gradient rules",
    "g02": "gradient structure",
    "t01": "optimizers",
    "t02": "train utils",
    "c01": "control flow",
    "d01": "data, queues",
    "m01": "whole models",
    "h01": "shapes",
    "e01": "errors",
}


@dataclass(frozen=True)
class Case:
    """One probe case: `probe` is the file's stem, `name` the function without `case_`."""

    probe: str
    name: str

    @property
    def id(self) -> str:
        return f"{self.probe}:{self.name}"

    @property
    def area(self) -> str:
        return AREAS.get(self.probe[:3], self.probe)


@dataclass
class Answer:
    """What came of a case: the graph, what it emitted, and its error (None, or type and message)."""

    graph: JsonObject
    emits: list[Any] = field(default_factory=list)
    error: tuple[str, str] | None = None
    note: str | None = None


def cases(folder: Path = FOLDER) -> Iterator[Case]:
    """All cases, in the order of the files."""
    for path in sorted(folder.glob("*.py")):
        for name in re.findall(r"^def case_(\w+)\(", path.read_text("utf8"), re.MULTILINE):
            yield Case(path.stem, name)


@cache
def source(probe: str, folder: Path = FOLDER) -> str:
    """The text of a probe file, after that of the folder's `given.py`, which its cases share."""
    given = folder / "given.py"
    shared = given.read_text("utf8") if given.exists() else ""
    return shared + (folder / f"{probe}.py").read_text("utf8")


@cache
def definitions(probe: str, folder: Path = FOLDER) -> tuple[str, dict[str, str]]:
    """A probe file in parts: what its cases share, and the text of each case."""
    text = source(probe, folder)
    lines = text.splitlines(keepends=True)
    shared, found = [], {}
    for node in ast.parse(text).body:
        part = "".join(lines[node.lineno - 1 : node.end_lineno])
        if isinstance(node, ast.FunctionDef) and node.name.startswith("case_"):
            found[node.name[len("case_") :]] = part
        else:
            decorators = getattr(node, "decorator_list", None) or [node]
            first = decorators[0].lineno
            shared.append("".join(lines[first - 1 : node.end_lineno]))
    return "".join(shared), found


@cache
def _recorded(release: str, folder: Path) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = json.loads(lzma.decompress((folder / f"{release}.json.xz").read_bytes()))
    return answers


def recorded(case: Case, release: str = "1.15", folder: Path = FOLDER) -> Answer:
    """What the release answered."""
    raw = _recorded(release, folder)[case.probe][case.name]
    trainable = set(raw["collections"].get("trainable_variables", ()))
    ops = [_op(op) for op in raw["ops"]]
    graph = {
        "ops": ops,
        "variables": [_variable(op, trainable) for op in ops if op["op"] in _VARIABLE_OPS],
        "collections": raw["collections"],
    }
    error = raw.get("error")
    return Answer(graph, raw["emit"], (error["type"], error["msg"]) if error else None)


def _op(op: JsonObject) -> JsonObject:
    return {
        "name": op["n"],
        "op": op["t"],
        "inputs": op["i"] + [f"^{name}" for name in op["c"]],
        "outputs": [
            {"dtype": dtype.removesuffix("_ref"), "shape": shape and [None if d < 0 else d for d in shape]}
            for dtype, shape in zip(op["d"], op["s"], strict=True)
        ],
        "attrs": op["a"],
        "device": op["dev"],
    }


def _variable(op: JsonObject, trainable: set[str]) -> JsonObject:
    name = op["name"]
    return {
        "name": name,
        "shape": op["attrs"].get("shape"),
        "dtype": op["attrs"].get("dtype"),
        "trainable": f"{name}:0" in trainable,
    }


def compared(case: Case, golden: Answer, ours: Answer) -> Comparison:
    """The comparison of a case: graph, then error, then emits. Gradients count where they are the subject."""
    how = Strictness(devices=True, gradients=case.probe[:3] in _GRADIENT_AREAS, unordered_from=8)
    found = compare(golden.graph, ours.graph, how)
    if found.first is None or (ours.error and not golden.error):
        found.first = _error_difference(golden, ours) or found.first or _emit_difference(golden, ours)
    return found


def _error_difference(golden: Answer, ours: Answer) -> Difference | None:
    if _error_text(golden.error) == _error_text(ours.error):
        return None
    return Difference("error", "raised", golden.error, ours.error or ours.note)


def _error_text(error: tuple[str, str] | None) -> tuple[str, str] | None:
    return error and (error[0], _message(error[1]))


def _message(text: str) -> str:
    """A message up to the op's description or a stack, without addresses in memory; CPython's words as of 3.7.

    Of an error in converted code the error itself, for the lines before it are of TensorFlow's own files.
    """
    if text.startswith("in converted code:"):
        text = "in converted code: " + text.rstrip().rpartition("\n    ")[2]
    text = re.split(r" \(op: | Originally defined at:", text)[0].replace("or a real number, not", "or a number, not")
    text = re.sub(r"\b[\w.<>]+\.(\w+|<lambda>)(\(\) (?:takes|got|missing) )", r"\1\2", text)
    return re.sub(r"0x[0-9a-f]+", "0x", text).strip()


def _emit_difference(golden: Answer, ours: Answer) -> Difference | None:
    for index, (one, other) in enumerate(zip(golden.emits, ours.emits, strict=False)):
        if _emitted(one) != _emitted(other):
            return Difference(f"emit {index}", str(one[0]), one[1], other[1] if one[0] == other[0] else other)
    if len(golden.emits) != len(ours.emits):
        return Difference("emits", "number", len(golden.emits), len(ours.emits))
    return None


def _emitted(value: Any) -> Any:
    if isinstance(value, str):
        return _message(value)
    if isinstance(value, (list, tuple)):
        return [_emitted(item) for item in value]
    return value
