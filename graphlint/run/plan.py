"""What runs for given fetches, in which order: blocks of ops, with each while loop as one step.

Control dependencies order steps like data does; among ops that may run in any order, the order of creation decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from graphlint.graph.graph import Operation, Tensor

from .errors import RunError

T = TypeVar("T")

ENTERS = frozenset({"Enter", "RefEnter"})
EXITS = frozenset({"Exit", "RefExit"})
MERGES = frozenset({"Merge", "RefMerge"})
NEXTS = frozenset({"NextIteration", "RefNextIteration"})


class Frame:
    """One while loop, as the ops of one `frame_name` inside one outer frame."""

    __slots__ = ("depth", "enters", "exits", "name", "ops", "outer")

    def __init__(self, name: str, outer: Frame | None) -> None:
        self.name = name
        self.outer = outer
        self.depth: int = 0 if outer is None else outer.depth + 1
        self.ops: list[Operation] = []
        self.enters: list[Operation] = []
        self.exits: list[Operation] = []


@dataclass
class Block:
    """Steps in order; `unused[i]` are the tensors that nothing needs after step i."""

    steps: list[Operation | Loop] = field(default_factory=list)
    unused: list[list[Tensor]] = field(default_factory=list)


@dataclass(eq=False)
class Loop:
    """A while loop: what enters, the body of one turn, what goes on to the next turn, what leaves."""

    frame: Frame
    block: Block
    merges: list[Operation]
    nexts: list[Operation]


def is_back_edge(op: Operation, index: int) -> bool:
    """Whether an input of a loop's Merge comes from the turn before."""
    return op.type in MERGES and op.inputs[index].op.type in NEXTS


def parents(op: Operation, cut: frozenset[Tensor]) -> Iterable[Operation]:
    """The ops that must run before an op; those behind fed tensors need not."""
    for index, tensor in enumerate(op.inputs):
        if tensor not in cut and not is_back_edge(op, index):
            yield tensor.op
    yield from op.control_inputs


def needed(roots: Iterable[Operation], fed: frozenset[Tensor]) -> list[Operation]:
    """All ops that the roots depend on, over the back edges of loops too, in an order that respects dependencies."""
    found: dict[Operation, None] = {}
    todo = list(roots)
    while todo:
        op = todo.pop()
        if op in found:
            continue
        found[op] = None
        todo.extend(tensor.op for tensor in op.inputs if tensor not in fed)
        todo.extend(op.control_inputs)
    place = {op: index for index, op in enumerate(next(iter(found)).graph.ops)} if found else {}
    return ordered(sorted(found, key=place.__getitem__), lambda op: parents(op, fed))


def ordered(items: list[T], before: Callable[[T], Iterable[T]]) -> list[T]:
    """The items in an order that has what must be before each before it, otherwise as given. RunError for a cycle."""
    wanted, done, open_ = set(items), set(), set()
    found: list[T] = []
    for root in items:
        if root in done:
            continue
        open_.add(root)
        stack = [(root, iter(list(before(root))))]
        while stack:
            item, rest = stack[-1]
            parent = next((p for p in rest if p in wanted and p not in done), None)
            if parent is None:
                stack.pop()
                open_.discard(item)
                done.add(item)
                found.append(item)
            elif parent in open_:
                name = getattr(parent, "name", parent)
                raise RunError("loop", f"the graph has a cycle at {name!r}, outside of a loop")
            else:
                open_.add(parent)
                stack.append((parent, iter(list(before(parent)))))
    return found


def frames(ops: list[Operation], fed: frozenset[Tensor]) -> dict[Operation, Frame | None]:
    """The while loop that each op runs in (an Enter belongs to the loop that it enters); fills the frames' ops."""
    inside: dict[Operation, Frame | None] = {}
    known: dict[tuple[str, Frame | None], Frame] = {}
    for op in ops:
        frame: Frame | None = None
        for parent in parents(op, fed):
            after = inside[parent]
            if after is not None and parent.type in EXITS:
                after = after.outer
            if after is not None and (frame is None or after.depth > frame.depth):
                frame = after
        if op.type in ENTERS:
            key = (op.attrs["frame_name"], frame)
            if key not in known:
                known[key] = Frame(*key)
            frame = known[key]
            frame.enters.append(op)
        inside[op] = frame
        if frame is not None and op.type not in ENTERS:
            (frame.exits if op.type in EXITS else frame.ops).append(op)
    return inside


class Planner:
    """Makes the blocks of a set of ops."""

    def __init__(self, ops: list[Operation], fed: frozenset[Tensor], keep: set[Tensor]) -> None:
        self.fed = fed
        self.keep = keep
        self.inside = frames(ops, fed)
        self.loops: dict[Frame, Loop] = {}
        for frame in sorted({f for f in self.inside.values() if f is not None}, key=lambda f: -f.depth):
            self.loops[frame] = self._loop(frame)
        self.block = self._block([op for op in ops if self.inside[op] is None], None)

    def _loop(self, frame: Frame) -> Loop:
        block = self._block(frame.ops, frame)
        merges = [op for op in frame.ops if any(is_back_edge(op, index) for index in range(len(op.inputs)))]
        return Loop(frame, block, merges, [op for op in frame.ops if op.type in NEXTS])

    def _block(self, ops: list[Operation], frame: Frame | None) -> Block:
        items: list[Operation | Loop] = [*ops, *(loop for inner, loop in self.loops.items() if inner.outer is frame)]
        steps = ordered(items, lambda item: self._before(item, frame))
        return Block(steps, self._unused(steps, frame))

    def _before(self, item: Operation | Loop, frame: Frame | None) -> Iterable[Operation | Loop]:
        ops = [item] if isinstance(item, Operation) else [*item.frame.enters, *item.frame.ops]
        for op in ops:
            for parent in parents(op, self.fed):
                found = self._item(parent, frame)
                if found is not None and found is not item:
                    yield found

    def _item(self, op: Operation, frame: Frame | None) -> Operation | Loop | None:
        """The step of a frame's block that runs an op; None where it runs outside of the frame."""
        inner = self.inside[op]
        if inner is frame:
            return None if op.type in ENTERS or (op.type in EXITS and frame is not None) else op
        while inner is not None:
            if inner.outer is frame:
                return self.loops[inner]
            inner = inner.outer
        return None

    def _unused(self, steps: list[Operation | Loop], frame: Frame | None) -> list[list[Tensor]]:
        """After which step each tensor is needed no more."""
        last: dict[Tensor, int] = {}
        for index, step in enumerate(steps):
            for tensor in reads(step):
                last[tensor] = index
            for tensor in writes(step):
                last.setdefault(tensor, index)
        found: list[list[Tensor]] = [[] for _ in steps]
        kept = {op.inputs[0] for op in frame.exits} if frame is not None else self.keep
        for tensor, index in last.items():
            if tensor not in kept and tensor.op.type not in NEXTS:
                found[index].append(tensor)
        return found


def reads(step: Operation | Loop) -> list[Tensor]:
    """The tensors of the enclosing block that a step reads."""
    if isinstance(step, Operation):
        return step.inputs
    return [op.inputs[0] for op in step.frame.enters]


def writes(step: Operation | Loop) -> list[Tensor]:
    """The tensors that a step adds to the enclosing block."""
    if isinstance(step, Operation):
        return step.outputs
    return [op.outputs[0] for op in step.frame.exits]
