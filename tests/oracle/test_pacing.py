"""Tests of how the recorder shortens loops: which it cuts, which it leaves alone, and that lines stay in place."""

import ast
import importlib.util
import traceback
from types import ModuleType
from typing import Any

import pytest

from tests.oracle.environments import INSIDE


@pytest.fixture
def pacing() -> ModuleType:
    """A fresh copy of the recorder's module, which needs no TensorFlow."""
    spec = importlib.util.spec_from_file_location("pacing", INSIDE / "pacing.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(pacing: ModuleType, text: str) -> dict[str, Any]:
    """Execute a text with paced loops; `run()` stands for a session run, `build()` for a new op."""

    def build() -> None:
        pacing.METER.ops += 1

    space = {**pacing.NAMES, "run": pacing.METER.ran, "build": build, "turns": []}
    exec(compile(pacing.rewritten(ast.parse(text)), "script.py", "exec"), space)
    return space


def test_an_endless_training_loop_ends_and_the_script_goes_on(pacing: ModuleType) -> None:
    space = run(pacing, "while True:\n    run()\n    turns.append(1)\nafter = True")
    assert len(space["turns"]) == pacing.IDLE_TURNS
    assert space["after"]


def test_nested_training_loops_end(pacing: ModuleType) -> None:
    space = run(pacing, "for e in range(10**6):\n  for i in range(10**6):\n    run()\n    turns.append((e, i))")
    assert len(space["turns"]) == pacing.IDLE_TURNS**2


def test_a_loop_that_builds_goes_on(pacing: ModuleType) -> None:
    space = run(pacing, "for i in range(50):\n    run()\n    build()\n    turns.append(i)")
    assert len(space["turns"]) == 50


def test_a_loop_without_runs_goes_on(pacing: ModuleType) -> None:
    assert len(run(pacing, "i = 0\nwhile i < 500:\n    i += 1\n    turns.append(i)")["turns"]) == 500


def test_break_else_and_return_keep_their_meaning(pacing: ModuleType) -> None:
    text = """\
def first(items):
    for item in items:
        if item > 1:
            return item
    else:
        return None
found = first([1, 2, 3]), first([])
while False:
    pass
else:
    other = 1
"""
    space = run(pacing, text)
    assert space["found"] == (2, None)
    assert space["other"] == 1


def test_lines_stay(pacing: ModuleType) -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        run(pacing, "x = 1\nfor i in [1]:\n    while x:\n        x = 1 / 0\n")
    assert traceback.extract_tb(raised.tb)[-1].lineno == 4


def test_too_many_runs_stop_the_script(pacing: ModuleType) -> None:
    with pytest.raises(pacing.Stopped):
        run(pacing, "[run() for _ in range(10**6)]")
