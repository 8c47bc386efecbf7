"""Shape functions of ops that only check ranks, written as one line each: `0, 1, . -> [?,2], =1`.

Left of the arrow: what each input must be (`.` anything, `2` rank 2, `2+` at least rank 2, `1-` at most rank 1,
`[3]` a vector of three); the last entry with `*` stands for all the inputs that follow. Right of it: the outputs,
`[]` a scalar, `?` unknown rank, `[?,2]` dims, `=1` the shape of input 1; the last with `*` stands for all outputs that
follow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from graphlint.graph.graph import Dims
from shapecalc import unknown

from .dim_checks import dim_is, with_rank_at_most
from .inference import InferenceContext
from .registry import shape

T = TypeVar("T")
Check = Callable[[InferenceContext, int], object]
Output = Callable[[InferenceContext], Dims]


def register(table: str) -> None:
    """Register every line `Op, Op: signature` of a table; lines that start with blanks go on with the one before."""
    for line in table.strip().replace("\n ", " ").splitlines():
        names, _, signature = line.partition(":")
        function = of(signature)
        for name in names.split(","):
            shape(name.strip())(function)


def of(signature: str) -> Callable[[InferenceContext], Sequence[Dims]]:
    """The shape function that a signature describes."""
    left, _, right = signature.partition("->")
    checks, many_checks = _entries(left, _check)
    outputs, many_outputs = _entries(right, _output)

    def infer(c: InferenceContext) -> Sequence[Dims]:
        for index in range(len(c.inputs)):
            if index < len(checks):
                checks[index](c, index)
            elif many_checks is not None:
                many_checks(c, index)
        found = [output(c) for output in outputs[: c.outputs]]
        while many_outputs is not None and len(found) < c.outputs:
            found.append(many_outputs(c))
        return found

    return infer


def _entries(text: str, make: Callable[[str], T]) -> tuple[list[T], T | None]:
    """The entries of one side, and the one that is repeated."""
    parts = _split(text)
    if parts and parts[-1].endswith("*"):
        return [make(part) for part in parts[:-1]], make(parts[-1][:-1])
    return [make(part) for part in parts], None


def _split(text: str) -> list[str]:
    """Entries at commas that are not inside brackets."""
    parts, depth, part = [], 0, ""
    for letter in text:
        depth += (letter == "[") - (letter == "]")
        if letter == "," and not depth:
            parts.append(part.strip())
            part = ""
        else:
            part += letter
    return [*parts, part.strip()] if part.strip() else parts


def _check(entry: str) -> Check:
    if entry == ".":
        return lambda c, index: None
    if entry.startswith("["):
        sizes = [None if size == "?" else int(size) for size in entry[1:-1].split(",")]
        return lambda c, index: _sizes(c, index, sizes)
    if entry.endswith("+"):
        least = int(entry[:-1])
        return lambda c, index: c.with_rank_at_least(index, least)
    if entry.endswith("-"):
        most = int(entry[:-1])
        return lambda c, index: with_rank_at_most(c, index, most)
    rank = int(entry)
    return lambda c, index: c.with_rank(index, rank)


def _sizes(c: InferenceContext, index: int, sizes: list[int | None]) -> None:
    for dim, size in zip(c.with_rank(index, len(sizes)), sizes, strict=True):
        if size is not None:
            dim_is(dim, size)


def _output(entry: str) -> Output:
    if entry == "?":
        return lambda c: None
    if entry == "[]":
        return lambda c: ()
    if entry.startswith("="):
        source = int(entry[1:])
        return lambda c: c.inputs[source].dims
    dims = [None if size == "?" else int(size) for size in entry[1:-1].split(",")]
    return lambda c: tuple([unknown() if dim is None else dim for dim in dims])
