"""What a trace asks of the TensorFlow models: tensors for entries, and stand-ins for the results of failed calls."""

from __future__ import annotations

import re
from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import DType, as_dtype, float32
from graphlint.graph.graph import Tensor
from graphlint.graph.releases import NEWEST, Release
from graphlint.ops.symbols import unknown
from graphlint.sandbox.hooks import Hooks

from . import building, fitting, gen, guessed_types, module, privates, unseen, wrappers

_SPEC = re.compile(r"^\s*([a-z0-9_]+)\s*(?:\[([^\]]*)\])?\s*$")


_begun: list[Release] = []


def begin(release: Release) -> None:
    """Prepare for a trace: what was made for another release is dropped."""
    if _begun and _begun[-1].version != release.version:
        gen.forget()
        wrappers.forget()
        module.forget()
    _begun[:] = [release]


def attach(hooks: Hooks, release: Release) -> None:
    """Let calls and attributes be those of the release."""
    hooks.rejected = fitting.rejected
    hooks.private = privates.has_private
    if release.version < NEWEST:
        hooks.fit, hooks.lacks = fitting.fit, fitting.lacks


def tensor(spec: str, name: str | None = None) -> Tensor:
    """A placeholder from text: `tensor("float32[?,32,32,3]")`; without brackets its rank is unknown. ValueError else."""
    match = _SPEC.match(spec)
    if match is None:
        raise ValueError(f"{spec!r} is not a tensor; write it as float32[?,32,32,3]")
    dtype = as_dtype(match[1])
    dims: Any = None
    if match[2] is not None:
        words = [word.strip() for word in match[2].split(",") if word.strip()]
        dims = tuple(_dim(word) for word in words)
    return building.builder_of("Placeholder")(dtype=dtype, shape=dims, name=name)  # type: ignore[no-any-return]


def _dim(word: str) -> Any:
    if word.isdigit():
        return int(word)
    if word in ("?", "None", "-1"):
        return unknown()
    if word.isidentifier():
        return unknown(word)
    raise ValueError(f"{word!r} is not a dim: a number, ? or a name")


# What runs a graph gives values, and makes no ops.
_RUNS = ("graphlint.tf.python.client.", "graphlint.tf.python.training.monitored_session")


def recover(error: BaseException, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A tensor of unknown shape where a call on tensors failed; NotImplemented leaves it to an Unknown."""
    if str(getattr(function, "__module__", "")).startswith(_RUNS):
        return NotImplemented
    dtype = next(filter(None, (_dtype_of(value) for value in (*args, *kwargs.values()))), None)
    if dtype is None or isinstance(function, type):
        return NotImplemented
    graph = stack.default_graph()
    if graph.finalized:
        return NotImplemented
    op = graph.add("Placeholder", graph.op_name("graphlint_failed"), [], {"dtype": dtype, "shape": None}, [dtype], [None])
    unseen.mark(op.outputs[0])
    guessed_types.note(op.outputs[0])
    return op.outputs[0]


def _dtype_of(value: Any) -> DType | None:
    if isinstance(value, (list, tuple)):
        return next(filter(None, map(_dtype_of, value)), None)
    if isinstance(value, Tensor) or getattr(type(value), "is_tensor_like", False):
        dtype = value.dtype
        return dtype.base_dtype if isinstance(dtype, DType) else float32
    return None
