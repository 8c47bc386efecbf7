"""einsum of release 1.15: pairwise products by transposes, reshapes and matmul (ops/special_math_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework import ops

from . import array_shape, math_reduce
from .einsum_labels import labels_of
from .math_matmul import matmul


def einsum(equation: str, *inputs: Any, **kwargs: Any) -> Tensor:
    name = kwargs.pop("name", None)
    if kwargs:
        raise TypeError("invalid keyword arguments for this function: " + ", ".join(sorted(kwargs)))
    with ops.name_scope(name, "einsum", [equation, inputs]):
        operands = list(inputs)
        labels, output = labels_of(equation, [operand.get_shape() for operand in operands])
        for each in labels:
            if len(labels) == 1 and len(each) == 2 and each == each[::-1] and "->" not in equation:
                return math_reduce.trace(operands[0])
            if len(set(each)) != len(each):
                raise ValueError(f"Subscript not supported: an axis appears more than once: {each}")
        for label in set("".join(labels)):
            if sum(label in each for each in labels) > 2 and label not in output:
                return _exponential(equation, operands)
        return _pairwise(equation, operands, labels, output)


def _pairwise(equation: str, operands: list[Any], labels: list[str], output: str) -> Tensor:
    found, current = operands[0], labels[0]
    for operand, its_labels in zip(operands[1:], labels[1:], strict=True):
        summed = set(current) & set(its_labels) - set(output)
        found, current = _product(found, current, operand, its_labels, summed)
    if set(current) - set(output):
        axes = [axis for axis, label in enumerate(current) if label not in output]
        found = math_reduce.reduce_sum(found, axes)
        current = "".join(label for label in current if label in output)
    if sorted(current) != sorted(output):
        raise ValueError(f"Invalid equation: {equation}")
    return _transposed(found, [current.index(label) for label in output])


def _product(left: Tensor, left_labels: str, right: Tensor, right_labels: str, summed: set[str]) -> tuple[Tensor, str]:
    for tensor, labels, which in ((left, left_labels, "t0"), (right, right_labels, "t1")):
        if len(labels) != len(tensor.get_shape()):
            raise ValueError(f"Tensor {which} of rank {len(tensor.get_shape())} does not match einsum reduction of "
                             f"length {len(labels)}")
    kept = (set(left_labels) & set(right_labels)) - summed
    own = [set(labels) - kept - summed for labels in (left_labels, right_labels)]

    def rank_of(first: bool, label: str) -> tuple[int, str]:
        if label in kept:
            return -1, label
        early = label in own[0] if first else label in summed
        return (0 if early else 1), label

    orders = [sorted(left_labels, key=lambda label: rank_of(True, label)),
              sorted(right_labels, key=lambda label: rank_of(False, label))]
    left = _transposed(left, [left_labels.find(label) for label in orders[0]])
    right = _transposed(right, [right_labels.find(label) for label in orders[1]])
    if not summed:
        for _ in own[1]:
            left = array_shape.expand_dims(left, -1)
        for _ in own[0]:
            right = array_shape.expand_dims(right, len(kept))
        return gen.Mul(left, right), "".join(orders[0] + orders[1][len(kept) :])
    return _by_matmul(left, right, orders, (len(kept), len(own[0]), len(own[1]), len(summed)))


def _by_matmul(left: Tensor, right: Tensor, orders: list[list[str]], counts: tuple[int, int, int, int]) -> tuple[Tensor, str]:
    kept, own_left, own_right, summed = counts
    sizes = _sizes(left)
    outer = _total(sizes[kept:-summed])
    inner = _total(sizes[-summed:])
    left = _reshaped(left, [*sizes[:kept], outer, inner])
    right_sizes = _sizes(right)
    right_outer = _total(right_sizes[kept + summed :])
    right = _reshaped(right, [*right_sizes[:kept], inner, right_outer])
    product = matmul(left, right)
    start = len(right_sizes) - own_right
    product = _reshaped(product, sizes[: kept + own_left] + right_sizes[start:])
    return product, "".join(orders[0][: kept + own_left] + orders[1][len(orders[1]) - own_right :])


def _transposed(tensor: Tensor, perm: list[int]) -> Tensor:
    """Up to 1.14 TensorFlow compares with a range, which equals no list under Python 3."""
    same = perm == list(range(len(perm))) and ops.get_default_graph().release.einsum_keeps_order
    return tensor if same else array_shape.transpose(tensor, perm=perm)


def _reshaped(tensor: Tensor, sizes: list[Any]) -> Tensor:
    wanted = tuple(-1 if size is None else size for size in sizes)
    current = tensor.get_shape().as_list()
    same = len(wanted) == len(current) and all(
        not isinstance(new, Tensor) and (old == new or new == -1) for old, new in zip(current, wanted, strict=True))
    return tensor if same else array_shape.reshape(tensor, wanted)


def _sizes(tensor: Tensor) -> list[Any]:
    sizes: list[Any] = list(tensor.get_shape().as_list())
    if any(size is None for size in sizes):
        shape: Any = array_shape.shape(tensor)
        sizes = [shape[axis] if size is None else size for axis, size in enumerate(sizes)]
    return sizes


def _total(sizes: list[Any]) -> Any:
    total: Any = 1
    for size in sizes:
        total = total * size
    return total


def _exponential(equation: str, operands: list[Any]) -> Tensor:
    """One broadcast product over all labels: where a label is summed over more than two inputs."""
    labels, output = labels_of(equation, [operand.get_shape() for operand in operands])
    everything = "".join(sorted(set("".join(labels) + output)))
    order = [label for label in everything if label not in output] + list(output)
    position = {label: number for number, label in enumerate(order)}
    ordered: list[Any] = []
    for number, (operand, its_labels) in enumerate(zip(operands, labels, strict=True)):
        rank = operand.get_shape().ndims
        if rank != len(its_labels):
            raise ValueError(f"Input {number} with axes {its_labels} has incorrect number of dimensions (expected "
                             f"{len(its_labels)}, got {rank})")
        wanted = sorted(its_labels, key=position.__getitem__)
        if list(its_labels) != wanted:
            operand = array_shape.transpose(operand, [its_labels.find(label) for label in wanted])
        ordered.append((operand, wanted))
    expanded = [array_shape.reshape(operand, shape) for operand, shape in _expanded_shapes(ordered, order)]
    product: Any = 1
    for operand in expanded:
        product = product * operand
    return math_reduce.reduce_sum(product, [axis for axis, label in enumerate(order) if label not in output])


def _expanded_shapes(ordered: list[Any], order: list[str]) -> list[tuple[Any, list[int]]]:
    shapes = [[size or -1 for size in operand.get_shape().as_list()] for operand, _ in ordered]
    for axis, label in enumerate(order):
        sizes = set()
        for (_, labels), shape in zip(ordered, shapes, strict=True):
            if label not in labels:
                shape.insert(axis, 1)
            elif shape[axis] > 1:
                sizes.add(shape[axis])
        if len(sizes) > 1:
            raise ValueError(f"Dimension mismatch on axis: {label}")
    return [(operand, shape) for (operand, _), shape in zip(ordered, shapes, strict=True)]
