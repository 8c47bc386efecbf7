"""Lazy iterables of unknown length: `enumerate(lines)`, `zip(words, tags)`, a generator over the lines of a file.

A step of one is counted (`Run.unsure_steps`), whoever takes it: so a loop, `list(...)` or `next(...)` notices that how
long it goes on isn't known, though it sees an iterator like any other. Not here: containers of unknown length
(`Run.unsure`), and what the loops make of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import GeneratorType
from typing import Any

from graphlint.sandbox import handlers
from graphlint.sandbox.places import script_frame
from graphlint.sandbox.run import UNSURE, Run
from graphlint.sandbox.unknown import Unknown, text_of

_LEAKED = "generator raised StopIteration"


def lazily(run: Run, values: Any) -> Any:
    """The iterable itself, or its elements with each step counted, where their number isn't known."""
    if isinstance(values, Unknown):
        return steps(run, (values.element(),))
    if run.unsure and run.unsure_of(values) is not None:
        return steps(run, values)
    return values


def steps(run: Run, values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        run.unsure_steps += 1
        yield value


def taken(run: Run, values: Any, take: Callable[[Any], Any]) -> Any:
    """What `take` makes of an iterable; of unknown length where the iterable's isn't known."""
    before = run.untouched()
    try:
        made = take(values)
    finally:
        hung = run.hung(before)
    if hung:
        run.mark_unsure(made, UNSURE)
    return made


def following(run: Run, values: Any, last: dict[int, tuple[Any, Any]]) -> Any:
    """`next(values)`; where it isn't known that this is the end, another element, unless the script waits for the end.

    `last` holds the elements that iterators of unknown length gave last.
    """
    before = run.untouched()
    try:
        value = next(values)
    except StopIteration as end:
        if id(values) not in last or handlers.would_catch(end, script_frame(), run):
            raise
        return last[id(values)][1]
    finally:
        hung = run.hung(before)
    if hung or id(values) in last:
        last[id(values)] = values, value
    return value


def leaked(run: Run, error: BaseException, values: Any) -> bool:
    """Whether a generator ended with a StopIteration of its own code, which before Python 3.7 was an end like any other."""
    return run.python == 2 and isinstance(values, GeneratorType) and str(error) == _LEAKED


def set_somewhere(run: Run, obj: Any, name: Unknown) -> None:
    """An attribute was set under a name that isn't known: from now on, what an object lacks isn't known either."""
    may_replace(getattr(obj, "__dict__", {}), name)
    run.mark_unsure(obj, Unknown("it may be set under a name that isn't known", text="an attribute"), tainted=False)


def may_hold(run: Run, obj: Any) -> bool:
    """Whether attributes of an object were set under names that aren't known."""
    held = getattr(obj, "__dict__", None)
    return run.unsure_of(obj) is not None or (held is not None and run.unsure_of(held) is not None)


def copied(run: Run, source: Any, made: Any) -> None:
    """A copy lacks what its source lacks: what isn't known of one isn't known of the other."""
    unsure = run.unsure_of(source) or run.unsure_of(getattr(source, "__dict__", None))
    if unsure is not None and made is not source:
        run.mark_unsure(made, unsure, tainted=False)


def may_replace(values: dict[Any, Any], key: Unknown) -> None:
    """Something was put under a key that isn't known: what was None so far, to be filled in, isn't sure to be None still."""
    for name, value in values.items():
        if value is None:
            values[name] = Unknown(f"it may be set under a name that isn't known: {key.reason}", text=str(name))


def counted_words(counter: Any, words: Unknown) -> None:
    """`counter.update(words)`: each of the words that are counted already may be among those."""
    counter[words.element()] = 0
    for word in counter:
        counter[word] = words.derived(f"{words.text}.count({text_of(word)})")
