"""`unittest`'s suites, results and runners, for scripts that run their tests by hand. Not here: the tests (`unittest.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphlint.libs.rows import take
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown


@exposed
class TestResult:
    """`unittest.TestResult`: which tests fail hangs on values, so none is told to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.errors: list[Any] = []
        self.failures: list[Any] = []
        self.skipped: list[Any] = []
        self.testsRun = 0

    def wasSuccessful(self) -> Any:  # noqa: N802 - unittest's name
        return Unknown("whether the tests pass", text="result.wasSuccessful()")


@exposed
class TestSuite:
    """`unittest.TestSuite`: cases and further suites, run one after the other."""

    def __init__(self, tests: Any = ()) -> None:
        self._all = take(tests)

    def addTest(self, test: Any) -> None:  # noqa: N802 - unittest's name
        self._all.append(test)

    def addTests(self, tests: Any) -> None:  # noqa: N802 - unittest's name
        self._all += take(tests)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all)

    def countTestCases(self) -> int:  # noqa: N802 - unittest's name
        return sum(test.countTestCases() for test in self._all)

    def run(self, result: Any = None) -> Any:
        found = TestResult() if result is None else result
        for test in self._all:
            test.run(found)
        return found

    __call__ = debug = run


@exposed
class TextTestRunner:
    """`unittest.TextTestRunner`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What it prints is of no interest."""

    def run(self, test: Any) -> Any:
        return test.run(TestResult())
