"""Tests of golden files: what a script's comments ask for, and how a golden is stored."""

from pathlib import Path

import pytest

from tests.oracle.environments import full_release
from tests.oracle.goldens import golden_path, has_request, read, recorded_scripts, request_of, write


def test_the_comments_of_a_script(tmp_path: Path) -> None:
    script = tmp_path / "model.py"
    script.write_text(
        "# oracle: 1.15, 1.4\n# oracle-argv: --steps 3 --name 'a b'\n"
        "# graphlint: entry build(tensor('float32[?,4]'))\n# graphlint: entry build(2)\nx = 1\n"
    )
    request = request_of(script)
    assert request.releases == ("1.15", "1.4")
    assert request.argv == ("--steps", "3", "--name", "a b")
    assert request.entries == ("build(tensor('float32[?,4]'))", "build(2)")
    assert has_request(script)


def test_a_script_that_asks_for_nothing_is_for_the_default_release(tmp_path: Path) -> None:
    script = tmp_path / "model.py"
    script.write_text("x = 1\n")
    assert request_of(script).releases == ("1.15",)
    assert not has_request(script)


def test_goldens_are_found_again_and_have_the_same_bytes(tmp_path: Path) -> None:
    golden: dict[str, object] = {"tf": "1.15.5", "status": "complete", "reason": None, "graphs": []}
    path = golden_path(tmp_path / "net" / "model.py", "1.15")
    path.parent.mkdir()
    write(path, golden)
    first = path.read_bytes()
    write(path, dict(reversed(golden.items())))
    assert path.read_bytes() == first
    assert read(path) == golden
    assert list(recorded_scripts(tmp_path)) == [(tmp_path / "net" / "model.py", "1.15", path)]


def test_releases_are_named_by_their_first_numbers() -> None:
    assert full_release("1.1") == "1.1.0"
    assert full_release("1.10") == "1.10.1"
    with pytest.raises(ValueError, match=r"unknown TensorFlow release 2\.0"):
        full_release("2.0")
