"""Records TensorFlow's values of the cases in value_rows: `python -m tests.ops.record_values` (needs an oracle)."""

from __future__ import annotations

import json
import lzma
import sys
import tempfile
from pathlib import Path

from tests.ops.value_cases import cases
from tests.oracle.environments import run_inside

RECORDED = Path(__file__).parent / "values_1.15.5.jsonl.xz"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "cases.json", Path(folder) / "out.jsonl"
        given.write_text(json.dumps(cases()))
        done = run_inside("1.15", "run_ops.py", str(given), str(out))
        if done.returncode:
            print(done.stderr[-3000:])
            return 1
        lines = [json.dumps(json.loads(line), separators=(",", ":")) for line in out.read_text().splitlines()]
    RECORDED.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9))
    for line in lines:
        case = json.loads(line)
        if "values" not in case[3]:
            print(json.dumps(case[:3])[:200], case[3])
    print(f"{len(lines)} cases, {RECORDED.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
