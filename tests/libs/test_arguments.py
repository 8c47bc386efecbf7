"""argparse, optparse, absl flags: defaults, the trace's argv, and what is required but not given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graphlint.libs import absl, state
from graphlint.libs.absl_flags import FLAGS_LIBRARY, DuplicateFlagError, IllegalFlagValueError, flags
from graphlint.libs.argparse import ARGPARSE, ArgumentParser
from graphlint.libs.optparse import OptionParser
from graphlint.libs.sys import SYS
from graphlint.sandbox.unknown import Unknown


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    state.begin()
    yield
    state.begin()


def parser() -> Any:
    made = ArgumentParser(description="x", formatter_class=ARGPARSE.attribute("ArgumentDefaultsHelpFormatter"))
    made.add_argument("--lr", type=float, default=0.1, help="100%")
    made.add_argument("--steps", "-s", type=int, default="7")
    made.add_argument("--data", required=True)
    made.add_argument("--flag", action="store_true")
    made.add_argument("--mode", choices=["a", "b"], default="a")
    made.add_argument("--sizes", nargs="+", type=int, default=[1])
    return made


def test_defaults_without_arguments() -> None:
    args = parser().parse_args()
    assert (args.lr, args.steps, args.flag, args.mode, args.sizes) == (0.1, 7, False, "a", [1])
    assert isinstance(args.data, Unknown)
    assert vars(args)["lr"] == 0.1


def test_argv_of_the_trace() -> None:
    state.begin(script="a.py", argv=["--lr", "2", "-s3", "--data=x", "--flag", "--mode", "b", "--sizes", "4", "5"])
    args = parser().parse_args()
    assert (args.lr, args.steps, args.data, args.flag, args.mode, args.sizes) == (2.0, 3, "x", True, "b", [4, 5])
    assert SYS.attribute("argv")[0] == "a.py"


def test_list_of_the_script_comes_first() -> None:
    state.begin(argv=["--lr", "2"])
    assert parser().parse_args(["--lr", "3", "--data", "d"]).lr == 3.0
    made, rest = parser().parse_known_args(["--other", "1"])
    assert rest == ["--other", "1"]
    assert made.lr == 0.1


@pytest.mark.parametrize("argv", [["--lr", "x"], ["--mode", "c"], ["--nosuch"]])
def test_wrong_arguments_end_the_script(argv: list[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(argv)


def test_positional_and_subparsers() -> None:
    made = ArgumentParser()
    made.add_argument("path")
    commands = made.add_subparsers(dest="command")
    train = commands.add_parser("train", help="x")
    train.add_argument("--epochs", type=int, default=3)
    train.set_defaults(func=len)
    args = made.parse_args(["p", "train", "--epochs", "9"])
    assert (args.path, args.command, args.epochs, args.func) == ("p", "train", 9, len)
    assert isinstance(made.parse_args([]).path, Unknown)


def test_types_are_called_like_script_functions() -> None:
    called = []
    state.begin(call=lambda function, *args: called.append(function) or function(*args))
    made = ArgumentParser()
    made.add_argument("--on", type=lambda text: text == "yes", default="yes")
    assert made.parse_args([]).on is True
    assert len(called) == 1


def test_optparse() -> None:
    state.begin(argv=["-n", "3", "rest"])
    made = OptionParser(usage="%prog [options] %")
    made.add_option("-n", "--number", dest="number", type="int", default=1, help="%default")
    options, rest = made.parse_args()
    assert (options.number, rest) == (3, ["rest"])


def define() -> None:
    for kind, name, default in (
        ("string", "name", "x"), ("integer", "size", 3), ("float", "rate", 1), ("boolean", "on", True),
        ("list", "parts", "a,b"), ("bool", "off", False),
    ):  # fmt: skip
        FLAGS_LIBRARY.attribute(f"DEFINE_{kind}")(name, default, "help")
    FLAGS_LIBRARY.attribute("DEFINE_enum")("mode", "a", ["a", "b"], "help")


def test_flags_have_their_defaults() -> None:
    define()
    made = FLAGS_LIBRARY.attribute("FLAGS")
    assert (made.name, made.size, made.rate, made.on, made.parts, made.mode) == ("x", 3, 1.0, True, ["a", "b"], "a")
    assert type(made.rate) is float
    assert made.flag_values_dict()["size"] == 3
    assert made["size"].value == 3
    assert {name: flag.value for name, flag in getattr(made, "__flags").items()}["name"] == "x"
    made.size = 5
    assert made.size == 5
    with pytest.raises(AttributeError):
        _ = made.nosuch


def test_flags_from_argv() -> None:
    state.begin(argv=["--name=y", "--size", "4", "--noon", "--off", "--mode=b", "--unknown=1", "file"])
    define()
    made = flags()
    assert (made.name, made.size, made.on, made.off, made.mode) == ("y", 4, False, True, "b")


def test_flags_of_wrong_kinds() -> None:
    with pytest.raises(IllegalFlagValueError):
        FLAGS_LIBRARY.attribute("DEFINE_integer")("n", 1.5, "help")
    define()
    with pytest.raises(DuplicateFlagError):
        define()


def test_required_flag_is_unknown() -> None:
    FLAGS_LIBRARY.attribute("DEFINE_string")("data", None, "help")
    assert flags().data is None
    FLAGS_LIBRARY.attribute("mark_flag_as_required")("data")
    assert isinstance(flags().data, Unknown)


def test_flags_are_those_of_the_trace() -> None:
    define()
    state.begin()
    define()
    assert flags().size == 3


def test_app_run_calls_main_and_ends_the_script() -> None:
    state.begin(script="a.py", argv=["--size=8", "more"])
    define()
    seen: list[Any] = []
    with pytest.raises(SystemExit):
        absl.run(lambda argv: seen.append((argv, flags().size)))
    assert seen == [(["a.py", "more"], 8)]


def test_app_run_finds_main() -> None:
    seen: list[Any] = []
    state.begin(namespace=lambda: {"main": seen.append})
    with pytest.raises(SystemExit):
        absl.run()
    assert seen == [["script.py"]]
