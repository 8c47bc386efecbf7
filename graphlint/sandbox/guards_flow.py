"""Control flow: truth tests, loops, `with`, `except`, `raise`, decorators.

Not here: when a loop is cut (`loops.py`), and which way an unknown truth goes (`Run.decide`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import GeneratorType
from typing import Any

from graphlint.sandbox.contexts import ContextGuard
from graphlint.sandbox.kinds import is_script_class
from graphlint.sandbox.loops import LoopWatch, cut
from graphlint.sandbox.run import Run, mark_passing
from graphlint.sandbox.sizes import bounded
from graphlint.sandbox.unknown import Unknown
from graphlint.sandbox.unpacking import Unpacking

_ALL = (Exception, SystemExit, KeyboardInterrupt, GeneratorExit)
_SIMPLE = (tuple, list, dict, set, frozenset, str, range)


def flow_guards(run: Run, call: Callable[..., Any]) -> dict[str, Any]:
    """The flow guards of one run, by name."""
    flow, unpacking = Flow(run, call), Unpacking(run)
    return {
        "truth": flow.truth_guard(),
        "testable": flow.testable,
        "loop": flow.loop,
        "iterate": flow.iterate,
        "each": flow.each,
        "listed": flow.listed,
        "unpack": unpacking.unpack,
        "star": unpacking.star,
        "mapping": unpacking.mapping,
        "delegate": flow.delegate,
        "context": flow.context,
        "caught": flow.caught,
        "raised": flow.raised,
        "decorator": flow.decorator,
    }


class Flow:
    """The bodies of the flow guards."""

    def __init__(self, run: Run, call: Callable[..., Any]) -> None:
        self.run = run
        self.call = call
        self.unknown_lists: dict[int, Unknown] = {}
        self.unpack = Unpacking(run).unpack

    # -- truth -------------------------------------------------------------------------------------------------

    def truth_guard(self) -> Callable[[Any, int], bool]:
        run, other = self.run, self.truth_of

        def truth(value: Any, hint: int) -> bool:
            if value is True or value is False:
                return value  # type: ignore[no-any-return]
            if isinstance(value, Unknown):
                return run.decide(value, hint)
            return other(value)

        return truth

    def truth_of(self, value: Any) -> bool:
        try:
            return bool(value)
        except Exception as error:
            found = self.run.failed(error, "bool", (value,))
            return self.run.decide(found) if isinstance(found, Unknown) else True

    def testable(self, value: Any) -> Any:
        """The first side of `and` or `or`: a value whose truth can be asked natively."""
        cls = type(value)
        if cls is bool or cls is Unknown or cls in _SIMPLE or value is None or is_script_class(cls):
            return value
        try:
            bool(value)
        except Exception as error:
            return self.run.failed(error, "bool", (value,))
        return value

    # -- loops -------------------------------------------------------------------------------------------------

    def loop(self, yielding: bool) -> Callable[[Any], bool]:
        """The test of one `while` loop; one that yields is left to whoever takes the values."""
        if yielding:
            return self.truth_or_once
        run, watch, truth_of = self.run, LoopWatch(self.run), self.truth_of
        started = False

        def test(value: Any) -> bool:
            nonlocal started
            if started and not watch.goes_on():
                return False
            if isinstance(value, Unknown):
                if started:
                    cut(run, watch.rounds, f"whether '{value.text}' still holds is not known")
                    return False
                started = True
                return True
            if value is True and started and watch.endless():
                return False
            started = True
            return value if value is True or value is False else truth_of(value)

        return test

    def truth_or_once(self, value: Any) -> bool:
        run = self.run
        run.steps += 1
        if run.steps > run.checkpoint:
            run.check()
        return value if value is True or value is False else self.truth_of(value)

    def iterate(self, values: Any, pattern: Any, yielding: bool = False) -> Iterator[Any]:
        """What a `for` loop iterates over."""
        if isinstance(values, Unknown):
            return self.once(values, pattern)
        try:
            iterator = iter(values)
        except Exception as error:
            found = self.run.failed(error, "iter", (values,))
            return self.once(found, pattern) if isinstance(found, Unknown) else iter(found)
        if self.run.unsure and self.run.unsure_of(values) is not None:
            return self.during(iterator, pattern)
        if yielding:
            return self.counted(iterator, pattern)
        last = values if isinstance(values, (range, list, tuple)) else ()
        return self.watched(iterator, pattern, last)

    def counted(self, iterator: Iterator[Any], pattern: Any) -> Iterator[Any]:
        """The elements of a loop that yields: only its steps are counted."""
        run = self.run
        for value in iterator:
            run.steps += 1
            if run.steps > run.checkpoint:
                run.check()
            yield value if pattern is None else self.unpack(value, pattern)

    def once(self, values: Unknown, pattern: Any) -> Iterator[Any]:
        """One unknown element stands for all; what is filled meanwhile has an unknown length."""
        yield from self.during(iter((values.element(),)), pattern)

    def during(self, iterator: Iterator[Any], pattern: Any) -> Iterator[Any]:
        self.run.in_unknown += 1
        try:
            yield from self.watched(iterator, pattern)
        finally:
            self.run.in_unknown -= 1

    def watched(self, iterator: Iterator[Any], pattern: Any, values: Sequence[Any] = ()) -> Iterator[Any]:
        """The elements, until the loop is cut; then the last of `values`, so that it ends as it would have."""
        watch, unpack = LoopWatch(self.run), self.unpack
        goes_on = watch.goes_on
        while True:
            try:
                value = next(iterator)
            except StopIteration:
                return
            except Exception as error:
                found = self.run.failed(error, "next", ())
                yield unpack(found, pattern) if pattern is not None else found
                return
            yield value if pattern is None else unpack(value, pattern)
            if not goes_on():
                if watch.rounds < len(values):
                    yield values[-1] if pattern is None else unpack(values[-1], pattern)
                return

    def listed(self, made: list[Any], number: int) -> Any:
        """A list comprehension's result: over something unknown, the list isn't known either."""
        if self.unknown_lists and number in self.unknown_lists:
            unknown = self.unknown_lists.pop(number)
            return unknown.derived(f"[... for ... in {unknown.text}]")
        return made

    def each(self, values: Any, pattern: Any, number: int) -> Iterator[Any]:
        """What a comprehension iterates over."""
        cls = type(values)
        if isinstance(values, Unknown):
            if number:
                self.unknown_lists[number] = values
            return iter((self.unpack(values.element(), pattern),))
        try:
            iterator: Iterator[Any] = iter(values if cls is list else bounded(self.run, values))
        except Exception as error:
            found = self.run.failed(error, "iter", (values,))
            iterator = iter((found.element(),)) if isinstance(found, Unknown) else iter(found)
        if pattern is None:
            return iterator
        return (self.unpack(value, pattern) for value in iterator)

    def delegate(self, values: Any) -> Any:
        if type(values) is GeneratorType:
            return values
        return self.iterate(values, None)

    # -- with, except, raise -----------------------------------------------------------------------------------

    def context(self, manager: Any) -> Any:
        if isinstance(manager, Unknown) or (is_script_class(type(manager)) and hasattr(type(manager), "__enter__")):
            return manager
        return ContextGuard(self.run, manager)

    def caught(self, types: Any = _ALL) -> tuple[type, ...]:
        """The exception classes of an `except`, without those that end a trace."""
        found: list[type] = []
        for item in types if isinstance(types, tuple) else (types,):
            if isinstance(item, tuple):
                found.extend(self.caught(item))
            elif item is BaseException:
                found.extend(_ALL)
            elif isinstance(item, type) and issubclass(item, BaseException):
                found.append(item)
        return tuple(found)

    def raised(self, error: Any, cause: Any = None) -> Any:
        """What a `raise` statement raises; no guard recovers from it."""
        if isinstance(error, type) and issubclass(error, BaseException):
            error = self.call(error)
        if not isinstance(error, BaseException):
            if isinstance(error, Unknown):
                error = Exception(f"an unknown exception: {error.text}")
            else:
                error = TypeError("exceptions must derive from BaseException")
        mark_passing(error)
        return error

    def decorator(self, function: Any) -> Callable[[Any], Any]:
        call = self.call
        return lambda target: call(function, target)
