"""`python -m graphlint`. The folder it is started in must not lend its modules: a project may have a `math.py`."""

import os
import sys

_HOME = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))

if not sys.flags.safe_path and os.path.realpath(sys.path[0]) != _HOME:
    del sys.path[0]

from graphlint.cli.main import main  # noqa: E402

sys.exit(main())
