"""`os`, `os.path`, `shutil`, `glob`, `tempfile`, `pathlib`, `platform`, `getpass`, `socket`, `subprocess`.

Functions on path texts are exact; nothing is looked up, made or removed. The environment is taken to be empty where the
script says what to do then. How many processors there are is asked of the machine that graphlint runs on.
"""

from __future__ import annotations

import os
import posixpath
import re
from typing import Any

from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.libs.rows import library, missing_from, nothing, unknown
from graphlint.libs.state import Current, per_trace
from graphlint.sandbox.library import TableLibrary, UnknownLibrary
from graphlint.sandbox.unknown import Unknown, Unlikely, text_of
from graphlint.sandbox.unknown_text import UnknownText

_TEXT = [
    "join", "split", "splitext", "basename", "dirname", "normpath", "normcase", "isabs", "commonprefix",
    "splitdrive", "commonpath",
]  # fmt: skip
_TRUTH = ["exists", "isfile", "isdir", "islink", "lexists", "ismount", "samefile"]
_OF_CHECKPOINT = re.compile(r"(\.ckpt(-\d+)?|\.meta|\.index|\.data-\d+-of-\d+|(^|[/_])checkpoint)$")
_NUMBERS = ["getsize", "getmtime", "getctime", "getatime"]
_ACTS = [
    "makedirs", "mkdir", "remove", "unlink", "rmdir", "removedirs", "rename", "renames", "replace", "chmod", "chown",
    "link", "symlink", "utime", "putenv", "unsetenv", "umask", "nice", "kill", "sync", "truncate", "fsync", "close",
    "chdir",
]  # fmt: skip
_LOOKS = [
    "walk", "scandir", "stat", "lstat", "readlink", "statvfs", "popen", "system", "fdopen", "open",
    "read", "write", "pipe", "fork", "wait",
]  # fmt: skip


def _path_text(name: str) -> Any:
    real = getattr(posixpath, name)

    def function(*args: Any) -> Any:
        for arg in args:
            if isinstance(arg, Unknown) or (isinstance(arg, (list, tuple)) and any(isinstance(a, Unknown) for a in arg)):
                return _unknown_path(name, args)
        try:
            return real(*(_text(arg) for arg in args))
        except TypeError:
            if any(map(_is_open, args)):
                return _unknown_path(name, args)
            raise

    function.__name__ = function.__qualname__ = name
    return function


def _is_open(value: Any) -> bool:
    """Whether a value is an array of which nobody knows what it holds: it may be a text."""
    from graphlint.libs.numpy.array import ShapedArray

    return isinstance(value, ShapedArray) and value._value is None


def _text(path: Any) -> Any:
    """A path object as text; anything else as it is, so that Python's own message tells what is wrong."""
    inner = getattr(path, "_path_text", None)
    return inner if isinstance(inner, str) else path


def is_of_checkpoint(path: Any) -> bool:
    """Whether a path names a file of a checkpoint: none of those is there when a script first runs."""
    text = _text(path)
    return isinstance(text, str) and _OF_CHECKPOINT.search(text) is not None


def is_there(path: Any, text: str) -> Unknown:
    """Whether a file is there: not known, and unlikely for one of a checkpoint."""
    if is_of_checkpoint(path):
        return Unlikely("no checkpoint is looked for", text=text)
    return UnknownScalar("files are not looked at", bool, python=True, text=text)


def _unknown_path(name: str, args: tuple[Any, ...]) -> Any:
    text = f"os.path.{name}({', '.join(map(text_of, args))})"
    made = UnknownText("a path that isn't known", text=text[:200])
    return (made, UnknownText(made.reason, text=f"{text}[1]")) if name in ("split", "splitext") else made


def abspath(path: Any) -> Any:
    if isinstance(path, Unknown):
        return _unknown_path("abspath", (path,))
    return posixpath.normpath(posixpath.join(Current.state.cwd, _text(path)))


def relpath(path: Any, start: Any = None) -> Any:
    if isinstance(path, Unknown) or isinstance(start, Unknown):
        return _unknown_path("relpath", (path,))
    return posixpath.relpath(abspath(path), abspath("." if start is None else start))


def expanduser(path: Any) -> Any:
    if isinstance(path, str) and path.startswith("~"):
        return "/home/user" + path[1:]
    return path


def expandvars(path: Any) -> Any:
    return path


def _truth(name: str) -> Any:
    def function(*args: Any, **options: Any) -> Any:
        text = f"os.path.{name}({', '.join(map(text_of, args))})"
        return is_there(args[0] if name in ("exists", "isfile") and args else None, text[:200])

    function.__name__ = function.__qualname__ = name
    return function


def cpu_count() -> int:
    """The one fact of this machine that is asked: workers, and what they add to the graph, are as many."""
    return os.cpu_count() or 1


def getcwd() -> str:
    return Current.state.cwd


PATH = library(
    "os.path",
    {name: _path_text(name) for name in _TEXT},
    {name: _truth(name) for name in _TRUTH},
    {name: (lambda *args: UnknownScalar("files are not looked at", int, python=True)) for name in _NUMBERS},
    {"abspath": abspath, "realpath": abspath, "relpath": relpath, "expanduser": expanduser, "expandvars": expandvars},
    {"sep": "/", "pathsep": ":", "curdir": ".", "pardir": "..", "extsep": ".", "altsep": None},
)


class NotSet(KeyError):
    """A variable of the environment that the script hasn't set: it may be set where the script runs."""

    def __init__(self, key: Any) -> None:
        super().__init__(key)
        self.otherwise = Unknown("the environment isn't looked at", text=f"os.environ[{text_of(key)}]")


class _Environment(dict[Any, Any]):
    """What the script sets is there; whether anything else is set isn't known."""

    def __missing__(self, key: Any) -> Any:
        raise NotSet(key)


def _environment() -> dict[Any, Any]:
    return _Environment()


# what every system sets; its value is another one everywhere
_ALWAYS_SET = ("HOME", "PATH", "USER", "PWD", "SHELL", "LANG", "LOGNAME", "TMPDIR")


def getenv(key: Any, default: Any = None) -> Any:
    if key in _ALWAYS_SET and default is None and key not in per_trace(_environment):
        return UnknownText("the environment isn't looked at", text=f"os.getenv({text_of(key)})")
    return per_trace(_environment).get(key, default) if isinstance(key, str) else default


def _exit(n: Any = 0) -> None:
    raise SystemExit(n)


class OsLibrary(TableLibrary):
    """`os`, whose environment is a dictionary of the trace."""

    def attribute(self, name: str) -> Any:
        if name in ("environ", "environb"):
            return per_trace(_environment)
        return super().attribute(name)


def listdir(path: Any = ".") -> UnknownText:
    return UnknownText("files are not looked at", text="os.listdir(...)", many=True)


OS = OsLibrary(
    "os",
    {
        **dict.fromkeys(_ACTS, nothing),
        **{name: unknown("files and processes are not looked at", f"os.{name}(...)") for name in _LOOKS},
        **{name: unknown("a fact of the machine", f"os.{name}()") for name in ("uname", "getlogin", "urandom")},
        "path": PATH, "listdir": listdir,
        "getcwd": getcwd, "getenv": getenv, "_exit": _exit, "abort": _exit, "name": "posix", "sep": "/",
        "linesep": "\n", "pathsep": ":", "curdir": ".", "pardir": "..", "extsep": ".", "devnull": "/dev/null",
        "getpid": lambda: UnknownScalar("the number of the process", int, python=True),
        "cpu_count": cpu_count,
        "fspath": lambda path: _text(path), "error": OSError, "O_RDONLY": 0, "O_CREAT": 64, "O_WRONLY": 1,
        "access": _truth("access"), "isatty": lambda fd: False, "R_OK": 4, "W_OK": 2, "X_OK": 1, "F_OK": 0,
        "getcwdu": getcwd, "PathLike": UnknownLibrary("os").attribute("PathLike"), "errno": UnknownLibrary("errno"),
    },
    missing_from("os"),
)  # fmt: skip

SHUTIL = library(
    "shutil",
    dict.fromkeys(("rmtree", "copy", "copy2", "copyfile", "copytree", "move", "copyfileobj", "copymode"), nothing),
    {"which": unknown("programs are not looked for"), "disk_usage": unknown("a fact of the machine"), "Error": OSError},
)
def matching(pathname: Any = None, *args: Any, **options: Any) -> UnknownText:
    return UnknownText("files are not looked at", text=f"glob.glob({text_of(pathname)})", many=True)


GLOB = library("glob", {"glob": matching, "iglob": matching})
FNMATCH = library("fnmatch", {name: unknown("names of files") for name in ("fnmatch", "filter", "fnmatchcase")})
SUBPROCESS = library(
    "subprocess",
    {
        name: unknown("processes are not run", f"subprocess.{name}(...)")
        for name in ("call", "check_call", "check_output", "run", "Popen", "getoutput", "getstatusoutput")
    },
    {"PIPE": -1, "STDOUT": -2, "DEVNULL": -3, "CalledProcessError": type("CalledProcessError", (Exception,), {})},
)
PLATFORM = library(
    "platform",
    {
        "system": lambda: "Linux", "platform": lambda: "Linux", "node": unknown("a fact of the machine"),
        "python_version": lambda: ".".join(map(str, _version())), "machine": lambda: "x86_64",
        "python_version_tuple": lambda: tuple(map(str, _version())), "python_implementation": lambda: "CPython",
        "release": unknown("a fact of the machine"), "processor": lambda: "x86_64",
        "architecture": lambda: ("64bit", "ELF"),
    },
)  # fmt: skip


def _version() -> tuple[int, int, int]:
    return (2, 7, 18) if Current.state.python == 2 else (3, 7, 9)


GETPASS = library("getpass", {"getuser": lambda: "user", "getpass": unknown("a password")})
