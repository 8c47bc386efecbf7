"""tf.case with the checks that it adds, and tf.switch_case (ops/control_flow_ops.py)."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import constant_op, ops

from .control_flow_assert import Assert
from .control_flow_case_chain import build_chain
from .control_flow_cond import cond


def case(pred_fn_pairs: Any, default: Any = None, exclusive: bool = False, strict: bool = False,
         name: Any = "case") -> Any:
    """The function of the first predicate that is true, as nested conds."""
    return build_case(cond, pred_fn_pairs, default, exclusive, name, allow_python_preds=False, strict=strict)


case_v2 = case


def switch_case(branch_index: Any, branch_fns: Any, default: Any = None, name: Any = "switch_case") -> Any:
    """The function of a number: a Case op, whose branches are functions of the graph."""
    from .cond_v2 import indexed_case  # noqa: PLC0415 - only this needs it

    functions = _numbered(branch_fns, default, branch_index)
    with ops.name_scope(name, "case", [branch_index]):
        return indexed_case(branch_index, functions)


def _numbered(functions: Any, default: Any, index: Any) -> list[Any]:
    """The functions in the order of their numbers, the default last. TypeError and ValueError for what are none."""
    if not isinstance(index, Tensor):
        raise TypeError(f"branch_index must a Tensor, got {type(index)}")
    if not index.dtype.is_integer:
        raise TypeError(f"branch_index must an integer Tensor, got {index.dtype}")
    if not functions:
        raise ValueError("Must provide at least one item in branch_fns")
    if not isinstance(functions, (list, tuple, dict)):
        raise TypeError("branch_fns must be a list, tuple, or dict")
    pairs = list(functions.items() if isinstance(functions, dict) else functions)
    if all(callable(function) for function in pairs):
        pairs = list(enumerate(pairs))
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise TypeError("Each entry in branch_fns must be a 2-tuple")
        if not isinstance(pair[0], int):
            raise TypeError(f"key must be a Python `int`, got {type(pair[0])}")
        if not callable(pair[1]):
            raise TypeError(f"fn for key {pair[0]} must be callable.")
    keys = sorted(key for key, _ in pairs)
    if keys != list(range(len(keys))):
        shown = ",".join(map(str, keys))
        raise ValueError(f"branch indices (keys) must form contiguous range of [0 to {len(keys)}) but found {{{shown}}}")
    actions = [function for _, function in sorted(pairs, key=lambda pair: pair[0])]
    return actions if default is None else [*actions, default]


def build_case(build: Callable[..., Any], pred_fn_pairs: Any, default: Any, exclusive: bool, name: Any,
               allow_python_preds: bool = False, **cond_arguments: Any) -> Any:
    """`_case_helper`: nested `build`s (cond or smart_cond), from the last pair inwards."""
    pairs = _checked_pairs(pred_fn_pairs, allow_python_preds)
    if not stack.default_graph().release.case_is_nested:
        return build_chain(pairs, default, exclusive, bool(cond_arguments.get("strict")), name)
    predicates, actions = [pred for pred, _ in pairs], [action for _, action in pairs]
    with ops.name_scope(name, "case", [predicates]):
        if default is None:
            default, predicates, actions = _last_as_default(predicates, actions)
        function = default
        for predicate, action in reversed(list(zip(predicates, actions, strict=True))):
            function = functools.partial(build, predicate, true_fn=action, false_fn=function, **cond_arguments)
        if not exclusive:
            return function()
        with ops.control_dependencies([_assert_at_most(predicates, 1, "Input error: exclusive=True")]):
            return function()


def _checked_pairs(pairs: Any, allow_python_preds: bool) -> list[Any]:
    if not isinstance(pairs, (list, tuple, dict)):
        raise TypeError("fns must be a list, tuple, or dict")
    if isinstance(pairs, OrderedDict):
        pairs = list(pairs.items())
    elif isinstance(pairs, dict):
        pairs = sorted(pairs.items(), key=lambda item: item[0].name)
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise TypeError("Each entry in pred_fn_pairs must be a 2-tuple")
        _check_pair(*pair, allow_python_preds)
    if not pairs:
        raise ValueError("not enough values to unpack (expected 2, got 0)")
    return list(pairs)


def _check_pair(pred: Any, function: Any, allow_python_preds: bool) -> None:
    if isinstance(pred, Tensor):
        if pred.dtype.name != "bool":
            raise TypeError(f"pred must be Tensor of type bool: {pred.name}")
    elif not allow_python_preds:
        raise TypeError(f"pred must be a Tensor, got: {pred}")
    elif not isinstance(pred, bool):
        raise TypeError(f"pred must be a Tensor or bool, got: {pred}")
    if not callable(function):
        raise TypeError(f"fn for pred {pred.name} must be callable.")


def _assert_at_most(predicates: list[Any], count: int, message: str) -> Any:
    from . import array_joining, math_basic, math_reduce  # noqa: PLC0415 - these may build conds

    preds = array_joining.stack(predicates, name="preds_c")
    true_ones = math_reduce.reduce_sum_v1(math_basic.cast(preds, "int32"), name="num_true_conds")
    condition = gen.LessEqual(true_ones, constant_op.constant(count, name="n_true_conds"))
    names = ", ".join(getattr(pred, "name", "?") for pred in predicates)
    text = f"{message}: more than {count} conditions ({names}) evaluated as True:"
    return Assert(condition, data=[text, preds], summarize=len(predicates))


def _last_as_default(predicates: list[Any], actions: list[Any]) -> tuple[Any, list[Any], list[Any]]:
    """Without a default, the last action is it; it asserts that its predicate alone is true."""
    from . import array_joining  # noqa: PLC0415 - it may build conds

    last = len(predicates) - 1
    others_message = (f"Implementation error: selected default action #{last} was called, but some of other predicates "
                      "are True: ")

    def default_action() -> Any:
        data = ("Input error: None of conditions evaluated as True:", array_joining.stack(predicates, name="preds_c"))
        with ops.control_dependencies([_assert_at_most(predicates[:last], 0, others_message),
                                       Assert(predicates[last], data=data)]):
            return actions[last]()

    return default_action, predicates[:last], actions[:last]
