"""`optparse` and `getopt`: the options of the script from the trace's `argv`."""

from __future__ import annotations

import getopt
import optparse
from typing import Any

from graphlint.libs.argparse import namespace_class
from graphlint.libs.rows import library
from graphlint.libs.state import per_trace
from graphlint.libs.sys import _argv
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown

_KEPT = frozenset({"action", "type", "dest", "default", "nargs", "const", "choices"})


class _Parser(optparse.OptionParser):
    def error(self, msg: str) -> Any:
        raise SystemExit(2)

    def exit(self, status: int = 0, msg: str | None = None) -> Any:
        raise SystemExit(status)

    def print_help(self, file: Any = None) -> None:
        """Nothing is printed."""

    print_usage = print_version = print_help  # type: ignore[assignment]


@exposed
class OptionGroup:
    """Options that stand together in the help text."""

    def __init__(self, parser: Any, *args: Any, **options: Any) -> None:
        self._parser = parser

    def add_option(self, *names: Any, **options: Any) -> Any:
        return self._parser.add_option(*names, **options)


@exposed
class OptionParser:
    """`optparse.OptionParser`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._real = _Parser(usage="", prog="prog")

    def add_option(self, *names: Any, **options: Any) -> Any:
        kept = {
            key: value for key, value in options.items() if key in _KEPT and (key == "default" or not isinstance(value, Unknown))
        }
        if kept.get("action") == "callback":
            kept["action"] = "store"
        self._real.add_option(*names, **kept)
        return Unknown("an option of optparse")

    def add_option_group(self, group: Any, *args: Any) -> Any:
        return group

    def set_defaults(self, **defaults: Any) -> None:
        self._real.set_defaults(**defaults)

    def parse_args(self, args: Any = None, values: Any = None) -> Any:
        given = per_trace(_argv)[1:] if args is None or isinstance(args, Unknown) else list(args)
        made, rest = self._real.parse_args([arg for arg in given if isinstance(arg, str)])
        target = per_trace(namespace_class)()
        for name, value in vars(made).items():
            setattr(target, name, value)
        return target, rest

    def print_help(self, *args: Any) -> None:
        """Nothing is printed."""

    print_usage = print_help

    def error(self, msg: Any = None) -> None:
        raise SystemExit(2)


OPTPARSE = library("optparse", {"OptionParser": OptionParser, "OptionGroup": OptionGroup, "make_option": lambda *args, **o: None})


def gnu_getopt(args: Any, shortopts: Any, longopts: Any = ()) -> Any:
    if isinstance(args, Unknown) or any(not isinstance(arg, str) for arg in args):
        return Unknown("arguments that aren't known"), []
    return getopt.gnu_getopt(list(args), shortopts, longopts)


GETOPT = library(
    "getopt",
    {"getopt": gnu_getopt, "gnu_getopt": gnu_getopt, "GetoptError": getopt.GetoptError, "error": getopt.GetoptError},
)
