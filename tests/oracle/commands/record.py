"""`record [PATH...]`: records the goldens of the scripts under the paths that ask for it (`# oracle: ...`)."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from tests.oracle.goldens import golden_path, has_request, record, request_of, write


def scripts(paths: list[Path]) -> Iterator[Path]:
    """The scripts to record: files as they are given, those of folders if they ask for it."""
    for path in paths:
        if path.is_dir():
            yield from (script for script in sorted(path.rglob("*.py")) if has_request(script))
        else:
            yield path


def main(arguments: argparse.Namespace) -> int:
    """Record all, printing a line for each."""
    failures = 0
    for script in scripts(arguments.path):
        request = request_of(script)
        for release in [arguments.tf] if arguments.tf else request.releases:
            golden = record(request, release)
            failures += golden["status"] == "failed"
            path = golden_path(script, release)
            write(path, golden)
            ops = sum(len(graph["ops"]) for graph in golden["graphs"])
            at = (golden.get("error") or {}).get("at") or {}
            place = f" at {at['file']}:{at['line']}" if at else ""
            reason = f" ({golden['reason']}{place})" if golden["reason"] else ""
            print(f"{path}: {golden['status']}{reason}, {ops} ops, {path.stat().st_size:,} bytes")
    return 1 if failures else 0
