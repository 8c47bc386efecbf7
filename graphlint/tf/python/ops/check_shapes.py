"""assert_shapes: sizes of several tensors that must agree by symbol (ops/check_ops.py)."""

from __future__ import annotations

from typing import Any, NamedTuple

from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.tensor_shape import from_dims

from . import array_shape, check_ranks, control_flow_ops
from .math_basic import equal


class _Sizes(NamedTuple):
    """A tensor, whether leading dims are left open, its actual sizes, and the wanted ones."""

    x: Tensor
    open_front: bool
    actual: Any
    wanted: Any


class _Options(NamedTuple):
    data: Any
    summarize: Any
    message: str
    name: Any


def assert_shapes(shapes: Any, data: Any = None, summarize: Any = None, message: Any = None, name: Any = None) -> Any:
    pairs = shapes.items() if isinstance(shapes, dict) else shapes
    options = _Options(data, summarize, message or "", name)
    with ops.name_scope(name, "assert_shapes", [pairs, data]):
        constraints = [(convert(x), wanted) for x, wanted in pairs if wanted is not None]
        sizes = [_sizes(x, wanted, options.message) for x, wanted in constraints]
        ranks = [check for check in (_rank_check(each, options) for each in sizes) if check is not None]
        checks = _size_checks(sizes, options)
        with ops.control_dependencies(ranks):
            return control_flow_ops.group(checks)


def assert_shapes_v2(shapes: Any, data: Any = None, summarize: Any = None, message: Any = None, name: Any = None) -> None:
    assert_shapes(shapes, data, summarize, message, name)


def _sizes(x: Tensor, wanted: Any, message: str) -> _Sizes:
    if not hasattr(wanted, "__iter__") and not hasattr(wanted, "__getitem__"):
        raise ValueError(f"{message}.  Tensor {x.name}.  Specified shape must be an iterable.  An iterable has the attribute "
                         f"`__iter__` or `__getitem__`.  Received specified shape: {wanted}")
    symbols = tuple(wanted)
    open_front = False
    for number, symbol in enumerate(symbols):
        if symbol is not Ellipsis and symbol != "*":
            continue
        if number != 0:
            raise ValueError(f"{message}.  Tensor {x.name} specified shape index {number}.  Symbol `...` or `*` for a "
                             "variable number of unspecified dimensions is only allowed as the first entry")
        open_front = True
    actual = _actual(x)
    return _Sizes(x, open_front, actual, (symbols[1:] if open_front else symbols) or (1,))


def _actual(x: Tensor) -> Any:
    dynamic: Any = array_shape.shape(x)
    if x.dims is None:
        return control_flow_ops.cond(equal(array_shape.rank(x), 0), lambda: constant_op.constant([1]), lambda: dynamic)
    if not x.dims:
        return (1,)
    return [size if size is not None else dynamic[axis] for axis, size in enumerate(from_dims(x.dims).as_list())]


def _rank_check(sizes: _Sizes, options: _Options) -> Any:
    rank = len(sizes.wanted)
    if sizes.open_front:
        return None if rank <= 1 else check_ranks.assert_rank_at_least(sizes.x, rank, *options)
    if rank <= 1:
        return check_ranks.assert_rank_in(sizes.x, [0, 1], *options)
    return check_ranks.assert_rank(sizes.x, rank, *options)


def _number(size: Any) -> int | None:
    try:
        return int(size)
    except (TypeError, ValueError):
        return None


def _size_checks(all_sizes: list[_Sizes], options: _Options) -> list[Any]:
    known: dict[Any, tuple[Any, Tensor, int]] = {}
    checks: list[Any] = []
    for sizes in all_sizes:
        for number, symbol in enumerate(sizes.wanted):
            if symbol is None or symbol == ".":
                continue
            axis = number - len(sizes.wanted) if sizes.open_front else number
            actual = sizes.actual[axis]
            fixed = _number(symbol)
            if fixed is None and symbol not in known:
                known[symbol] = (actual, sizes.x, axis)
                continue
            if fixed is not None:
                wanted, why = fixed, "Specified explicitly"
            else:
                wanted, source, at = known[symbol]
                why = f"Specified by tensor {source.name} dimension {at}"
            check = _size_check(sizes.x, axis, actual, wanted, why, options)
            if check is not None:
                checks.append(check)
    return checks


def _size_check(x: Tensor, axis: int, actual: Any, wanted: Any, why: str, options: _Options) -> Any:
    if _number(actual) is not None and _number(wanted) is not None:
        if _number(actual) != _number(wanted):
            raise ValueError(f"{options.message}.  {why}.  Tensor {x.name} dimension {axis} must have size {wanted}.  "
                             f"Received size {actual}, shape {from_dims(x.dims)}")
        return None
    condition = equal(convert(actual), convert(wanted))
    data = options.data
    if data is None:
        data = [options.message, why, f"Tensor {x.name} dimension", axis, "must have size", wanted, "Received shape: ",
                array_shape.shape(x)]
    return control_flow_ops.Assert(condition, data, summarize=options.summarize)
