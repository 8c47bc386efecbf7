"""Every script under `fixtures/` that has a golden: graphlint's graph is the oracle's, op by op.

With GRAPHLINT_LIVE=1 and the environments of the releases at hand, the oracle runs the scripts again instead.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from graphlint.report.traced import trace_json
from graphlint.trace import trace
from tests.oracle.compare import compare_all
from tests.oracle.environments import installed
from tests.oracle.goldens import read, record, recorded_scripts, request_of

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
LIVE = os.environ.get("GRAPHLINT_LIVE") == "1"
GOLDENS = list(recorded_scripts(FIXTURES))


def golden_of(script: Path, release: str, path: Path) -> dict[str, Any]:
    if LIVE and installed(release):
        return record(request_of(script), release)
    return read(path)


@pytest.mark.parametrize(
    ("script", "release", "path"), GOLDENS, ids=[str(path.relative_to(FIXTURES)) for _, _, path in GOLDENS]
)
def test_graph_is_the_oracles(script: Path, release: str, path: Path) -> None:
    golden = golden_of(script, release, path)
    found = trace(script, argv=request_of(script).argv, release=release, recover=False, paths=1)
    ours = trace_json(found)
    difference = compare_all(golden["graphs"], [graph for graph in ours["graphs"] if graph["ops"]]).first
    assert difference is None, f"{difference}; graphlint: {found.status} {found.reason}"
    if golden["status"] == "error":
        assert found.status == "error"
        assert found.at is not None
        assert found.at.line == golden["error"]["at"]["line"]
        kind = golden["error"]["type"].rpartition(".")[2]
        assert found.reason is not None
        assert kind in found.reason
    else:
        assert found.status in ("complete", "stopped"), found.reason
