"""Records what TensorFlow knows of computed shapes: `python -m tests.ops.record_chains` (needs an oracle)."""

from __future__ import annotations

import json
import lzma
import sys
import tempfile
from pathlib import Path

from tests.oracle.environments import run_inside

RECORDED = Path(__file__).parent / "chains_1.15.5.jsonl.xz"
PROGRAMS = 150


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        done = run_inside("1.15", "infer_chains.py", str(out), str(PROGRAMS))
        if done.returncode:
            print(done.stderr[-2000:])
            return 1
        lines = [json.dumps(json.loads(line), separators=(",", ":")) for line in out.read_text().splitlines()]
    RECORDED.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9))
    print(f"{len(lines)} programs, {RECORDED.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
