"""The command line of the oracle: `python -m tests.oracle COMMAND ...`."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description="What real TensorFlow releases build.")
    commands = parser.add_subparsers(dest="command", required=True)
    environment = commands.add_parser("environment", help="make the environments of releases")
    environment.add_argument("release", nargs="+")
    record = commands.add_parser("record", help="record the goldens of scripts for the releases that they name")
    record.add_argument("path", nargs="*", type=Path, default=[ROOT / "fixtures"])
    record.add_argument("--tf", help="only this release")
    show = commands.add_parser("show", help="print goldens for review")
    show.add_argument("golden", nargs="+", type=Path)
    show.add_argument("--attrs", action="store_true", help="with the attrs of each op")
    live = commands.add_parser("live", help="run the scripts again and compare with their goldens")
    live.add_argument("path", nargs="*", type=Path, default=[ROOT / "fixtures"])
    score = commands.add_parser("score", help="compare graphlint with the oracle on a folder of scripts")
    score.add_argument("folder", type=Path)
    score.add_argument("--tf", default="1.15")
    score.add_argument("--list", type=Path, help="a file with the scripts to take, one a line, relative to the folder")
    score.add_argument("-v", "--verbose", action="store_true", help="print the first difference of each program")
    score.add_argument("-k", dest="only", default="", help="only scripts whose path has this text")
    score.add_argument("--seconds", type=float, default=60.0)
    probes = commands.add_parser("probes", help="run the probe cases through graphlint, and print a table by area")
    probes.add_argument("folder", nargs="?", type=Path, default=ROOT / "fixtures" / "probes")
    probes.add_argument("--tf", default="1.15")
    probes.add_argument("-v", "--verbose", action="store_true", help="print the first difference of each case")
    probes.add_argument("-k", dest="only", default="", help="only cases whose name (probe:case) has this text")
    probes.add_argument("--reasons", type=int, default=0, metavar="N", help="print the N most frequent reasons")
    probes.add_argument("--plain", action="store_true", help="call the models from plain Python, without the sandbox")
    probes.add_argument("--update", action="store_true", help="rewrite the list of known failures")
    coverage = commands.add_parser("coverage", help="print by family how many symbols have a model and a recorded case")
    coverage.add_argument("--use", type=Path, metavar="CSV", help="symbols by use (symbol, ...): print what these lack")
    coverage.add_argument("--first", type=int, default=100, metavar="N", help="how many of them to print")
    coverage.add_argument("-k", dest="only", default="", help="only cases whose name (probe:case) has this text")
    cases = commands.add_parser("cases", help="record what a release answers to the probe cases of a folder")
    cases.add_argument("folder", type=Path)
    cases.add_argument("--tf", default="1.15")
    cases.add_argument("-k", dest="only", default="", help="only files whose name has this text; the others keep their answers")
    return parser


def main() -> int:
    """Run one command; its exit status."""
    arguments = _parser().parse_args()
    command = import_module(f"tests.oracle.commands.{arguments.command}")
    status: int = command.main(arguments)
    return status


if __name__ == "__main__":
    sys.exit(main())
