"""tf.case as it was up to 1.4: predicates made exclusive of each other, then a chain of conds (ops/control_flow_ops.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Operation
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import as_dims
from graphlint.tf.python.util import nest

from .control_flow_assert import Assert
from .control_flow_cond import cond
from .dependencies import no_op
from .tensor_array_ops import TensorArray


def build_chain(pairs: list[Any], default: Any, exclusive: bool, strict: bool, name: Any) -> Any:
    """The function of the first predicate that is true."""
    if default is not None and not callable(default):
        raise TypeError("default must be callable.")
    predicates, functions = [pred for pred, _ in pairs], [function for _, function in pairs]
    with ops.name_scope(name, "case", [predicates]):
        asserted = _assert_exclusive(predicates) if exclusive else None
        if default is None:
            default = _last_with_assert(list(predicates), functions[-1])
            predicates, functions = predicates[:-1], functions[:-1]
        if not predicates:
            return default()
        chosen = _exclusive(predicates)
        if asserted is None:
            found = _conds(chosen, [*functions, default], default, strict)
        else:
            with ops.control_dependencies([asserted]):
                found = _conds(chosen, [*functions, default], default, strict)
        return found[0] if not strict and isinstance(found, (list, tuple)) and len(found) == 1 else found


def _assert_exclusive(predicates: list[Any]) -> Operation:
    from . import array_joining, math_basic, math_reduce  # noqa: PLC0415 - these may build conds

    stacked = array_joining.stack(predicates, name="preds_c")
    count = math_reduce.reduce_sum_v1(math_basic.cast(stacked, "int32"), name="num_true_conds")
    condition = gen.Less(count, constant_op.constant(2, name="two_true_conds"))
    names = ", ".join(pred.name for pred in predicates)
    text = f"More than one condition evaluated as True but exclusive=True.  Conditions: ({names}), Values:"
    return Assert(condition=condition, data=[text, stacked], summarize=len(predicates))


def _last_with_assert(predicates: list[Any], function: Any) -> Any:
    from . import array_joining  # noqa: PLC0415 - it may build conds

    def default() -> Any:
        stacked = array_joining.stack(predicates, name="preds_c")
        names = ", ".join(pred.name for pred in predicates)
        text = f"None of the conditions evaluated as True. Conditions: ({names}), Values:"
        asserted = Assert(condition=predicates[-1], data=[text, stacked], summarize=len(predicates))
        with ops.control_dependencies([asserted]):
            return function()

    return default


def _exclusive(predicates: list[Any]) -> list[Any]:
    """Each predicate and none before it; at the end, none of them."""
    negated = []
    for i, predicate in enumerate(predicates):
        with ops.name_scope(f"not_{i}"):
            negated.append(gen.LogicalNot(predicate))
    none_before = [constant_op.constant(True, name="always_true")]
    for i, value in enumerate(negated):
        with ops.name_scope(f"and_not_{i}"):
            none_before.append(gen.LogicalAnd(none_before[-1], value))
    found = []
    for i, (predicate, before) in enumerate(zip(predicates, none_before, strict=False)):
        with ops.name_scope(f"case_{i}"):
            found.append(gen.LogicalAnd(predicate, before))
    with ops.name_scope("case_none_are_true"):
        found.append(none_before[-1])
    return found


def _conds(chosen: list[Any], functions: list[Any], default: Any, strict: bool) -> Any:
    with ops.name_scope("case_create_empty"):
        pass

    def empty() -> Any:
        return nest.map_structure(_empty_like, default())

    previous: Any = None
    for i, (predicate, function) in enumerate(reversed(list(zip(chosen, functions, strict=True)))):
        before = previous
        previous = cond(predicate, function, empty if i == 0 else (lambda before=before: before),
                        strict=strict, name=f"If_{i}")
    return previous


def _empty_like(value: Any) -> Any:
    """A constant that stands for a value which is never asked for."""
    if isinstance(value, Operation):
        return no_op()
    if isinstance(value, TensorArray):
        return value
    if not hasattr(value, "dtype"):
        return convert(value)
    dtype, dims = value.dtype.base_dtype, as_dims(value.get_shape())
    zero: Any = "" if dtype.name == "string" else np.dtype(dtype.numpy_type).type()
    if dims is None:
        return constant_op.constant(zero, dtype=dtype)
    found = constant_op.constant(zero, shape=[dim if isinstance(dim, int) else 1 for dim in dims], dtype=dtype)
    found.dims = dims
    return found
