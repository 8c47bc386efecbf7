"""Shape arithmetic with numbers that are only partly known.

A *dim* is an `int`, which TensorFlow knows while it builds a graph, or an `Expr`, which it shows as `?`: a polynomial
over symbols, floor quotients, ratios, minima and maxima, in a normal form.  An `Expr` may well be a plain number (we
know it, TensorFlow does not).  A *shape* is a tuple of dims, or None where the rank is unknown.  So one propagation
gives both views::

    >>> from shapecalc import eq, reshape, symbol, window
    >>> batch, height = symbol("B", low=1), symbol("H")
    >>> reshape((batch, 8, 8, 64), (-1, 3136))
    (Expr(B*4096/3136), 3136)
    >>> eq(_[0], batch)
    False
    >>> window(height, 3, stride=2, padding="VALID")
    Expr(floor((H - 3)/2) + 1)

`eq`, `le` and `lt` answer True, False, or None for not known.  Formulas raise `ShapeError` with the two sides that
clash: `error.static` if TensorFlow itself refuses; otherwise we have a proof that the program fails when it runs, and
`error.result` is what TensorFlow goes on with.  Symbols stand for integers of 0 or more (`symbol(name, low=1)` for
those that are never 0), denominators are taken as positive, and wherever TensorFlow gives up its knowledge the result
is an expression.  Layouts, ops, graphs and Python source are unknown here.
"""

from shapecalc.broadcasting import broadcast, broadcast_dim, clash, merge, merge_all
from shapecalc.compare import dmax, dmin, eq, le, lt, substitute, symbols
from shapecalc.convolution import (
    batch_to_space,
    conv,
    conv_transpose,
    depth_to_space,
    depthwise_conv,
    pool,
    space_to_batch,
    space_to_depth,
)
from shapecalc.dims import Shape, hidden, size, static, symbol, unknown, unknowns, value
from shapecalc.divide import ceil_div, exact_div, floor_div
from shapecalc.errors import Clashes, ShapeError, better_known
from shapecalc.expr import Dim, Expr
from shapecalc.indexing import Masks, gather, gather_nd, one_hot, slice_, strided_slice
from shapecalc.joining import concat, pad, split, split_sizes, stack, tile, unstack
from shapecalc.products import batch_matmul, matmul, tensordot
from shapecalc.ranks import at_least_rank, at_most_rank, with_rank
from shapecalc.reducing import arg_reduce, reduce
from shapecalc.reshaping import expand_dims, reshape, squeeze, transpose
from shapecalc.text import dims_text, shape_text
from shapecalc.windows import transposed_window, window

__all__ = [
    "Clashes", "Dim", "Expr", "Masks", "Shape", "ShapeError", "arg_reduce", "at_least_rank", "at_most_rank",
    "batch_matmul", "batch_to_space", "better_known", "broadcast", "broadcast_dim", "ceil_div", "clash", "concat",
    "conv", "conv_transpose", "depth_to_space", "depthwise_conv", "dims_text", "dmax", "dmin", "eq", "exact_div",
    "expand_dims", "floor_div", "gather", "gather_nd", "hidden", "le", "lt", "matmul", "merge", "merge_all",
    "one_hot", "pad", "pool", "reduce", "reshape", "shape_text", "size", "slice_", "space_to_batch",
    "space_to_depth", "split", "split_sizes", "squeeze", "stack", "static", "strided_slice", "substitute", "symbol", "symbols",
    "tensordot", "tile", "transpose", "transposed_window", "unknown", "unknowns", "unstack", "value", "window",
    "with_rank",
]  # fmt: skip
