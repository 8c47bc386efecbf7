"""`cases FOLDER`: records what a release answers to the probe cases of a folder, into `FOLDER/<release>.json.xz`."""

import argparse
import json
import lzma
import tempfile
from pathlib import Path

from tests.oracle.environments import run_inside


def main(arguments: argparse.Namespace) -> int:
    """Record all cases, or only those of the files whose name has the text of -k."""
    target = arguments.folder / f"{arguments.tf}.json.xz"
    known = json.loads(lzma.decompress(target.read_bytes())) if arguments.only and target.exists() else {}
    files = [path.resolve() for path in sorted(arguments.folder.glob("*.py")) if path.name != "given.py"]
    paths = [path for path in files if arguments.only in path.stem]
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "answers.json"
        done = run_inside(arguments.tf, "record_cases.py", str(output), *map(str, paths))
        if not output.exists():
            print(done.stderr[-2000:])
            return 1
        known.update(json.loads(output.read_text("utf8")))
    target.write_bytes(lzma.compress(json.dumps(known, sort_keys=True).encode("utf8")))
    print(f"{target}: {sum(map(len, known.values()))} cases, {target.stat().st_size:,} bytes")
    return 0
