"""Every formula against what TensorFlow 1.15.5 inferred for random shapes (recorded by
`tests/oracle/inside/infer_shapes.py`)."""

import json
import lzma
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import shapecalc
from shapecalc import Dim, Expr, Masks, Shape, ShapeError, symbol, unknown

RECORDED = Path(__file__).parent / "inferred_1.15.5.jsonl.xz"
CASES = [json.loads(line) for line in lzma.decompress(RECORDED.read_bytes()).splitlines()]
FORMULAS = sorted({case[0] for case in CASES})

names = count()


def shape(dims: list[int | None] | None) -> Shape:
    """Recorded dims, with a symbol of its own for each that TensorFlow does not know."""
    return None if dims is None else tuple([symbol(f"d{next(names)}") if dim is None else dim for dim in dims])


def numbers(recorded: list[int | None]) -> list[Dim]:
    return [unknown() if number is None else number for number in recorded]


def shapes(recorded: list[list[int | None] | None]) -> list[Shape]:
    return [shape(dims) for dims in recorded]


CALLS: dict[str, Callable[..., Any]] = {
    "broadcast": lambda a, b: shapecalc.broadcast(shape(a), shape(b)),
    "merge_all": lambda given: shapecalc.merge_all(shapes(given)),
    "reshape": lambda a, target: shapecalc.reshape(shape(a), tuple(numbers(target))),
    "squeeze": lambda a, axes: shapecalc.squeeze(shape(a), axes),
    "expand_dims": lambda a, axis: shapecalc.expand_dims(shape(a), axis),
    "transpose": lambda a, perm: shapecalc.transpose(shape(a), perm),
    "concat": lambda given, axis: shapecalc.concat(shapes(given), axis),
    "stack": lambda given, axis: shapecalc.stack(shapes(given), axis),
    "unstack": lambda a, num, axis: shapecalc.unstack(shape(a), num, axis),
    "split": lambda a, num, axis: shapecalc.split(shape(a), num, axis),
    "split_sizes": lambda a, sizes, axis: shapecalc.split_sizes(shape(a), sizes, axis),
    "tile": lambda a, times: shapecalc.tile(shape(a), numbers(times)),
    "pad": lambda a, paddings: shapecalc.pad(shape(a), paddings),
    "slice_": lambda a, begin, size: shapecalc.slice_(shape(a), numbers(begin), numbers(size)),
    "strided_slice": lambda a, begin, end, strides, masks: shapecalc.strided_slice(
        shape(a), numbers(begin), end, strides, Masks(*masks)
    ),
    "gather": lambda a, indices, axis: shapecalc.gather(shape(a), shape(indices), axis),
    "gather_nd": lambda a, indices: shapecalc.gather_nd(shape(a), shape(indices)),
    "one_hot": lambda a, depth, axis: shapecalc.one_hot(shape(a), depth, axis),
    "reduce": lambda a, axes, keep: shapecalc.reduce(shape(a), axes, keep),
    "arg_reduce": lambda a, axis: shapecalc.arg_reduce(shape(a), axis),
    "matmul": lambda a, b, *flags: shapecalc.matmul(shape(a), shape(b), *flags),
    "batch_matmul": lambda a, b, *flags: shapecalc.batch_matmul(shape(a), shape(b), *flags),
    "batch_matmul_merging": lambda a, b, *flags: shapecalc.batch_matmul(shape(a), shape(b), *flags, broadcasting=False),
    "conv": lambda a, k, *how: shapecalc.conv(shape(a), shape(k), *how, grouped=True),
    "depthwise_conv": lambda a, k, *how: shapecalc.depthwise_conv(shape(a), shape(k), *how),
    "pool": lambda a, *how: shapecalc.pool(shape(a), *how),
    "space_to_batch": lambda a, *how: shapecalc.space_to_batch(shape(a), *how),
    "batch_to_space": lambda a, *how: shapecalc.batch_to_space(shape(a), *how),
    "space_to_depth": lambda a, block: shapecalc.space_to_depth(shape(a), block),
    "depth_to_space": lambda a, block: shapecalc.depth_to_space(shape(a), block),
}


def statically(found: Shape) -> list[int | None] | None:
    """A shape as TensorFlow sees it."""
    return None if found is None else [None if isinstance(dim, Expr) else dim for dim in found]


def outcome(call: Callable[[], Any]) -> dict[str, Any]:
    try:
        result = call()
    except ShapeError as error:
        if error.static:
            return {"refused": error.message}
        result = error.result
    return {"shapes": [statically(found) for found in (result if isinstance(result, list) else [result])]}


@pytest.mark.parametrize("formula", FORMULAS)
def test_infers_as_tensorflow(formula: str) -> None:
    different = []
    for name, arguments, expected in CASES:
        if name == formula:
            found = outcome(lambda arguments=arguments: CALLS[formula](*arguments))  # type: ignore[misc]
            if found != expected:
                different.append(f"{formula}{tuple(arguments)}: {found}, TensorFlow {expected}")
    assert not different, f"{len(different)} differ:\n" + "\n".join(different[:5])
