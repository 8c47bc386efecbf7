"""Checks of images: their rank and sizes, statically where they are known, else by asserts (ops/image_ops_impl.py)."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import static_size

from . import array_joining, array_shape, check_values, control_flow_assert, dependencies
from .variables import Variable


def scope(name: str, values: list[Any]) -> AbstractContextManager[str | None]:
    """The scope of a function of images which has no name argument."""
    return ops.name_scope(None, name, values) if stack.world.release.images_open_scopes else nullcontext()


def is_tensor(x: Any) -> bool:
    return isinstance(x, (Tensor, Variable))


def asserted(condition: Any, error: type[Exception], message: str) -> list[Any]:
    """An Assert op for a tensor; else the check itself. `error` where it fails."""
    if is_tensor(condition):
        return [control_flow_assert.Assert(condition, [message])]
    if not isinstance(condition, Unknown) and not condition:
        raise error(message)
    return []


def sizes(image: Any, rank: int) -> list[Any]:
    """Each dim as a number where it is known, else as a tensor."""
    shape = image.get_shape()
    if shape.is_fully_defined():
        return shape.as_list()  # type: ignore[no-any-return]
    static = shape.with_rank(rank).as_list()
    dynamic = array_joining.unstack(array_shape.shape(image), rank)
    return [d if s is None else s for s, d in zip(static, dynamic, strict=True)]


_POSITIVE = "all dims of 'image.shape' must be > 0."


def at_least_3d(image: Any, require_static: bool = True) -> list[Any]:
    """Asserts that an image has three dims or more, none of them 0."""
    try:
        shape = image.get_shape().with_rank(3) if image.get_shape().ndims is None else (
            image.get_shape().with_rank_at_least(3))
    except ValueError:
        raise ValueError("'image' must be at least three-dimensional.") from None
    if require_static and not shape.is_fully_defined():
        raise ValueError("'image' must be fully defined.")
    if any(static_size(size) == 0 for size in shape):
        raise ValueError(f"all dims of 'image.shape' must be > 0: {shape}")
    if shape.is_fully_defined():
        return []
    found = [check_values.assert_positive(array_shape.shape(image), [_POSITIVE])]
    if stack.world.release.image_rank_is_asserted:
        found.append(_rank_at_least_3(image, "'image' must be at least three-dimensional."))
    return found


def _rank_at_least_3(image: Any, message: str) -> Any:
    return check_values.assert_greater_equal(array_shape.rank(image), 3, message=message)


def grayscale(image: Any) -> list[Any]:
    """Asserts that the last dim is 1."""
    text = "Last dimension of a grayscale image should be size 1."
    try:
        shape = image.get_shape()
        shape = shape.with_rank(2) if shape.ndims is None else shape.with_rank_at_least(2)
    except ValueError:
        raise ValueError("A grayscale image must be at least two-dimensional.") from None
    if shape.is_fully_defined():
        if shape.as_list()[-1] != 1:
            raise ValueError(text)
        return []
    return [
        check_values.assert_equal(array_shape.shape(image)[-1], 1, message=text),  # type: ignore[index]
        _rank_at_least_3(image, "A grayscale image must be at least two-dimensional."),
    ]


def checked(image: Any) -> Any:
    """The image, after the asserts that it has three dims or more."""
    return dependencies.with_dependencies(at_least_3d(image, require_static=False), image)


def batched(image: Any) -> tuple[Any, bool]:
    """The image as a batch of images, and whether it was one."""
    image = convert(image, name="image")
    rank = None if image.dims is None else len(image.dims)
    if rank == 3:
        return array_shape.expand_dims(image, 0), False
    if rank is None:
        image = array_shape.expand_dims(image, 0)
        image.set_shape([None] * 4)  # type: ignore[attr-defined]
        return image, False
    if rank != 4:
        raise ValueError("'image' must have either 3 or 4 dimensions.")
    return image, True


def unbatched(image: Any, was_batch: bool) -> Any:
    return image if was_batch else array_shape.squeeze(image, axis=[0])


