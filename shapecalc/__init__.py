from shapecalc.broadcasting import broadcast, broadcast_dim, clash, merge, merge_dim
from shapecalc.compare import dmax, dmin, eq, le, lt, substitute
from shapecalc.dims import Shape, hidden, size, static, symbol, unknown, unknowns, value
from shapecalc.divide import ceil_div, exact_div, floor_div
from shapecalc.errors import ShapeError
from shapecalc.expr import Dim, Expr
from shapecalc.text import dims_text, shape_text
from shapecalc.windows import transposed_window, window

__all__ = [
    "Dim", "Expr", "Shape", "ShapeError", "broadcast", "broadcast_dim", "ceil_div", "clash", "dims_text", "dmax",
    "dmin", "eq", "exact_div", "floor_div", "hidden", "le", "lt", "merge", "merge_dim", "shape_text", "size", "static",
    "substitute", "symbol", "transposed_window", "unknown", "unknowns", "value", "window",
]  # fmt: skip
