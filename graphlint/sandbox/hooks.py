"""What the floors above tell the sandbox, which itself knows nothing of TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def _nothing(*args: Any) -> int:
    return 0


def _no_recovery(error: BaseException, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return NotImplemented


def _certain(error: BaseException, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    return False


def _nowhere(cls: type, name: str) -> bool:
    return False


def _as_raised(error: TypeError, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Exception | None:
    return None


Arguments = tuple[tuple[Any, ...], dict[str, Any]]


@dataclass
class Hooks:
    """ops_made: how many ops exist, in all graphs or the first so many. graphs_made: how many graphs there are.
    session_runs: how many session runs there were.

    recover: a value that stands for the result of a failed call, operator or subscript (NotImplemented: an Unknown).
    in_doubt: whether an error of a model hangs on something that isn't known (then it's a note).
    search_path: what the script made of `sys.path`.
    recorded: the start of the modules whose functions' calls are recorded.
    fit: the arguments of a call as the model takes them, where models are of another release than the script (else None).
    lacks: whether an exposed class has no attribute of a name in the script's release (None: all are there).
    private: whether what an exposed class stands for has an attribute of this name, which starts with an underscore.
    rejected: what is raised instead of a model's TypeError about its arguments; None leaves it.
    """

    ops_made: Callable[..., int] = _nothing
    graphs_made: Callable[[], int] = _nothing
    session_runs: Callable[[], int] = _nothing
    recover: Callable[[BaseException, Any, tuple[Any, ...], dict[str, Any]], Any] = _no_recovery
    in_doubt: Callable[[BaseException, Any, tuple[Any, ...], dict[str, Any]], bool] = _certain
    search_path: Callable[[], list[Any]] = list
    recorded: str = "graphlint.tf."
    fit: Callable[[Any, tuple[Any, ...], dict[str, Any]], Arguments] | None = None
    lacks: Callable[[type, str], bool] | None = None
    private: Callable[[type, str], bool] = _nowhere
    rejected: Callable[[TypeError, Any, tuple[Any, ...], dict[str, Any]], Exception | None] = _as_raised
