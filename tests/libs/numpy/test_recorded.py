"""The model of numpy gives what numpy 1.16 gave (`expected.json`, made by `record.py`), also without values."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from graphlint.libs.numpy.array import ShapedArray, unknown_array
from graphlint.libs.numpy.library import LIBRARY
from graphlint.libs.numpy.unknowns import NotKnown, UnknownScalar
from graphlint.sandbox.library import Library
from graphlint.sandbox.unknown import Unknown, UnknownTruthError

HERE = Path(__file__).parent


def sibling(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


cases, description = sibling("cases"), sibling("describe")
EXPECTED: dict[str, Any] = json.loads((HERE / "expected.json").read_text())
EXPRESSIONS = [(group, expression) for group, expressions in cases.GROUPS.items() for expression in expressions]


class Module:
    """Attribute access to a Library, as the sandbox gives it to scripts."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getattr__(self, name: str) -> Any:
        value = self._library.attribute(name)
        return Module(value) if isinstance(value, Library) else value


def names() -> dict[str, Any]:
    made: dict[str, Any] = {"np": Module(LIBRARY), "if_true": description.if_true}
    exec(cases.SETUP, made)
    return made


@pytest.mark.parametrize(("group", "expression"), EXPRESSIONS, ids=[f"{g}: {e}" for g, e in EXPRESSIONS])
def test_expression(group: str, expression: str) -> None:
    assert description.evaluate(expression, names()) == EXPECTED[expression]


@pytest.mark.parametrize(("statements", "expression"), cases.STATEMENTS, ids=[s for s, _ in cases.STATEMENTS])
def test_statements(statements: str, expression: str) -> None:
    assert description.evaluate(expression, names(), statements) == EXPECTED[statements]


def hidden_names() -> dict[str, Any]:
    """The same arrays without their values."""
    made = names()
    for name, value in list(made.items()):
        if isinstance(value, ShapedArray):
            made[name] = unknown_array("hidden", value._dtype, value._shape)
    return made


@pytest.mark.parametrize(("group", "expression"), EXPRESSIONS, ids=[f"{g}: {e}" for g, e in EXPRESSIONS])
def test_without_values(group: str, expression: str) -> None:
    """Where values aren't known, dtype and shape are the same, or not known either; never others."""
    expected = EXPECTED[expression]
    if "float(x)" in expression:
        pytest.skip("an unknown number becomes a float only in the sandbox")
    try:
        found = eval(expression, hidden_names())
    except (UnknownTruthError, NotKnown):
        return
    except Exception as error:
        kind = "ValueError" if isinstance(error, ValueError) else type(error).__name__
        assert expected == {"raises": kind}
        return
    assert agrees(found, expected), (found, expected)


def agrees(found: Any, expected: Any) -> bool:
    if "raises" in expected:
        # an error that hangs on values can't be seen without them
        return True
    if isinstance(found, ShapedArray):
        if expected["is"] in ("tuple", "list"):
            return False
        dtype, shape = expected.get("dtype", expected["is"].rstrip("_")), expected.get("shape", [])
        if expected["is"] in ("int", "float", "bool"):
            return found._shape in (None, ())
        same_rank = found._shape is None or len(found._shape) == len(shape)
        fits = found._dtype is None or str(found._dtype) == dtype or found._dtype.kind == "U"
        return (
            same_rank
            and fits
            and all(not isinstance(dim, int) or dim == real for dim, real in zip(found._shape or (), shape, strict=False))
        )
    if isinstance(found, UnknownScalar):
        python = {"int": "int64", "float": "float64", "bool": "bool"}
        return str(found._dtype) == python.get(expected["is"], expected["is"].rstrip("_"))
    if isinstance(found, Unknown):
        return True
    if isinstance(found, (tuple, list)):
        return len(found) == len(expected["items"]) and all(map(agrees, found, expected["items"]))
    return bool(description.describe(found) == expected)


COVERED = 0.93


def test_shapes_are_mostly_known() -> None:
    """Most results have a full shape and a dtype even without values."""
    known = total = 0
    for group, expression in EXPRESSIONS:
        if "raises" in EXPECTED[expression] or group in ("types", "scalars", "creation"):
            continue
        total += 1
        try:
            found = eval(expression, hidden_names())
        except Exception:
            continue
        whole = isinstance(found, ShapedArray) and (found._shape is None or found._dtype is None)
        known += not whole and not (isinstance(found, Unknown) and not isinstance(found, UnknownScalar))
    assert known / total > COVERED
