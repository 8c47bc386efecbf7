"""`sys`: the arguments and the path of the trace; output goes nowhere; `exit` ends the script."""

from __future__ import annotations

import sys
from collections import namedtuple
from typing import Any

from graphlint.libs.rows import missing_from, nothing, unknown
from graphlint.libs.state import Current, per_trace
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import TableLibrary
from graphlint.sandbox.unknown import Unknown

VersionInfo = namedtuple("VersionInfo", "major minor micro releaselevel serial")


@exposed
class Stream:
    """`sys.stdout` and its like: takes everything, shows nothing, has nothing to read."""

    encoding = "utf-8"
    closed = False
    errors = "strict"

    def __init__(self, name: str) -> None:
        self.name = name

    def write(self, text: Any) -> Any:
        return len(text) if isinstance(text, str) else Unknown("the length of what was written")

    def writelines(self, lines: Any) -> None:
        """Shows nothing."""

    def flush(self) -> None:
        """Has nothing to flush."""

    close = flush

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return 1

    def read(self, size: Any = -1) -> Unknown:
        return Unknown("nothing is read from the outside")

    readline = read

    def readlines(self) -> Unknown:
        return Unknown("nothing is read from the outside")

    @property
    def buffer(self) -> Stream:
        return self

    def __iter__(self) -> Any:
        return iter(self.readlines())

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *exc_info: object) -> None:
        return None


def exit(status: Any = None) -> None:
    raise SystemExit(status)


def loaded_modules() -> dict[str, Any]:
    """`sys.modules`; a trace puts its own in the place of this one."""
    return {}


def _argv() -> list[str]:
    return [Current.state.script, *Current.state.argv]


def _none_left() -> set[str]:
    return set()


def left_out() -> set[str]:
    """The options that are None because the command line doesn't give them, as far as the script saw that."""
    return per_trace(_none_left)


def version_info() -> Any:
    return VersionInfo(2, 7, 18, "final", 0) if Current.state.python == 2 else VersionInfo(3, 7, 9, "final", 0)


def _written() -> dict[str, Any]:
    return {}


class SysLibrary(TableLibrary):
    """`sys`; what a script writes to it (`sys.stdout = Logger()`) lasts for the trace."""

    def attribute(self, name: str) -> Any:
        written = per_trace(_written)
        if name in written:
            return written[name]
        made = _LIVE.get(name)
        return super().attribute(name) if made is None else made()

    def set_attribute(self, name: str, value: Any) -> None:
        if name == "argv" and isinstance(value, list):
            per_trace(_argv)[:] = value
        else:
            per_trace(_written)[name] = value


_LIVE: dict[str, Any] = {
    "argv": lambda: per_trace(_argv),
    "path": lambda: Current.state.path,
    "modules": lambda: per_trace(loaded_modules),
    "version_info": version_info,
    "version": lambda: ".".join(map(str, version_info()[:3])) + " (default)",
    "hexversion": lambda: 0x02071200 if Current.state.python == 2 else 0x03070900,
    "maxint": lambda: _maxint(),
}


def _maxint() -> int:
    if Current.state.python != 2:
        raise AttributeError("module 'sys' has no attribute 'maxint'")
    return sys.maxsize


_STDOUT, _STDERR, _STDIN = Stream("<stdout>"), Stream("<stderr>"), Stream("<stdin>")
SYS = SysLibrary(
    "sys",
    {
        "stdout": _STDOUT, "stderr": _STDERR, "stdin": _STDIN, "__stdout__": _STDOUT, "__stderr__": _STDERR,
        "exit": exit, "maxsize": sys.maxsize, "platform": "linux", "byteorder": "little", "executable": "python",
        "prefix": "/usr", "getsizeof": unknown("the size of an object"), "setrecursionlimit": nothing,
        "getrecursionlimit": lambda: 1000, "getdefaultencoding": lambda: "utf-8", "setdefaultencoding": nothing,
        "getfilesystemencoding": lambda: "utf-8", "exc_info": lambda: (None, None, None), "exc_clear": nothing,
        "settrace": nothing, "setprofile": nothing, "intern": lambda text: text,
        "flags": Unknown("the flags of Python"),
        "float_info": Unknown("the limits of floats"), "getrefcount": unknown("a reference count"),
        "dont_write_bytecode": False, "maxunicode": sys.maxunicode, "stdflush": nothing, "exec_prefix": "/usr",
        "builtin_module_names": (), "api_version": 1013, "setcheckinterval": nothing, "gettrace": nothing,
    },
    missing_from("sys"),
)  # fmt: skip
