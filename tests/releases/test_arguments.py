"""What each release takes and refuses: the calls of `arguments.py`, against what the real releases made of them."""

from functools import cache
from pathlib import Path

import pytest

from graphlint.trace import trace
from tests.oracle.goldens import read

FOLDER = Path(__file__).parent
SCRIPT = FOLDER / "arguments.py"
RELEASES = sorted(path.name.split(".tf")[1].removesuffix(".json.gz") for path in FOLDER.glob("arguments.tf*.json.gz"))


@cache
def recorded(release: str) -> set[str]:
    graphs = read(FOLDER / f"arguments.tf{release}.json.gz")["graphs"]
    return {op["name"] for graph in graphs for op in graph["ops"] if op["op"] == "NoOp"}


@pytest.mark.parametrize("release", RELEASES)
def test_each_release_takes_and_refuses_the_same(release: str) -> None:
    graphs = trace(SCRIPT, release=release, paths=1).world.graphs
    ours = {op.name for graph in graphs for op in graph.ops if op.type == "NoOp"}
    assert ours - recorded(release) == set()
    assert ours == recorded(release)
