"""How gradients of several paths are summed: the names (TensorFlow's gradients_util.py has them)."""

from graphlint.sandbox.exposed import exposed


@exposed
class AggregationMethod:
    """How gradients of several paths are summed."""

    ADD_N = 0
    DEFAULT = 0
    EXPERIMENTAL_TREE = 1
    EXPERIMENTAL_ACCUMULATE_N = 2
