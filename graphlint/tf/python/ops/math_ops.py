"""What `tensorflow.python.ops.math_ops` holds: gathered from the modules of each family."""

from __future__ import annotations

from typing import Any

from graphlint.tf.reexport import collect, inherited

from . import division, math_basic, math_matmul, math_reduce, math_sums, math_tensordot, operators

collect(globals(), division, math_basic, math_matmul, math_reduce, math_sums, math_tensordot)

_TRUEDIV_TABLE = division.TRUE_DIVISION
_truediv_python3 = division.truediv
_div_python2 = division.div
operators.install()


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.math_ops", name)
