"""Record the networks' goldens: `GRAPHLINT_ORACLE_HOME=... python -m tests.networks.record`.

The environment of release 1.15 must have tf_slim 1.1.0, the version that this environment has.
"""

import sys
import tempfile
from pathlib import Path

from tests.networks.cases import cases, compact, copied, write
from tests.oracle.goldens import Request, record


def main() -> int:
    """Run every case under TensorFlow 1.15."""
    goldens = {}
    with tempfile.TemporaryDirectory() as folder:
        nets = copied(Path(folder))
        for name, (file, entry) in cases().items():
            request = Request(script=nets / file, root=Path(folder), entries=(entry,), seconds=300.0)
            golden = record(request, "1.15")
            if golden["status"] != "complete":
                print(f"{name}: {golden['status']} {golden['reason']} {golden.get('error')}", file=sys.stderr)
                return 1
            goldens[name] = compact(golden["graphs"])
            print(name, len(goldens[name][0]["ops"]))
    write(goldens)
    return 0


if __name__ == "__main__":
    sys.exit(main())
