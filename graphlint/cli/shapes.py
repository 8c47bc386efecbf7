"""`graphlint shapes`: a table of layers with their shapes, parameters and lines."""

from __future__ import annotations

import argparse

from graphlint.cli.main import FAILED, OK
from graphlint.cli.settings import single


def main(options: argparse.Namespace) -> int:
    trace = single(options)
    if trace is None:
        return FAILED
    from graphlint.report.layers import write

    write(trace, options)
    return OK
