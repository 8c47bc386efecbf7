"""The ops that update variables from gradients: the arithmetic is in `graphlint.ops.training`, here it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphlint.graph.graph import Operation
from graphlint.ops.training import OPS, roles, updated

from .handlers import handles
from .values import Variable
from .variables import done, store

if TYPE_CHECKING:
    from .session import Session


@handles(*OPS)
def apply(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    kinds = roles(op.type)
    targets = [value for value, kind in zip(inputs, kinds, strict=True) if kind in ("var", "state")]
    found = updated(op.type, op.attrs, [value.read() if isinstance(value, Variable) else value for value in inputs])
    for target, value in zip(targets, found, strict=True):
        store(op, target, value)
    return done(op, inputs[0])
