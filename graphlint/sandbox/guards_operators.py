"""Operators: run natively, with results measured where they can blow up, and errors given to `Run.failed`."""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable
from typing import Any

from graphlint.sandbox.budget import TooLarge
from graphlint.sandbox.comparing import equality, negated
from graphlint.sandbox.exact import as_index, bits, exact_length
from graphlint.sandbox.failures import PASSING
from graphlint.sandbox.guards_native import find_unknown
from graphlint.sandbox.kinds import is_script_class
from graphlint.sandbox.places import script_frame
from graphlint.sandbox.run import Run
from graphlint.sandbox.sizes import bounded, check_bits, check_length, counted
from graphlint.sandbox.unknown import Unknown, text_of

Binary = Callable[[Any, Any], Any]

_SYMBOLS = {
    "add": "+", "sub": "-", "mul": "*", "div": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@",
    "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^", "eq": "==", "ne": "!=", "lt": "<", "le": "<=",
    "gt": ">", "ge": ">=",
}  # fmt: skip
_FUNCTIONS: dict[str, tuple[Binary, Binary]] = {
    "add": (operator.add, operator.iadd), "sub": (operator.sub, operator.isub), "mul": (operator.mul, operator.imul),
    "div": (operator.truediv, operator.itruediv), "floordiv": (operator.floordiv, operator.ifloordiv),
    "mod": (operator.mod, operator.imod), "pow": (operator.pow, operator.ipow),
    "matmul": (operator.matmul, operator.imatmul), "lshift": (operator.lshift, operator.ilshift),
    "rshift": (operator.rshift, operator.irshift), "and": (operator.and_, operator.iand),
    "or": (operator.or_, operator.ior), "xor": (operator.xor, operator.ixor),
}  # fmt: skip
_COMPARISONS: dict[str, Binary] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge,
}  # fmt: skip
_PLAIN_NUMBERS = frozenset({int, float, bool})
_WORD = 1 << 64
_TEXTS = (str, bytes, bytearray)
_SEQUENCES = (str, bytes, bytearray, list, tuple, deque)


def operator_guards(run: Run, format_text: Callable[[Any, Any], Any]) -> dict[str, Any]:
    """All operator guards of one run, by name. `format_text` is `%` on text."""
    guards: dict[str, Any] = {}
    for name, (function, in_place) in _FUNCTIONS.items():
        for prefix, native in (("", function), ("i", in_place)):
            measured = _measured(run, name, native, format_text)
            guards[prefix + name] = _binary(run, name, measured)
    guards |= {"add": _add(run), "mul": _multiply(run, guards["mul"])}
    for name, function in _COMPARISONS.items():
        guards[name] = _binary(run, name, function)
    guards |= {"eq": equality(guards["eq"], negative=False), "ne": equality(guards["ne"], negative=True)}
    guards.update(_containment(run), **_unary(run), chain=_chain(run, guards), same_type=_same_type(guards["eq"]))
    return guards


def _same_type(equal: Binary) -> Callable[..., Any]:
    def same_type(left: Any, right: Any, text: str, identical: bool) -> Any:
        """`type(x) is y`: of an unknown value it's as little known as `isinstance(x, y)`."""
        if left is Unknown or right is Unknown:
            return Unknown("the type of what isn't known", text=text, parts=("isinstance", left, right))
        return left is right if identical else equal(left, right)

    return same_type


def _binary(run: Run, name: str, function: Binary) -> Binary:
    symbol = _SYMBOLS[name]

    def failed(error: Exception, left: Any, right: Any) -> Any:
        return operator_failed(run, error, symbol, left, right)

    def guard(left: Any, right: Any, /) -> Any:
        try:
            return function(left, right)
        except Exception as error:
            return failed(error, left, right)

    return guard


def operator_failed(run: Run, error: Exception, symbol: str, left: Any, right: Any) -> Any:
    """An operator raised; one side unknown makes the result unknown."""
    unknown = find_unknown((left, right))
    if unknown is not None and not getattr(error, PASSING, False):
        return unknown.derived(f"{text_of(left)} {symbol} {text_of(right)}")
    return run.failed(error, symbol, (left, right))


def _measured(run: Run, name: str, native: Binary, format_text: Callable[[Any, Any], Any]) -> Binary:
    if name == "add":
        return lambda left, right: _added(run, native, left, right)
    if name == "mul":
        return lambda left, right: _multiplied(run, native, left, right)
    if name == "pow":
        return lambda left, right: _powered(run, native, left, right)
    if name == "lshift":
        return lambda left, right: _shifted(run, native, left, right)
    if name == "mod":
        return lambda left, right: format_text(left, right) if isinstance(left, _TEXTS) else native(left, right)
    if name in ("or", "and", "xor"):
        return lambda left, right: _merged(run, native, left, right)
    if name == "div":
        return lambda left, right: _divided(run, native, left, right)
    return native


def _add(run: Run) -> Binary:
    """`+`, which is frequent, in one step."""
    texts, items = run.limits.characters, run.limits.items

    def add(left: Any, right: Any, /) -> Any:
        try:
            result = left + right
        except Exception as error:
            return operator_failed(run, error, "+", left, right)
        cls = type(result)
        if cls is int or cls is float:
            return result
        if isinstance(result, _SEQUENCES):
            if exact_length(result) > (texts if isinstance(result, str) else items):
                return _too_long(run, result)
            if run.unsure:
                run.pass_on(left, result, alike=False)
                run.pass_on(right, result, alike=False)
        return result

    return add


def _multiply(run: Run, slow: Binary) -> Binary:
    """`*` of plain numbers in one step."""

    def mul(left: Any, right: Any, /) -> Any:
        if type(left) in _PLAIN_NUMBERS and type(right) in _PLAIN_NUMBERS:
            result = left * right
            if type(result) is float or -_WORD < result < _WORD:
                return result
        return slow(left, right)

    return mul


def _too_long(run: Run, result: Any) -> Any:
    try:
        check_length(run, exact_length(result), isinstance(result, str))
    except TooLarge as error:
        return run.failed(error, "+", ())
    return result


def _merged(run: Run, native: Binary, left: Any, right: Any) -> Any:
    """`|` and the like of two sets."""
    result = native(left, right)
    if run.unsure:
        run.pass_on(left, result, alike=False)
        run.pass_on(right, result, alike=False)
    return result


def _added(run: Run, native: Binary, left: Any, right: Any) -> Any:
    if isinstance(left, (list, deque)):  # `+=` takes any iterable
        right = bounded(run, right)
    result = native(left, right)
    if isinstance(result, _SEQUENCES):
        check_length(run, exact_length(result), isinstance(result, str))
    return result


def _multiplied(run: Run, native: Binary, left: Any, right: Any) -> Any:
    if isinstance(left, _SEQUENCES):
        return _repeated(run, native, left, right, "__rmul__")
    if isinstance(right, _SEQUENCES):
        return _repeated(run, operator.mul, right, left, "__mul__")
    if isinstance(left, int) and isinstance(right, int):
        check_bits(run, bits(left) + bits(right) - 64)
    return native(left, right)


def _repeated(run: Run, native: Binary, values: Any, times: Any, method: str) -> Any:
    """A sequence so many times; the number is asked once, then it's what is multiplied with.

    `method` is what the other side may answer with first, as a tensor does.
    """
    if type(values) is list and isinstance(times, Unknown):
        made = list(values)
        run.mark_unsure(made, times.derived(f"len({text_of(values)} * {text_of(times)})"), tainted=False)
        return made
    own = None if isinstance(times, int) else getattr(type(times), method, None)
    result = NotImplemented if own is None else own(times, values)
    if result is not NotImplemented:
        return result
    number = as_index(times)
    if number is None:
        return native(values, times)
    check_length(run, exact_length(values) * number, isinstance(values, (str, bytes)))
    return native(values, number)


def _powered(run: Run, native: Binary, left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int) and bits(left) > 1:
        exponent = int.__index__(right)
        if exponent > 1:
            check_bits(run, bits(left) * exponent)
    return native(left, right)


def _shifted(run: Run, native: Binary, left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        check_bits(run, bits(left) + int.__index__(right))
    return native(left, right)


def _divided(run: Run, native: Binary, left: Any, right: Any) -> Any:
    """`/`; in files of Python 2 it rounds down of two integers, and it asks for `__div__`."""
    if not run.old_division or (isinstance(left, float) and isinstance(right, float)):
        return native(left, right)
    frame = script_frame()
    if frame is None or frame.f_code.co_filename not in run.old_division:
        return native(left, right)
    if isinstance(left, int) and isinstance(right, int):
        return left // right
    for name, obj, other in (("__div__", left, right), ("__rdiv__", right, left)):
        method = getattr(type(obj), name, None)
        found = NotImplemented if method is None else method(obj, other)
        if found is not NotImplemented:
            return found
    return native(left, right)


def _containment(run: Run) -> dict[str, Any]:
    def contains(item: Any, container: Any) -> Any:
        if isinstance(container, Unknown) or (isinstance(item, Unknown) and not _holds_identical(container, item)):
            unknown = container if isinstance(container, Unknown) else item
            return unknown.derived(f"{text_of(item)} in {text_of(container)}")
        try:
            if isinstance(container, range) and not isinstance(item, int):
                check_length(run, exact_length(container))
            own = is_script_class(type(container)) and not hasattr(type(container), "__contains__")
            if own or hasattr(type(container), "__next__"):
                found = any(value is item or value == item for value in counted(run, iter(container)))
            else:
                found = item in container
        except Exception as error:
            return operator_failed(run, error, "in", item, container)
        unsure = run.unsure_of(container) if run.unsure and not found else None
        return found if unsure is None else unsure.derived(f"{text_of(item)} in {text_of(container)}")

    def lacks(item: Any, container: Any) -> Any:
        found = contains(item, container)
        return negated(found) if isinstance(found, Unknown) else not found

    return {"in": contains, "notin": lacks}


def _holds_identical(container: Any, item: Any) -> bool:
    if isinstance(container, (list, tuple)):
        return any(other is item for other in container) or not container
    return isinstance(container, (dict, set)) and item in container


def _unary(run: Run) -> dict[str, Any]:
    def make(name: str, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def guard(value: Any) -> Any:
            try:
                return function(value)
            except Exception as error:
                return operator_failed(run, error, name, value, None)

        return guard

    def inverted(value: Any) -> Any:
        if isinstance(value, Unknown):
            return negated(value)
        try:
            return not value
        except Exception as error:
            found = operator_failed(run, error, "not", value, None)
            return negated(found) if isinstance(found, Unknown) else not found

    return {
        "neg": make("-", operator.neg),
        "pos": make("+", operator.pos),
        "invert": make("~", operator.invert),
        "not": inverted,
    }


def _chain(run: Run, guards: dict[str, Any]) -> Callable[..., Any]:
    """`a < b <= c`: all sides are evaluated, then compared from the left."""
    identity = {"is": operator.is_, "isnot": operator.is_not}

    def chain(names: tuple[str, ...], *values: Any) -> Any:
        result: Any = True
        for name, left, right in zip(names, values, values[1:], strict=False):
            result = (identity.get(name) or guards[name])(left, right)
            if not isinstance(result, Unknown) and not result:
                return result
        return result

    return chain
