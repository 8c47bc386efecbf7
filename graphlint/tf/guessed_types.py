"""Types of tensors made of what isn't known: float32 at first, and another as soon as an op wants another.

TensorFlow knows the type of a list of labels out of a file; graphlint learns it from what the labels are used for. The
Const then gets that type, and so do all ops that have theirs from it. Types that anything tells are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Operation, Tensor
from graphlint.ops import opdef
from graphlint.ops.opdef import Arg, OpDef

_KEY = "guessed_types"
_MOST = 500
# what data are that aren't floats, the most usual first
_USUAL = ("int32", "int64", "string", "bool")
# an op, and the attr that holds a type there
Place = tuple[Operation, str]


def note(tensor: Tensor) -> None:
    """The type of this tensor, which a Const or a Placeholder gives, was told by nothing."""
    tensor.graph.extra.setdefault(_KEY, set()).add(tensor.op)


def settle(tensor: Tensor, wanted: DType) -> bool:
    """Give a tensor of a guessed type the wanted one, and all that has its type with it; False where that can't be."""
    guessed = tensor.graph.extra.get(_KEY)
    if not guessed or tensor.dtype._is_ref_dtype:
        return False
    places = _connected(tensor, wanted, guessed)
    for op, attr in places:
        op.attrs[attr] = wanted
        for output, arg in _outputs(op):
            if arg.type_attr == attr:
                output.dtype = wanted
    return bool(places)


def settle_any(tensor: Tensor, allowed: Sequence[Any] | None) -> bool:
    """The same with the most usual of the types that an op allows."""
    names = [dtype.name for dtype in allowed or ()]
    wanted = next((name for name in _USUAL if name in names), None)
    return wanted is not None and settle(tensor, next(dtype for dtype in allowed or () if dtype.name == wanted))


def agree(tensors: Sequence[Tensor]) -> None:
    """Where tensors that must be of one type aren't, give those of a guessed type that of the others."""
    kinds = dict.fromkeys(tensor.dtype.base_dtype for tensor in tensors)
    if len(kinds) < 2 or not any(_KEY in tensor.graph.extra for tensor in tensors):
        return
    for wanted in kinds:
        if all(tensor.dtype.base_dtype is wanted or settle(tensor, wanted) for tensor in tensors):
            return


def _connected(tensor: Tensor, wanted: DType, guessed: set[Operation]) -> set[Place]:
    """All places whose type hangs together with a tensor's; none where one of them is told its type otherwise."""
    found: set[Place] = set()
    waiting = [_source(tensor)]
    while waiting:
        place = waiting.pop()
        if place is None or len(found) > _MOST:
            return set()
        if place in found:
            continue
        op, attr = place
        definition = opdef.find(op.type)
        if definition is None or not _allows(definition, attr, wanted):
            return set()
        inputs = [value for value, arg in _inputs(op, definition) if arg.type_attr == attr]
        if not inputs and op not in guessed:
            return set()
        found.add(place)
        waiting += map(_source, inputs)
        for output, arg in _outputs(op):
            if arg.type_attr == attr:
                waiting += _uses(output)
    return found


def _allows(definition: OpDef, attr: str, wanted: DType) -> bool:
    allowed = next((known.allowed for known in definition.attrs if known.name == attr), ())
    return allowed is None or wanted in allowed


def _source(tensor: Tensor) -> Place | None:
    """Where a tensor has its type from; None where its op gives one of its own, or a reference."""
    arg = next((arg for output, arg in _outputs(tensor.op) if output is tensor), None)
    return None if arg is None or arg.type_attr is None or arg.is_ref else (tensor.op, arg.type_attr)


def _uses(tensor: Tensor) -> Iterator[Place | None]:
    for op in tensor.consumers():
        definition = opdef.find(op.type)
        if definition is None:
            yield None
            continue
        for value, arg in _inputs(op, definition):
            if value is tensor:
                yield None if arg.type_attr is None else (op, arg.type_attr)


def _inputs(op: Operation, definition: OpDef) -> Iterator[tuple[Tensor, Arg]]:
    return zip(op.inputs, _spread(op, definition.inputs), strict=False)


def _outputs(op: Operation) -> Iterator[tuple[Tensor, Arg]]:
    definition = opdef.find(op.type)
    return zip(op.outputs, _spread(op, definition.outputs if definition is not None else ()), strict=False)


def _spread(op: Operation, args: Sequence[Arg]) -> Iterator[Arg]:
    """The argument that each single input or output belongs to."""
    for arg in args:
        count: Any = 1
        if arg.number_attr is not None:
            count = op.attrs[arg.number_attr]
        elif arg.type_list_attr is not None:
            count = len(op.attrs[arg.type_list_attr])
        yield from [arg] * count
