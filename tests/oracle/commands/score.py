"""`score FOLDER`: the score table of a folder of scripts and their goldens (recorded first where they are missing)."""

import argparse
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.oracle.goldens import golden_path, read, record, request_of, write
from tests.oracle.score import HEADER, Row, predict, score, why

_RECORDED_SECONDS = 60.0
_REASONS = 10


def main(arguments: argparse.Namespace) -> int:
    """Print a line for each program and the summary; 1 if graphlint crashed on any."""
    rows = []
    print("  ".join(HEADER))
    for script in scripts(arguments):
        row = _row(script, arguments)
        if row is None:
            continue
        rows.append(row)
        print("  ".join(row.cells()), flush=True)
        if arguments.verbose and not row.comparison.exact:
            print(f"    {row.prediction.reason or ''} {row.comparison.first or ''}"[:600])
    summary(rows)
    return 1 if any(row.prediction.status == "crash" for row in rows) else 0


def scripts(arguments: argparse.Namespace) -> Iterator[Path]:
    """The scripts to take: those of the list, or all below the folder that mention TensorFlow."""
    if arguments.list:
        names = [line.strip() for line in arguments.list.read_text().splitlines()]
        found = [arguments.folder / name for name in names if name and not name.startswith("#")]
    else:
        found = [p for p in sorted(arguments.folder.rglob("*.py")) if b"tensorflow" in p.read_bytes()]
    yield from (path for path in found if arguments.only in str(path))


def _row(script: Path, arguments: argparse.Namespace) -> Row | None:
    root = project_root(script, arguments.folder)
    request = request_of(script, root, _RECORDED_SECONDS)
    path = golden_path(script, arguments.tf)
    if not path.exists():
        write(path, record(request, arguments.tf))
    name = str(script.relative_to(arguments.folder))
    return score(name, read(path), predict(script.resolve(), arguments.tf, request.argv, arguments.seconds))


def project_root(script: Path, folder: Path) -> Path:
    """The nearest folder with a `.git`, not above `folder`; else the first folder below it."""
    parents = [parent for parent in script.resolve().parents if folder.resolve() in (parent, *parent.parents)]
    for parent in parents:
        if (parent / ".git").exists():
            return parent
    return parents[-2] if len(parents) > 1 else parents[-1]


def summary(rows: list[Row]) -> None:
    """Print the totals over the rows that the oracle has an answer to, and the most frequent reasons for failure."""
    judged = [row for row in rows if row.judged]
    if not judged:
        print("nothing to judge")
        return
    crashed = sum(row.prediction.status == "crash" for row in rows)
    refused = sum(row.prediction.status == "refused" for row in rows)
    traced, exact = sum(row.traced for row in judged), sum(row.comparison.exact for row in judged)
    share = 100 / len(judged)
    print(f"\n{len(rows)} programs, {len(judged)} with an oracle's graph; {crashed} crashed, {refused} refused")
    print(f"traced to the end {traced} ({traced * share:.1f}%), exact {exact} ({exact * share:.1f}%)")
    for what, counts in (
        ("ops", [row.comparison.ops for row in judged]),
        ("variables", [row.comparison.variables for row in judged]),
    ):
        expected, matched = sum(c.expected for c in counts), sum(c.matched for c in counts)
        means = statistics.mean(c.recall for c in counts), statistics.mean(c.precision for c in counts)
        print(f"{what}: {matched:,} of {expected:,}; mean recall {means[0]:.3f}, mean precision {means[1]:.3f}")
    print(f"median {statistics.median(row.prediction.seconds for row in rows):.2f} s")
    for reason, count in Counter(why(row) for row in judged if not row.comparison.exact).most_common(_REASONS):
        print(f"{count:5}  {reason}")
