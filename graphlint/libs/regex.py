"""`re` with a bound on time: what could take long is not run, and its result is unknown.

Python's matcher goes back and forth: where a repeated part holds a repetition itself, the steps can multiply with every
character, so such a pattern runs on very short texts only. Else the steps are at most the text's length to the power of
the number of open repetitions (and once more for a search, which starts at every character).
"""

from __future__ import annotations

import re
from typing import Any

from graphlint.libs.rows import constants, library, unknown
from graphlint.libs.state import invoke
from graphlint.sandbox.exposed import allow, exposed
from graphlint.sandbox.unknown import Unknown

_LONGEST_PATTERN = 2000
# worst cases at this bound take about half a second
_MOST_WORK = 1 << 25
_MOST_TEXT = 1 << 24
_SHORT = 8
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


def _measure(pattern: str, flags: int) -> tuple[int, bool]:
    """How many repetitions stand in a row at most, and whether one stands inside of another."""
    import re._parser as parser  # type: ignore[import-not-found]

    return _walk(parser.parse(pattern, flags), inside=False)


def _walk(parsed: Any, *, inside: bool) -> tuple[int, bool]:
    count, nested = 0, False
    for operation, argument in parsed:
        name = str(operation)
        if name in _REPEATS:
            least, most, body = argument
            wide = int(most) - int(least) > 1
            nested = nested or (inside and wide)
            below, deeper = _walk(body, inside=inside or int(most) > 1)
            count, nested = count + below + wide, nested or deeper
        else:
            nested = nested or (inside and name == "BRANCH") or name == "GROUPREF"
            for part in _bodies(name, argument):
                below, deeper = _walk(part, inside=inside)
                count, nested = count + below, nested or deeper
    return count, nested


def _bodies(name: str, argument: Any) -> list[Any]:
    if name == "SUBPATTERN":
        return [argument[-1]]
    if name == "BRANCH":
        return list(argument[1])
    if name in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    if name == "GROUPREF_EXISTS":
        return [part for part in argument[1:] if part is not None]
    return [argument] if name == "ATOMIC_GROUP" else []


@exposed
class Pattern:
    """A compiled pattern."""

    def __init__(self, pattern: Any, flags: int = 0) -> None:
        self._real = re.compile(pattern, flags)
        text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
        self._repeats, self._nested = _measure(text, flags)
        self.pattern = pattern
        self.flags = self._real.flags
        self.groups = self._real.groups

    @property
    def groupindex(self) -> dict[str, int]:
        return dict(self._real.groupindex)

    def _cheap(self, name: str, text: Any) -> bool:
        if not isinstance(text, (str, bytes)):
            return True
        length = len(text)
        if self._nested:
            return length <= _SHORT
        starts = 0 if name in ("match", "fullmatch") else 1
        return bool((length + 1) ** (starts + self._repeats) <= _MOST_WORK)

    def _ask(self, name: str, text: Any, *args: Any) -> Any:
        if isinstance(text, Unknown):
            return Unknown(text.reason, text=f"re.{name}(...)")
        if not self._cheap(name, text):
            return Unknown(f"the pattern {self.pattern!r} could take long on this text", text=f"re.{name}(...)")
        return getattr(self._real, name)(text, *args)

    def match(self, string: Any, *args: Any) -> Any:
        return self._ask("match", string, *args)

    def fullmatch(self, string: Any, *args: Any) -> Any:
        return self._ask("fullmatch", string, *args)

    def search(self, string: Any, *args: Any) -> Any:
        return self._ask("search", string, *args)

    def findall(self, string: Any, *args: Any) -> Any:
        return self._ask("findall", string, *args)

    def finditer(self, string: Any, *args: Any) -> Any:
        made = self._ask("finditer", string, *args)
        return made if isinstance(made, Unknown) else iter(list(made))

    def split(self, string: Any, maxsplit: Any = 0) -> Any:
        return self._ask("split", string, maxsplit)

    def sub(self, repl: Any, string: Any, count: Any = 0) -> Any:
        return self._replace("sub", repl, string, count)

    def subn(self, repl: Any, string: Any, count: Any = 0) -> Any:
        return self._replace("subn", repl, string, count)

    def _replace(self, name: str, repl: Any, string: Any, count: Any) -> Any:
        if any(isinstance(each, Unknown) for each in (string, repl, count)):
            return Unknown("the text isn't known", text=f"re.{name}(...)")
        if not isinstance(repl, (str, bytes)):
            return self._replace_by_call(name, repl, string, count)
        if isinstance(string, (str, bytes)) and (len(repl) + 1) * (len(string) + 1) > _MOST_TEXT:
            return Unknown("the text would be long", text=f"re.{name}(...)")
        return self._substituted(name, repl, string, count)

    def _substituted(self, name: str, repl: Any, string: Any, count: Any) -> Any:
        if not self._cheap("search", string):
            return Unknown(f"the pattern {self.pattern!r} could take long on this text", text=f"re.{name}(...)")
        return getattr(self._real, name)(repl, string, count)

    def _replace_by_call(self, name: str, repl: Any, string: Any, count: Any) -> Any:
        matches = self.finditer(string)
        if isinstance(matches, Unknown):
            return matches
        parts, end, made = [], 0, 0
        for match in matches:
            if count and made >= count:
                break
            parts += [string[end : match.start()], invoke(repl, match)]
            end, made = match.end(), made + 1
        if any(isinstance(part, Unknown) for part in parts):
            return Unknown("the text isn't known", text=f"re.{name}(...)")
        whole = string[:0].join([*parts, string[end:]])
        return (whole, made) if name == "subn" else whole


def compile(pattern: Any, flags: Any = 0) -> Any:
    if isinstance(pattern, Pattern):
        return pattern
    if isinstance(pattern, Unknown) or isinstance(flags, Unknown):
        return Unknown("the pattern isn't known", text="re.compile(...)")
    if not isinstance(pattern, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    if len(pattern) > _LONGEST_PATTERN:
        return Unknown("the pattern is long", text="re.compile(...)")
    return Pattern(pattern, int(flags))


def _function(name: str, arguments: int) -> Any:
    def function(pattern: Any, *args: Any, flags: Any = 0, **options: Any) -> Any:
        if len(args) > arguments:
            flags, args = args[arguments], args[:arguments]
        made = compile(pattern, flags)
        if isinstance(made, Unknown):
            return Unknown(made.reason, text=f"re.{name}(...)")
        return getattr(made, name)(*args, **options)

    function.__name__ = function.__qualname__ = name
    return function


allow(
    re.Match,
    ["group", "groups", "groupdict", "start", "end", "span", "string", "pos", "endpos", "lastindex", "lastgroup"],
)
_FLAGS = "I IGNORECASE M MULTILINE S DOTALL X VERBOSE A ASCII U UNICODE L LOCALE error"
RE = library(
    "re",
    constants(re, _FLAGS),
    {name: _function(name, 1) for name in ("match", "fullmatch", "search", "findall", "finditer")},
    {"split": _function("split", 2), "sub": _function("sub", 3), "subn": _function("subn", 3), "compile": compile},
    {"escape": lambda pattern: pattern if isinstance(pattern, Unknown) else re.escape(pattern), "purge": lambda: None},
    {"Pattern": Pattern, "Match": re.Match, "_pattern_type": Pattern, "template": unknown("a template")},
)
