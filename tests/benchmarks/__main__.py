"""`python -m tests.benchmarks [--quick]`: graphlint beside TensorFlow 1.15.5 on the same programs, in one run.

Prints for each program the number of ops, the rate of graph building in ops a second, the seconds of the whole process
and the peak memory of both, and their ratios. TensorFlow's environment is that of `tests.oracle`; the networks are read
from the tf_slim package that is installed there. With `--quick`, one small program once: a check that the benchmark runs.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from tests.oracle.environments import interpreter

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Program(NamedTuple):
    """A script, and the entry that is run in it."""

    name: str
    script: Path
    entry: str | None


def programs(quick: bool, folder: Path) -> list[Program]:
    """The programs that are compared; networks of tf_slim are copied to `folder` as a package."""
    seed = Program("seed 002 (v1 and v2)", ROOT / "fixtures/seeds/002_resnet_cifar.py", None)
    if quick:
        return [Program("seed 003", ROOT / "fixtures/seeds/003_dense.py", None)]
    nets = _networks(folder)
    if nets is None:
        return [seed]
    call = '{}(tensor("float32[?,224,224,3]"), 10)'
    return [seed, *(Program(name, nets / "resnet_v2.py", call.format(name)) for name in ("resnet_v2_50", "resnet_v2_152"))]


def _networks(folder: Path) -> Path | None:
    import shutil

    found = sorted(interpreter("1.15").parents[1].glob("lib/python3*/site-packages/tf_slim/nets"))
    if not found:
        return None
    target = folder / "tf_slim" / "nets"
    shutil.copytree(found[0], target, ignore=shutil.ignore_patterns("*_test.py", "__pycache__"))
    return target


def measured(command: list[str]) -> dict[str, Any]:
    """What one run of a timing script printed, with the whole process's seconds and peak memory."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([sys.executable, str(HERE / "whole.py"), *command], capture_output=True, text=True, check=False,
                          env=environment)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def compare(program: Program, runs: int) -> dict[str, Any]:
    """Medians of both sides over paired runs."""
    ours, theirs = [], []
    arguments = [str(program.script), program.entry or ""]
    measured([sys.executable, str(HERE / "inside_graphlint.py"), *arguments])  # compiles the modules, as an install does
    for _ in range(runs):
        ours.append(measured([sys.executable, str(HERE / "inside_graphlint.py"), *arguments]))
        theirs.append(measured([str(interpreter("1.15")), str(HERE / "inside_tensorflow.py"), *arguments]))
    return {"name": program.name, "graphlint": _median(ours), "tensorflow": _median(theirs)}


def _median(rows: list[dict[str, Any]]) -> dict[str, float]:
    return {key: statistics.median(row[key] for row in rows) for key in rows[0]}


def table(rows: list[dict[str, Any]]) -> str:
    """The comparison as text."""
    lines = [f"{'program':<22}{'':<12}{'ops':>7}{'build s':>9}{'ops/s':>9}{'process s':>11}{'peak MB':>9}"]
    for row in rows:
        for side in ("graphlint", "tensorflow"):
            value = row[side]
            lines.append(f"{row['name']:<22}{side:<12}{value['ops']:>7.0f}{value['build']:>9.3f}"
                         f"{value['ops'] / value['build']:>9.0f}{value['process']:>11.2f}{value['memory']:>9.0f}")
        ours, theirs = row["graphlint"], row["tensorflow"]
        rate = (ours["ops"] / ours["build"]) / (theirs["ops"] / theirs["build"])
        lines.append(f"{'':<22}{'ratio':<12}{'':>7}{'':>9}{rate:>8.1f}x{theirs['process'] / ours['process']:>10.1f}x"
                     f"{theirs['memory'] / ours['memory']:>8.1f}x")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = [compare(program, 1 if options.quick else options.runs) for program in programs(options.quick, Path(folder))]
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
