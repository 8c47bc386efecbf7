"""`unittest` and `absl.testing`: test cases, and `main`, which runs those of the script in unittest's order.

No value is computed, so assertions of values say nothing. A test that fails ends there and the next one starts, as in
a real run. Not here: TensorFlow's own test case (framework/test_util.py), which gives each test a fresh graph.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graphlint.libs.absl_flags import flags
from graphlint.libs.rows import library, nothing, take
from graphlint.libs.state import Current, invoke, per_trace
from graphlint.libs.sys import _argv
from graphlint.libs.unittest_suites import TestResult, TestSuite, TextTestRunner
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.failures import mark_passing
from graphlint.sandbox.handlers import catching
from graphlint.sandbox.library import UnknownLibrary
from graphlint.sandbox.unknown import Unknown

_PREFIX = "test"
_CASE_NAME = "testcase_name"
_SKIPPED = "__unittest_skip__"


class SkipTest(Exception):
    """Ends a test that isn't to be run."""


@exposed
class TestCase:
    """`unittest.TestCase`."""

    def __init__(self, methodName: str = "runTest") -> None:  # noqa: N803 - unittest's name
        self._method = methodName

    @classmethod
    def setUpClass(cls) -> None:  # noqa: N802 - unittest's name
        """Before the tests of a class."""

    @classmethod
    def tearDownClass(cls) -> None:  # noqa: N802 - unittest's name
        """After the tests of a class."""

    def setUp(self) -> None:  # noqa: N802 - unittest's name
        """Before each test."""

    def tearDown(self) -> None:  # noqa: N802 - unittest's name
        """After each test."""

    def id(self) -> str:
        return f"__main__.{type(self).__name__}.{self._method}"

    def skipTest(self, reason: Any) -> None:  # noqa: N802 - unittest's name
        skipped = SkipTest(reason)
        mark_passing(skipped)
        raise skipped

    def subTest(self, msg: Any = None, **params: Any) -> Any:  # noqa: N802 - unittest's name
        return contextlib.nullcontext()

    def addCleanup(self, function: Any, /, *args: Any, **kwargs: Any) -> None:  # noqa: N802 - unittest's name
        """Cleaning up makes no ops."""

    fail = addTypeEqualityFunc = addCleanup

    def doCleanups(self) -> bool:  # noqa: N802 - unittest's name
        return True

    def run(self, result: Any = None) -> Any:
        """The one test that this case was made for."""
        found = TestResult() if result is None else result
        for name, function, args, kwargs in _tests(type(self)):
            if name == self._method:
                found.testsRun += 1
                _run_one(self, function, args, kwargs)
        return found

    __call__ = debug = run

    def countTestCases(self) -> int:  # noqa: N802 - unittest's name
        return 1

    def create_tempdir(self, *args: Any, **kwargs: Any) -> Any:
        return Unknown("a folder for temporary files", text="self.create_tempdir()")

    create_tempfile = create_tempdir

    def assertRaises(self, expected: Any, function: Any = None, *args: Any, **kwargs: Any) -> Any:  # noqa: N802
        return _expected(function, args, kwargs)

    def assertRaisesRegex(self, expected: Any, regex: Any, function: Any = None, *args: Any, **kwargs: Any) -> Any:  # noqa: N802
        return _expected(function, args, kwargs)

    assertRaisesRegexp = assertRaisesWithPredicateMatch = assertRaisesWithLiteralMatch = assertRaisesRegex  # noqa: N815
    assertWarnsRegex = assertRaisesRegex  # noqa: N815
    assertWarns = assertLogs = assertRaises  # noqa: N815

    def assertRaisesOpError(self, regex: Any) -> Any:  # noqa: N802
        return _Raises()

    def __getattr__(self, name: str) -> Callable[..., None]:
        if not name.startswith("assert"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return nothing


@exposed
class TestLoader:
    """`unittest.TestLoader`: the tests of a class; those of modules and folders aren't known."""

    def loadTestsFromTestCase(self, cls: Any) -> TestSuite:  # noqa: N802 - unittest's name
        return TestSuite([invoke(cls, name) for name, *_ in _tests(cls)])

    def loadTestsFromModule(self, module: Any = None, *args: Any, **kwargs: Any) -> TestSuite:  # noqa: N802
        return TestSuite()

    loadTestsFromName = loadTestsFromNames = discover = loadTestsFromModule  # noqa: N815


@exposed
class _Raises:
    """`with self.assertRaises(...)`: whatever is raised in its body ends there."""

    exception = Unknown("the exception of a test", text="raised.exception")

    def __enter__(self) -> _Raises:
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        return isinstance(error, Exception)


def _expected(function: Any, args: Any, kwargs: Any) -> Any:
    return _Raises() if function is None else _call_that_raises(function, args, kwargs)


@catching
def _call_that_raises(function: Any, args: Any, kwargs: Any) -> None:
    with contextlib.suppress(Exception):
        invoke(function, *args, **kwargs)


@exposed
class ParameterizedTestCase(TestCase):
    """`absl.testing.parameterized.TestCase`."""


# -- which tests there are ---------------------------------------------------------------------------------------------
class Parameterized:
    """A test method with the arguments of each of its runs."""

    def __init__(self, function: Any, cases: list[Any], named: bool) -> None:
        self.function = function
        self.cases = cases
        self.named = named

    def tests(self, name: str) -> Iterator[tuple[str, Any, tuple[Any, ...], dict[str, Any]]]:
        """Name, function and arguments of each run."""
        for number, case in enumerate(self.cases):
            suffix, args, kwargs = str(number), *_arguments(case)
            if self.named:
                suffix = str(kwargs.pop(_CASE_NAME)) if _CASE_NAME in kwargs else str(args[0])
                args = args if isinstance(case, Mapping) else args[1:]
                suffix = f"_{suffix}" if name.startswith("test_") and not suffix.startswith("_") else suffix
            yield name + suffix, self.function, args, kwargs


def _arguments(case: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    if isinstance(case, Mapping):
        return (), dict(case)
    return (tuple(case), {}) if isinstance(case, (tuple, list)) else ((case,), {})


def _decorator(named: bool) -> Callable[..., Any]:
    def parameters(*cases: Any) -> Any:
        several = len(cases) == 1 and not isinstance(cases[0], (tuple, Mapping))
        given = take(cases[0]) if several else list(cases)

        def apply(target: Any) -> Any:
            if not isinstance(target, type):
                return Parameterized(target, given, named)
            for name, value in list(vars(target).items()):
                if name.startswith(_PREFIX) and callable(value):
                    setattr(target, name, Parameterized(value, given, named))
            return target

        return apply

    return parameters


def _tests(cls: type[TestCase]) -> list[tuple[str, Any, tuple[Any, ...], dict[str, Any]]]:
    """Name, function and arguments of the tests of a class, in the order in which they run."""
    found: list[tuple[str, Any, tuple[Any, ...], dict[str, Any]]] = []
    for name in dir(cls):
        value = getattr(cls, name) if name.startswith(_PREFIX) else None
        if getattr(value, _SKIPPED, False) is True:
            continue
        if isinstance(value, Parameterized):
            found += value.tests(name)
        elif callable(value):
            found.append((name, value, (), {}))
    return sorted(found, key=lambda test: test[0])


# -- running them ------------------------------------------------------------------------------------------------------
def _fails_alone(function: Any, *args: Any, **kwargs: Any) -> bool:
    """Call a part of a test, which fails or is skipped if it raises."""
    try:
        invoke(function, *args, **kwargs)
    except Exception:
        return False
    return True


catching(_fails_alone, reported=True)


def _run_tests(argv: Any = None) -> None:
    """All tests of the script's classes, each on an instance of its own."""
    namespace = Current.state.namespace()
    for name in sorted(namespace):
        cls = namespace[name]
        if isinstance(cls, type) and issubclass(cls, TestCase) and not getattr(cls, _SKIPPED, False):
            _run_class(cls)


def _run_class(cls: type[TestCase]) -> None:
    tests = _tests(cls)
    if not tests or not _fails_alone(cls.setUpClass):
        return
    for name, function, args, kwargs in tests:
        _run_one(invoke(cls, name), function, args, kwargs)
    _fails_alone(cls.tearDownClass)


def _run_one(case: Any, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    if _fails_alone(case.setUp):
        _fails_alone(function, case, *args, **kwargs)
        _fails_alone(case.tearDown)


def main(*args: Any, **kwargs: Any) -> None:
    """Parses the flags, runs the tests and ends the script."""
    flags()(per_trace(_argv), known_only=True)
    _run_tests()
    raise SystemExit(None)


# -- decorators --------------------------------------------------------------------------------------------------------
def skip(reason: Any = None) -> Any:
    def apply(target: Any) -> Any:
        if isinstance(target, type):
            setattr(target, _SKIPPED, True)
            return target
        return None

    return apply


def _kept(target: Any) -> Any:
    return target


def skip_if(condition: Any, reason: Any = None) -> Any:
    return skip() if condition else _kept


def skip_unless(condition: Any, reason: Any = None) -> Any:
    return _kept if condition else skip()


UNITTEST = library(
    "unittest",
    {
        "TestCase": TestCase, "SkipTest": SkipTest, "main": main, "skip": skip, "skipIf": skip_if,
        "skipUnless": skip_unless, "expectedFailure": _kept, "mock": UnknownLibrary("unittest.mock"),
        "TestResult": TestResult, "TestSuite": TestSuite, "TestLoader": TestLoader, "TextTestRunner": TextTestRunner,
        "defaultTestLoader": TestLoader(), "makeSuite": lambda cls, *args: TestLoader().loadTestsFromTestCase(cls),
    },
)  # fmt: skip
ABSLTEST = library("absl.testing.absltest", {**UNITTEST.table, "mock": UnknownLibrary("unittest.mock")})
PARAMETERIZED = library(
    "absl.testing.parameterized",
    {"TestCase": ParameterizedTestCase, "parameters": _decorator(False), "named_parameters": _decorator(True)},
)
TESTING = library("absl.testing", {"absltest": ABSLTEST, "parameterized": PARAMETERIZED})
