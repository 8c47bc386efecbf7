"""`graphlint graph`: the predicted graph, as a tree by scope or as JSON."""

from __future__ import annotations

import argparse
import json
import sys

from graphlint.cli.main import FAILED, OK
from graphlint.cli.settings import single


def main(options: argparse.Namespace) -> int:
    trace = single(options)
    if trace is None:
        return FAILED
    if options.format == "json":
        from graphlint.report.traced import trace_json

        sys.stdout.write(json.dumps(trace_json(trace), ensure_ascii=False, default=str))
        sys.stdout.write("\n")
        return OK
    from graphlint.report.tree import write

    write(trace, options)
    return OK
