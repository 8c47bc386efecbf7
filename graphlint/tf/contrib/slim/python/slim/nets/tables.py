"""Building networks from tables: a row of text is a layer, a list of rows a branch.

`Conv2d_0b_3x3 64 s2` is a convolution of that scope with 64 channels, kernel 3x3 and stride 2; `k3x3` gives another
kernel, `VALID` and `SAME` the padding, `t0.09` a truncated normal of that deviation. `MaxPool_...` and `AvgPool_...` are
pools. Rows joined by ` | ` stand beside each other and are concatenated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from graphlint.tf.contrib.layers.python.layers import layers
from graphlint.tf.python.ops import array_ops, init_ops, variable_scope

_KERNEL = re.compile(r"(\d+)x(\d+)$")

Branch = list[str]
Depth = Callable[[int], int]


def trunc_normal(stddev: float) -> Any:
    return init_ops.TruncatedNormal(0.0, stddev)


def as_is(depth: int) -> int:
    return depth


def scaled(multiplier: float, least: int) -> Depth:
    """The depths of a network made wider or narrower. ValueError for a multiplier that isn't positive."""
    if multiplier <= 0:
        raise ValueError("depth_multiplier is not greater than zero.")
    return lambda depth: max(int(depth * multiplier), least)


def layer(net: Any, row: str, depth: Depth = as_is) -> Any:
    """The layer of one row, or the layers side by side."""
    if "|" in row:
        return array_ops.concat([layer(net, part, depth) for part in row.split("|")], 3)
    scope, *words = row.split()
    kernel, channels = _kernel(scope), None
    options: dict[str, Any] = {}
    for word in words:
        if word.isdigit():
            channels = int(word)
        elif word[0] == "k":
            kernel = _kernel(word)
        elif word[0] == "s":
            options["stride"] = int(word[1:])
        elif word[0] == "t":
            options["weights_initializer"] = trunc_normal(float(word[1:]))
        else:
            options["padding"] = word
    if channels is not None:
        return layers.conv2d(net, depth(channels), kernel, scope=scope, **options)
    pool = layers.max_pool2d if scope.startswith("MaxPool") else layers.avg_pool2d
    return pool(net, kernel, scope=scope, **options)


def _kernel(text: str) -> list[int]:
    found = _KERNEL.search(text)
    assert found is not None, text
    return [int(found[1]), int(found[2])]


def mixed(net: Any, scope: str, branches: list[Branch], depth: Depth = as_is) -> Any:
    """Branches below one scope, concatenated along the channels."""
    with variable_scope.variable_scope(scope):
        ends = []
        for number, rows in enumerate(branches):
            with variable_scope.variable_scope(f"Branch_{number}"):
                end = net
                for row in rows:
                    end = layer(end, row, depth)
                ends.append(end)
        return array_ops.concat(ends, 3)


def chained(net: Any, rows: list[str | tuple[str, list[Branch]]], depth: Depth = as_is) -> Iterator[tuple[str, Any]]:
    """The end points of a chain of layers and of blocks of branches."""
    for row in rows:
        if isinstance(row, str):
            name = row.split()[0]
            net = layer(net, row, depth)
        else:
            name = row[0]
            net = mixed(net, name, row[1], depth)
        yield name, net


def reduced_kernel(tensor: Any, kernel: list[int]) -> list[int]:
    """The kernel, no larger than the tensor where its size is known."""
    shape = tensor.get_shape().as_list()
    if shape[1] is None or shape[2] is None:
        return kernel
    return [min(shape[1], kernel[0]), min(shape[2], kernel[1])]
