"""TensorFlow's exceptions (framework/errors_impl.py), with the codes of their status."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed


@exposed
class OpError(Exception):
    """What running a graph may raise."""

    def __init__(self, node_def: Any = None, op: Any = None, message: str = "", error_code: int = 2) -> None:
        super().__init__(message)
        self.node_def = node_def
        self.op = op
        self.message = message
        self.error_code = error_code

    def __str__(self) -> str:
        return self.message


_CODES = {
    "CancelledError": 1,
    "UnknownError": 2,
    "InvalidArgumentError": 3,
    "DeadlineExceededError": 4,
    "NotFoundError": 5,
    "AlreadyExistsError": 6,
    "PermissionDeniedError": 7,
    "ResourceExhaustedError": 8,
    "FailedPreconditionError": 9,
    "AbortedError": 10,
    "OutOfRangeError": 11,
    "UnimplementedError": 12,
    "InternalError": 13,
    "UnavailableError": 14,
    "DataLossError": 15,
    "UnauthenticatedError": 16,
}


def _make(name: str, code: int) -> type[OpError]:
    def init(self: OpError, node_def: Any = None, op: Any = None, message: str = "") -> None:
        OpError.__init__(self, node_def, op, message, code)

    return type(name, (OpError,), {"__init__": init, "__module__": __name__, "__doc__": f"Status code {code}."})


for _name, _code in _CODES.items():
    globals()[_name] = _make(_name, _code)


@exposed
class OperatorNotAllowedInGraphError(TypeError):
    """Python asked a truth, a length or an iterator of a symbolic tensor (release 1.15)."""


@exposed
class InaccessibleTensorError(ValueError):
    """A tensor of a function was used outside of it."""
