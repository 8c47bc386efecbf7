"""Every primitive op as a function under its op type's name: `gen.Reshape(tensor, shape, name=name)`.

Arguments are the inputs in the order of the op's definition, then its attrs. The functions are made on demand.
"""

from __future__ import annotations

from typing import Any

from .building import Builder, builder_of


def __getattr__(op_type: str) -> Builder:
    if op_type.startswith("__"):
        raise AttributeError(op_type)
    try:
        builder = builder_of(op_type)
    except KeyError:
        raise AttributeError(f"TensorFlow has no op type {op_type}") from None
    globals()[op_type] = builder
    _made.append(op_type)
    return builder


_made: list[str] = []


def forget() -> None:
    """Drop the builders of a release; those of the next one are made on demand."""
    for op_type in _made:
        globals().pop(op_type, None)
    _made.clear()


def op(op_type: str, *args: Any, name: str | None = None, **kwargs: Any) -> Any:
    """Build an op whose type is only known at run time."""
    return builder_of(op_type)(*args, name=name, **kwargs)
