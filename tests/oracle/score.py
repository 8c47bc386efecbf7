"""The score of graphlint on one script: its graph by the command line, against the golden.

Ops under `gradients/` do not count. Where the golden ends early (an error of the environment, a stopped script), our
graph is compared up to there.
"""

import json
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.oracle.compare import Comparison, Strictness, compare_all

# Constants that a script computes from data are not known to graphlint.
_HOW = Strictness(constants=False)
_PREFIX = Strictness(constants=False, prefix=True)


@dataclass
class Prediction:
    """What graphlint said of a script. Status `crash` is a traceback or no answer, `refused` an exit with status 2."""

    status: str
    reason: str | None
    graphs: list[dict[str, Any]]
    seconds: float


@dataclass
class Row:
    """One line of the table."""

    name: str
    golden: dict[str, Any]
    prediction: Prediction
    comparison: Comparison = field(default_factory=Comparison)

    @property
    def judged(self) -> bool:
        """Whether the oracle built anything that can be compared: a library module builds nothing by itself."""
        return any(graph["ops"] for graph in self.golden["graphs"])

    @property
    def traced(self) -> bool:
        """Whether graphlint got to the script's end, or to the error that TensorFlow raises too."""
        status = self.prediction.status
        return status in ("complete", "stopped") or (status == "error" and self.golden["status"] == "error")

    def cells(self) -> list[str]:
        """The line's cells."""
        ops, variables = self.comparison.ops, self.comparison.variables
        return [
            self.name,
            self.golden["status"],
            self.prediction.status,
            "exact" if self.judged and self.comparison.exact else "-",
            f"{ops.expected}",
            f"{ops.recall:.3f}",
            f"{ops.precision:.3f}",
            f"{variables.expected}",
            f"{variables.recall:.3f}",
            f"{variables.precision:.3f}",
            f"{self.prediction.seconds:.2f}",
        ]


HEADER = ["script", "oracle", "graphlint", "exact", "ops", "recall", "prec", "vars", "recall", "prec", "s"]


def predict(script: Path, release: str, argv: Sequence[str], seconds: float) -> Prediction:
    """Run `graphlint graph` on the script."""
    command = [sys.executable, "-m", "graphlint", "graph", str(script), "--tf", release, "--format", "json"]
    if argv:
        command += [f"--argv={shlex.join(argv)}"]  # with "=", for it may begin with a dash
    started = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=seconds, cwd=script.parent)
    except subprocess.TimeoutExpired:
        return Prediction("crash", f"no answer in {seconds:g} s", [], seconds)
    spent = time.perf_counter() - started
    errors = done.stderr.decode("utf8", "replace")
    if "Traceback (most recent call last)" in errors:
        return Prediction("crash", errors.strip().splitlines()[-1][:300], [], spent)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return Prediction("refused", (errors.strip().splitlines() or ["no output"])[0][:300], [], spent)
    return Prediction(answer["status"], answer.get("reason"), answer["graphs"], spent)


def score(name: str, golden: dict[str, Any], prediction: Prediction) -> Row:
    """Compare one prediction with its golden."""
    how = _HOW if golden["status"] == "complete" else _PREFIX
    graphs = [graph for graph in prediction.graphs if graph["ops"]]
    return Row(name, golden, prediction, compare_all(golden["graphs"], graphs, how))


def why(row: Row) -> str:
    """The reason, in a word or two, for what is not exact in a row; equal reasons are counted together."""
    if row.prediction.status not in ("complete", "stopped") and row.golden["status"] != "error":
        return f"{row.prediction.status}: {row.prediction.reason}"
    first = row.comparison.first
    if first is None:
        return "exact"
    kind = first.where.rpartition("(")[2].rstrip(")") if "(" in first.where else first.where.rpartition(" ")[0]
    if first.what in ("missing op", "op too many"):
        title = str(first.expected or first.actual)
        kind = title.rpartition("(")[2].rstrip(")")
    return f"{first.what}: {kind}"
