"""What `tensorflow.python.ops.math_ops` holds: gathered from the modules of each family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphlint.tf.reexport import collect, inherited

from . import division, math_basic, math_matmul, math_reduce, math_sums, math_tensordot, operators

if TYPE_CHECKING:  # the checker does not see what `collect` puts here
    from .division import *  # noqa: F403
    from .math_basic import *  # noqa: F403
    from .math_matmul import *  # noqa: F403
    from .math_reduce import *  # noqa: F403
    from .math_sums import *  # noqa: F403
    from .math_tensordot import *  # noqa: F403

collect(globals(), division, math_basic, math_matmul, math_reduce, math_sums, math_tensordot)

_TRUEDIV_TABLE = division.TRUE_DIVISION
_truediv_python3 = division.truediv
_div_python2 = division.div
operators.install()


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.math_ops", name)
