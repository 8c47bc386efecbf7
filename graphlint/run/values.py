"""What flows through a run besides numpy arrays: dead branches, references to variables, resource handles."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Operation

from .errors import RunError


class Dead:
    """The output of a branch that was not taken."""

    def __repr__(self) -> str:
        return "DEAD"


DEAD = Dead()


class Failed:
    """The output of an op that could not run, in a run that goes on regardless."""

    __slots__ = ("reason",)

    def __init__(self, reason: RunError) -> None:
        self.reason = reason


class Variable:
    """A variable's place in a session: what a reference output and a resource handle stand for."""

    __slots__ = ("op", "value")

    def __init__(self, op: Operation) -> None:
        self.op = op
        self.value: Any = None

    def read(self) -> Any:
        """The value; RunError where it has none yet."""
        if self.value is None:
            raise RunError("uninitialized", f"variable {self.op.name!r} is read before it is initialized", self.op)
        return self.value


class Handle(Variable):
    """A variable that is passed on as a resource handle: only ops that ask for it read it."""

    __slots__ = ()


def plain(value: Any) -> Any:
    """The array behind a value: references are read, handles stay."""
    return value.read() if type(value) is Variable else value
