"""`argparse`: the arguments of the script from the trace's `argv`. What is required and not given is Unknown.

Python's own parser does the work behind a wall: it never prints, exits, reads `@files` or formats help texts.
"""

from __future__ import annotations

import argparse
from typing import Any

from graphlint.libs.rows import missing_from, nothing, unknown
from graphlint.libs.state import invoke, per_trace
from graphlint.libs.sys import _argv, left_out
from graphlint.sandbox.classes import adopt
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import TableLibrary
from graphlint.sandbox.unknown import Unknown

# what is about help texts and files has no effect here
_DROPPED = frozenset({"help", "metavar", "version"})
_PARSER_OPTIONS = frozenset({"argument_default", "allow_abbrev", "prefix_chars", "conflict_handler", "add_help"})


_FORMATTERS = (
    "HelpFormatter",
    "ArgumentDefaultsHelpFormatter",
    "RawTextHelpFormatter",
    "RawDescriptionHelpFormatter",
    "MetavarTypeHelpFormatter",
)


class _Parser(argparse.ArgumentParser):
    """The real parser, made silent; what the script gives is called through the sandbox's guard."""

    def error(self, message: str) -> Any:
        raise SystemExit(2)

    def exit(self, status: int = 0, message: str | None = None) -> Any:
        raise SystemExit(status)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Nothing is printed."""

    def format_help(self) -> str:
        return ""

    def format_usage(self) -> str:
        return ""

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        if action.type is None:
            return arg_string
        convert = self._registry_get("type", action.type, action.type)
        try:
            return invoke(convert, arg_string)
        except (TypeError, ValueError, argparse.ArgumentTypeError):
            raise argparse.ArgumentError(None, f"invalid value: {arg_string!r}") from None


@exposed
class Action(argparse.Action):
    """`argparse.Action`, for scripts that derive their own."""


class _Namespace(argparse.Namespace):
    """`argparse.Namespace`, with the methods that scripts list their settings by."""

    def _get_kwargs(self) -> list[tuple[str, Any]]:
        return sorted(self.__dict__.items())

    def _get_args(self) -> list[Any]:
        return []


class _OpenNamespace(_Namespace):
    """The settings of a parser that code which isn't known was given: it may have added further ones."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return Unknown("an argument that a library without a model may have added", text=f"args.{name}")


def namespace_class() -> Any:
    """A class of the trace: scripts may read `vars(args)` and `args.__dict__` of its instances."""
    return adopt(type("Namespace", (_Namespace,), {}))


def open_namespace_class() -> Any:
    return adopt(type("Namespace", (_OpenNamespace,), {}))


@exposed
class Group:
    """What arguments are added to: a parser or a group of it."""

    def __init__(self, real: Any, owner: ArgumentParser) -> None:
        self._real = real
        self._owner = owner

    def handed_over(self) -> None:
        """Called when a script passes it to something that isn't known."""
        self._owner._open = True

    def add_argument(self, *names: Any, **options: Any) -> Any:
        if any(isinstance(name, Unknown) for name in names):
            return Unknown("an argument whose name isn't known")
        kept = {key: value for key, value in options.items() if key not in _DROPPED and not _opaque(key, value)}
        if kept.get("action") == "version":
            kept = {"action": "store_true", "default": argparse.SUPPRESS}
        action = self._real.add_argument(*names, **kept)
        needed = action.required and not (action.nargs in ("*", "?") and not action.option_strings)
        action.required = False
        if needed:
            self._owner._required.append(action)
        return Unknown("an action of argparse")

    def add_argument_group(self, *args: Any, **options: Any) -> Group:
        return Group(self._real.add_argument_group(), self._owner)

    def add_mutually_exclusive_group(self, **options: Any) -> Group:
        return Group(self._real.add_mutually_exclusive_group(), self._owner)

    def set_defaults(self, **defaults: Any) -> None:
        self._real.set_defaults(**defaults)

    def get_default(self, dest: Any) -> Any:
        return self._real.get_default(dest)


def _opaque(key: str, value: Any) -> bool:
    return isinstance(value, Unknown) and key != "default"


@exposed
class Subparsers:
    """What `add_subparsers` gives."""

    def __init__(self, real: Any, owner: ArgumentParser) -> None:
        self._real = real
        self._owner = owner

    def add_parser(self, name: Any, **options: Any) -> Any:
        made = ArgumentParser()
        kept = {key: value for key, value in options.items() if key in ("aliases",)}
        parents = [parent._real for parent in options.get("parents", []) if isinstance(parent, ArgumentParser)]
        made._real = self._real.add_parser(name, prog="prog", parents=parents, **kept)
        self._owner._subparsers.append(made)
        return made


@exposed
class ArgumentParser(Group):
    """`argparse.ArgumentParser`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        kept = {key: value for key, value in options.items() if key in _PARSER_OPTIONS and not isinstance(value, Unknown)}
        parents = [parent for parent in options.get("parents", []) if isinstance(parent, ArgumentParser)]
        real = _Parser(prog="prog", parents=[parent._real for parent in parents], **kept)
        super().__init__(real, self)
        self._open: bool = any(parent._open for parent in parents)
        self._required: list[argparse.Action] = [action for parent in parents for action in parent._required]
        self._subparsers: list[ArgumentParser] = []
        self.prog, self.description, self.epilog = "prog", options.get("description"), options.get("epilog")

    def add_subparsers(self, **options: Any) -> Any:
        kept = {key: options[key] for key in ("dest",) if key in options}
        return Subparsers(self._real.add_subparsers(prog="prog", parser_class=_Parser, **kept), self)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        made, rest = self.parse_known_args(args, namespace)
        if rest:
            raise SystemExit(2)
        return made

    parse_intermixed_args = parse_args

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        given = per_trace(_argv)[1:] if args is None or isinstance(args, Unknown) else list(args)
        texts = [arg for arg in given if isinstance(arg, str)]
        target = per_trace(open_namespace_class if self._open else namespace_class)() if namespace is None else namespace
        made, rest = self._real.parse_known_args(texts, target)
        for action in self._all_required():
            if getattr(made, action.dest, None) == action.default:
                name = action.option_strings[0] if action.option_strings else action.dest
                reason = f"the argument {name} is required, and no value is given for it"
                setattr(made, action.dest, Unknown(reason, text=f"args.{action.dest}"))
        left_out().update(name for name, value in vars(made).items() if value is None)
        return made, rest

    def _all_required(self) -> list[argparse.Action]:
        return [*self._required, *(action for parser in self._subparsers for action in parser._all_required())]

    def print_help(self, file: Any = None) -> None:
        """Nothing is printed."""

    print_usage = print_help

    def format_help(self) -> Any:
        return Unknown("a help text")

    format_usage = format_help

    def error(self, message: Any = None) -> None:
        raise SystemExit(2)

    def exit(self, status: Any = 0, message: Any = None) -> None:
        raise SystemExit(status)

    def register(self, *args: Any) -> None:
        if len(args) == 3 and args[0] == "type":
            self._real.register(*args)


class ArgparseLibrary(TableLibrary):
    """`argparse`, whose `Namespace` is a class of the trace."""

    def attribute(self, name: str) -> Any:
        return per_trace(namespace_class) if name == "Namespace" else super().attribute(name)


ARGPARSE = ArgparseLibrary(
    "argparse",
    {
        "ArgumentParser": ArgumentParser, "Action": Action, "ArgumentError": ValueError, "ONE_OR_MORE": "+",
        "ArgumentTypeError": argparse.ArgumentTypeError, "FileType": lambda *args, **options: unknown("a file"),
        "SUPPRESS": argparse.SUPPRESS, "REMAINDER": argparse.REMAINDER, "OPTIONAL": "?", "ZERO_OR_MORE": "*",
        **dict.fromkeys(_FORMATTERS, object),
        "_SubParsersAction": Subparsers, "_": nothing,
    },
    missing_from("argparse"),
)  # fmt: skip
