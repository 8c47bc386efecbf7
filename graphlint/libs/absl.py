"""`absl`: `app.run` runs main and ends the script; `flags` are in `absl_flags`; `logging` is silent."""

from __future__ import annotations

from typing import Any

from graphlint.libs.absl_flags import FLAGS_LIBRARY, flags
from graphlint.libs.quiet import ABSL_LOGGING
from graphlint.libs.rows import library, nothing, take
from graphlint.libs.state import Current, invoke, per_trace
from graphlint.libs.sys import _argv
from graphlint.libs.unittest import TESTING
from graphlint.sandbox.unknown import Unknown


def run(main: Any = None, argv: Any = None, **options: Any) -> None:
    """Parse the flags, call `main(argv)`, and exit with its result, as `tf.app.run` does too."""
    given = per_trace(_argv) if argv is None or isinstance(argv, Unknown) else take(argv)
    rest = flags()(given, known_only=True)
    if main is None:
        main = Current.state.namespace().get("main")
    raise SystemExit(None if main is None else invoke(main, rest))


class UsageError(Exception):
    """absl.app's own."""


APP = library("absl.app", {"run": run, "UsageError": UsageError, "usage": nothing, "call_after_init": nothing})
LIBRARY = library(
    "absl",
    {"app": APP, "flags": FLAGS_LIBRARY, "logging": ABSL_LOGGING, "testing": TESTING},
)
