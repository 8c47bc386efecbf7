"""The networks of the installed package tf_slim, read as plain files: op by op what TensorFlow 1.15 builds."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graphlint.report.traced import trace_json
from graphlint.trace import trace
from tests.networks.cases import cases, compact, copied, installed, read

CASES = cases()


@cache
def goldens() -> dict[str, Any]:
    return read()


@pytest.fixture(scope="module")
def nets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if installed() is None:
        pytest.skip("the package tf_slim is not installed")
    return copied(tmp_path_factory.mktemp("networks"))


@pytest.mark.parametrize("name", CASES)
def test_network_is_what_tensorflow_builds(nets: Path, name: str) -> None:
    file, entry = CASES[name]
    found = trace(nets / file, entries=[entry], recover=False, paths=1)
    assert found.status == "complete", f"{found.at}: {found.reason}"
    ours, golden = compact(trace_json(found)["graphs"]), goldens()[name]
    assert len(ours) == len(golden) == 1
    for mine, theirs in zip(ours[0]["ops"], golden[0]["ops"], strict=False):
        assert mine == theirs
    assert ours == golden
