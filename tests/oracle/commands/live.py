"""`live [PATH...]`: runs the scripts under their releases again; tells where a golden has gone stale."""

import argparse
from pathlib import Path

from tests.oracle.compare import Strictness, compare_all
from tests.oracle.environments import installed
from tests.oracle.goldens import read, record, recorded_scripts, request_of


def main(arguments: argparse.Namespace) -> int:
    """Compare each golden with a fresh run; 1 if any differs."""
    differing = 0
    for folder in arguments.path:
        for script, release, path in recorded_scripts(folder if folder.is_dir() else folder.parent):
            if folder.is_dir() or script == folder:
                differing += not _same(script, release, path)
    return 1 if differing else 0


def _same(script: Path, release: str, path: Path) -> bool:
    if not installed(release):
        print(f"{path}: no environment for {release}, skipped")
        return True
    golden, now = read(path), record(request_of(script), release)
    found = compare_all(golden["graphs"], now["graphs"], Strictness(gradients=True, devices=True))
    same = found.exact and golden["status"] == now["status"] and golden.get("error") == now.get("error")
    print(f"{path}: same" if same else f"{path}: differs: {found.first or now['status']}")
    return same
