"""A reshape puts numbers of different examples into one row.

## What it does
Finds reshapes of batched data to `[-1, n]` where n neither divides the size of one example nor is a multiple of it.

## Why is this bad
TensorFlow takes whatever fits the number of elements: with `[B, 8, 8, 64]` and `[-1, 3136]` the rows straddle the examples,
and the batch size is no longer B. It fails only when the number of elements doesn't divide.

## Example
    pool = tf.placeholder(tf.float32, [None, 8, 8, 64])
    flat = tf.reshape(pool, [-1, 7 * 7 * 64])

## Use instead
    pool = tf.placeholder(tf.float32, [None, 8, 8, 64])
    flat = tf.reshape(pool, [-1, 8 * 8 * 64])
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graphlint.graph.graph import Operation
from graphlint.trace import Trace
from shapecalc import Expr

from .finding import Evidence, Finding, callers, place_of
from .reading import both_views

CODE = "GL310"
NAME = "batch-mixing"
SEVERITY = "warning"
BAD = [
    """\
import tensorflow as tf
pool = tf.placeholder(tf.float32, [None, 8, 8, 64])
flat = tf.reshape(pool, [-1, 7 * 7 * 64])
""",
]
GOOD = [
    """\
import tensorflow as tf
pool = tf.placeholder(tf.float32, [None, 8, 8, 64])
flat = tf.reshape(pool, [-1, 8 * 8 * 64])
steps = tf.reshape(pool, [-1, 64])
""",
]
MAX_ROW = 1 << 24


def check(trace: Trace) -> Iterator[Finding]:
    for graph in trace.graphs:
        for op in graph.ops:
            sizes = _sizes(op) if op.type == "Reshape" else None
            if sizes is None:
                continue
            example, row = sizes
            place = place_of(op.chain)
            if example % row and row % example and place is not None:
                source, found = op.inputs[0].dims, op.outputs[0].dims
                yield Finding(
                    place,
                    f"{op.name} reshapes {both_views(source)} to {both_views(found)}: a row holds {row} numbers, an example "
                    f"{example}, so rows mix examples",
                    f"the last size of the reshape should be {example}, that of one example", _confirmed(example, row),
                    related=callers(op.chain))


def _sizes(op: Operation) -> tuple[int, int] | None:
    """Elements of one example and of one row, where the first dim alone is open on both sides."""
    source, found = op.inputs[0].dims, op.outputs[0].dims
    if not source or not found or len(found) < 2 or not isinstance(source[0], Expr) or not isinstance(found[0], Expr):
        return None
    inner, outer = source[1:], found[1:]
    if not inner or not all(isinstance(dim, int) and dim > 0 for dim in (*inner, *outer)):
        return None
    return _product(inner), _product(outer)


def _product(dims: tuple[object, ...]) -> int:
    total = 1
    for dim in dims:
        total *= int(dim)  # type: ignore[call-overload]
    return total


def _confirmed(example: int, row: int) -> Evidence:
    """Number the examples, reshape as many as give whole rows, and look for a row with two numbers in it."""
    count = row // int(np.gcd(example, row))
    if count * example > MAX_ROW:
        return Evidence("not run", "run", "the tensors are too large to try it")
    rows = np.repeat(np.arange(count), example).reshape(-1, row)
    mixed = int((rows.min(axis=1) != rows.max(axis=1)).sum())
    if not mixed:
        return Evidence("refuted", "run", "no row held two examples")
    return Evidence("confirmed", "run", f"with {count} examples, {mixed} of {len(rows)} rows hold parts of more than one")
