"""Running the steps of a plan: dead branches, loops turn by turn, values dropped once nothing needs them."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from graphlint.graph.graph import Operation, Tensor
from graphlint.ops import kernels, opdef, registry
from graphlint.ops.kernels import KernelContext

from .errors import RunError
from .handlers import handler_of
from .plan import MERGES, NEXTS, Block, Loop
from .refused import refuse
from .values import DEAD, Failed, Variable, plain

if TYPE_CHECKING:
    from .session import Session

MAX_TURNS = 100_000
MAX_ELEMENTS = 1 << 28
Values = dict[Tensor, Any]


class Execution:
    """One run: a memo of values a block, and the ops that are dead in it."""

    def __init__(self, session: Session, fed: Values) -> None:
        self.session = session
        self.fed = fed

    def block(self, block: Block, values: Values) -> set[Operation]:
        """Run all steps; the ops found dead are returned."""
        gone: set[Operation] = set()
        ends = self.session.ends
        for step, unused in zip(block.steps, block.unused, strict=True):
            if ends is not None and monotonic() > ends:
                raise RunError("late", f"the run takes longer than {self.session.seconds:g} s")
            if isinstance(step, Operation):
                self._step(step, values, gone)
            else:
                self._loop(step, values, gone)
            for tensor in unused:
                values.pop(tensor, None)
        return gone

    def _step(self, op: Operation, values: Values, gone: set[Operation]) -> None:
        outputs = op.outputs
        if op.type in MERGES:
            if outputs[0] in values:
                return
            found = self._merge(op, values)
        elif not gone.isdisjoint(op.control_inputs):
            found = None
        else:
            found = self._outputs(op, values)
        if found is None:
            gone.add(op)
            found = [DEAD] * len(outputs)
        elif self.session.observer is not None:
            self.session.observer(op, found)
        for tensor, value in zip(outputs, found, strict=True):
            values[tensor] = self.fed.get(tensor, value)

    def _merge(self, op: Operation, values: Values) -> list[Any] | None:
        """The first input that is not dead, and which it was."""
        for index, tensor in enumerate(op.inputs):
            value = values.get(tensor, DEAD)
            if value is not DEAD:
                return [value if op.type == "RefMerge" else plain(value), np.int32(index)]
        return None

    def _outputs(self, op: Operation, values: Values) -> list[Any] | None:
        """The outputs of one op; None where it is dead."""
        inputs = [values[tensor] for tensor in op.inputs]
        for value in inputs:
            if value is DEAD:
                return None
            if isinstance(value, Failed):
                return [value] * len(op.outputs)
        try:
            return self._compute(op, inputs)
        except RunError as error:
            if self.session.failures is not None and error.kind != "late":
                self.session.failures.append((op, error))
                return [Failed(error)] * len(op.outputs)
            raise

    def _compute(self, op: Operation, inputs: list[Any]) -> list[Any]:
        handler = handler_of(op.type)
        try:
            if handler is not None:
                found: list[Any] = handler(self.session, op, inputs)
            else:
                found = self._kernel(op, inputs)
        except RunError as error:
            if error.op is None:
                error.op = op
            raise
        except (ValueError, TypeError, IndexError, KeyError, OverflowError, MemoryError, AttributeError,
                ZeroDivisionError, NotImplementedError, FloatingPointError) as error:
            raise RunError("kernel", f"{op.name} ({op.type}) fails with {_given(op, inputs)}: {error}", op) from error
        return found

    def _kernel(self, op: Operation, inputs: list[Any]) -> list[Any]:
        function = registry.kernel_of(op.type)
        if function is None:
            raise refuse(op)
        if any(isinstance(value, Variable) for value in inputs):
            inputs = read_inputs(op, inputs)
        _check_size(op)
        context = KernelContext(op, self.session.generator(op), self.session)
        return kernels.as_outputs(op, function(context, *inputs))

    def _loop(self, loop: Loop, outer: Values, gone: set[Operation]) -> None:
        """Run a while loop until nothing goes on to the next turn."""
        frame = loop.frame
        entered = {op.outputs[0]: self._entering(op, outer, gone) for op in frame.enters}
        exits: Values = {op.outputs[0]: DEAD for op in frame.exits}
        carried = [entered[op.outputs[0]] for op in frame.enters if not op.attrs.get("is_constant")]
        starting = [value for value in carried if value is not DEAD]
        failed = next((value for value in starting if isinstance(value, Failed)), None)
        if failed is not None:
            exits = dict.fromkeys(exits, failed)
        elif starting:
            self._turns(loop, entered, exits)
        outer.update(exits)
        gone.update(op for op in frame.exits if exits[op.outputs[0]] is DEAD)

    def _entering(self, op: Operation, outer: Values, gone: set[Operation]) -> Any:
        value = outer[op.inputs[0]]
        if not gone.isdisjoint(op.control_inputs):
            return DEAD
        return value if op.type == "RefEnter" or isinstance(value, (Failed, type(DEAD))) else plain(value)

    def _turns(self, loop: Loop, entered: Values, exits: Values) -> None:
        constant = {t: v for t, v in entered.items() if t.op.attrs.get("is_constant")}
        carried: Values = {}
        for turn in range(MAX_TURNS):
            values = dict(constant) if turn else dict(entered)
            if turn:
                for merge in loop.merges:
                    back = next(i for i, tensor in enumerate(merge.inputs) if tensor.op.type in NEXTS)
                    self._carry(merge, carried.get(merge.inputs[back], DEAD), back, values)
            gone = self.block(loop.block, values)
            for op in loop.frame.exits:
                value = values.get(op.inputs[0], DEAD)
                if value is not DEAD and gone.isdisjoint(op.control_inputs):
                    exits[op.outputs[0]] = plain(value)
            carried = {op.outputs[0]: values[op.outputs[0]] for op in loop.nexts}
            failed = next((value for value in carried.values() if isinstance(value, Failed)), None)
            if failed is not None:
                exits.update({tensor: failed for tensor, value in exits.items() if value is DEAD})
                return
            if all(value is DEAD for value in carried.values()):
                return
        raise RunError("loop", f"the loop {loop.frame.name!r} makes more than {MAX_TURNS} turns", loop.frame.enters[0])

    def _carry(self, merge: Operation, value: Any, index: int, values: Values) -> None:
        values[merge.outputs[0]] = value
        values[merge.outputs[1]] = np.int32(index)


def _check_size(op: Operation) -> None:
    """RunError where an output is known to be too large to be worth its memory."""
    for out in op.outputs:
        size = 1
        for dim in out.dims or ():
            if isinstance(dim, int):
                size *= dim
        if size > MAX_ELEMENTS:
            raise RunError("large", f"{op.name} ({op.type}) makes {size:,} elements or more, which is not run", op)


def read_inputs(op: Operation, inputs: list[Any]) -> list[Any]:
    """Inputs with the references read that the op does not take as references."""
    definition = opdef.find(op.type)
    if definition is None or not any(arg.is_ref for arg in definition.inputs):
        return [plain(value) for value in inputs]
    refs = [arg.is_ref for arg in definition.inputs]
    if len(refs) != len(inputs):
        refs = [True] * len(inputs)
    return [value if ref else plain(value) for value, ref in zip(inputs, refs, strict=True)]


def _given(op: Operation, inputs: list[Any]) -> str:
    """The shapes of the inputs, for messages."""
    found = []
    for value in inputs:
        array = value.value if isinstance(value, Variable) else value
        numeric = isinstance(array, (np.ndarray, np.generic))
        found.append(str(list(np.shape(array))) if numeric else type(array).__name__)
    return "input shapes " + ", ".join(found) if found else "no inputs"
