"""Goldens: what a real release built from a script, stored beside it as compressed JSON.

A script says in comments what is recorded: `# oracle: 1.15, 1.4` (the releases), `# oracle-argv: --steps 3` (its
command line) and `# graphlint: entry EXPR` (run after it).
The golden of `model.py` under 1.15 is `model.tf1.15.json.gz`.
Comparing is not done here.
"""

import gzip
import json
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.oracle.environments import run_inside

DEFAULT_RELEASE = "1.15"
_RELEASES = re.compile(r"^#\s*oracle:\s*(.+?)\s*$", re.MULTILINE)
_ARGV = re.compile(r"^#\s*oracle-argv:\s*(.+?)\s*$", re.MULTILINE)
_ENTRY = re.compile(r"^#\s*graphlint:\s*entry\s+(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Request:
    """A script, and how it is to be run."""

    script: Path
    root: Path
    argv: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    releases: tuple[str, ...] = field(default=(DEFAULT_RELEASE,))
    seconds: float = 120.0


def request_of(script: Path, root: Path | None = None, seconds: float = 120.0) -> Request:
    """What the comments of a script ask for."""
    text = script.read_text("utf8", errors="replace")
    releases = _RELEASES.search(text)
    argv = _ARGV.search(text)
    return Request(
        script=script.resolve(),
        root=(root or script.parent).resolve(),
        argv=tuple(shlex.split(argv.group(1))) if argv else (),
        entries=tuple(_ENTRY.findall(text)),
        releases=tuple(re.split(r"[\s,]+", releases.group(1))) if releases else (DEFAULT_RELEASE,),
        seconds=seconds,
    )


def has_request(script: Path) -> bool:
    """Whether the script asks to be recorded."""
    return _RELEASES.search(script.read_text("utf8", errors="replace")) is not None


def golden_path(script: Path, release: str) -> Path:
    """Where the golden of a script is kept."""
    return script.with_name(f"{script.stem}.tf{release}.json.gz")


def record(request: Request, release: str) -> dict[str, Any]:
    """Run the script under the release."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder) / "request.json", Path(folder) / "golden.json"
        asked.write_text(
            json.dumps(
                {
                    "script": str(request.script),
                    "root": str(request.root),
                    "argv": request.argv,
                    "entries": request.entries,
                    "seconds": request.seconds,
                }
            )
        )
        try:
            done = run_inside(release, "record_script.py", str(asked), str(answer), timeout=request.seconds + 60)
        except subprocess.TimeoutExpired:
            return _failed(release, "the recorder did not end in time")
        if not answer.exists():
            return _failed(release, f"the recorder ended with status {done.returncode}: {done.stderr[-500:]}")
        golden: dict[str, Any] = json.loads(answer.read_text("utf8"))
    return golden


def _failed(release: str, reason: str) -> dict[str, Any]:
    return {"tf": release, "status": "failed", "reason": reason, "graphs": []}


def write(path: Path, golden: dict[str, Any]) -> None:
    """Store a golden; the same content gives the same bytes."""
    text = json.dumps(golden, separators=(",", ":"), sort_keys=True)
    path.write_bytes(gzip.compress(text.encode("utf8"), compresslevel=9, mtime=0))


def read(path: Path) -> dict[str, Any]:
    """Load a golden."""
    golden: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return golden


def recorded_scripts(folder: Path) -> Iterator[tuple[Path, str, Path]]:
    """(script, release, golden) of every golden below a folder."""
    for path in sorted(folder.rglob("*.tf*.json.gz")):
        match = re.fullmatch(r"(.+)\.tf([0-9.]+)\.json\.gz", path.name)
        if match:
            yield path.with_name(f"{match.group(1)}.py"), match.group(2), path
