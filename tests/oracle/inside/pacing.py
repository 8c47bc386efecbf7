"""Keeps a script's loops short: one that goes on running sessions without building anything is left after a few turns.

The script's source is rewritten for that (its lines stay where they are). A loop that builds ops, or that runs no
session, is left alone. What cannot be cut that way ends the script through `Stopped`.
"""

import ast
from typing import Any, Dict, Iterable, Iterator, Optional

IDLE_TURNS = 3
MOST_RUNS = 4000


class Stopped(BaseException):
    """Ends the script from within; not an Exception, so that the script does not catch it."""


class Meter:
    """Counts the session runs and the ops made so far."""

    def __init__(self) -> None:
        self.runs = 0
        self.ops = 0
        self.calls: Dict[int, Pace] = {}

    def ran(self) -> None:
        """Note one session run."""
        self.runs += 1
        if self.runs > MOST_RUNS:
            raise Stopped("more than %d session runs" % MOST_RUNS)


METER = Meter()


class Pace:
    """Watches one loop: `idle` after a few turns in which sessions ran and nothing was built."""

    def __init__(self) -> None:
        self._turns = 0
        self._runs, self._ops = METER.runs, METER.ops

    def idle(self) -> bool:
        """To be asked at each turn."""
        if METER.ops != self._ops:
            self._turns = 0
        elif METER.runs != self._runs:
            self._turns += 1
        self._runs, self._ops = METER.runs, METER.ops
        return self._turns >= IDLE_TURNS


def paced(iterable: Iterable[Any]) -> Iterator[Any]:
    """The items of a `for` loop, until the loop is idle."""
    pace = Pace()
    for item in iterable:
        if pace.idle():
            return
        yield item


class _Loops(ast.NodeTransformer):
    """`for x in y` becomes `for x in paced(y)`; `while c` becomes `while not pace.idle() and c`."""

    def __init__(self) -> None:
        self.count = 0

    def visit_For(self, node: ast.For) -> Any:
        self.generic_visit(node)
        call = ast.Call(func=ast.Name(id="__paced__", ctx=ast.Load()), args=[node.iter], keywords=[])
        node.iter = ast.copy_location(call, node.iter)
        return ast.fix_missing_locations(node)

    def visit_While(self, node: ast.While) -> Any:
        self.generic_visit(node)
        self.count += 1
        name = "__pace_%d__" % self.count
        start = _placed(ast.parse("%s = __Pace__()" % name).body[0], node)
        test = _placed(ast.parse("not %s.idle()" % name, mode="eval").body, node)
        node.test = _placed(ast.BoolOp(op=ast.And(), values=[test, node.test]), node, deep=False)
        return [start, node]


def _placed(new: Any, like: Any, deep: bool = True) -> Any:
    for part in ast.walk(new) if deep else [new]:
        ast.copy_location(part, like)
    return new


def rewritten(tree: ast.Module) -> ast.Module:
    """The module with its loops paced."""
    return _Loops().visit(tree)  # type: ignore[no-any-return]


NAMES: Dict[str, Any] = {"__paced__": paced, "__Pace__": Pace}


def idle_at(owner: Any) -> bool:
    """For loops of TensorFlow itself (`while not session.should_stop()`): whether the loop around `owner` is idle."""
    pace: Optional[Pace] = METER.calls.get(id(owner))
    if pace is None:
        METER.calls[id(owner)] = Pace()
        return False
    return pace.idle()
