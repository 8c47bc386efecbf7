"""Flipping, rotating, cropping and padding of images (ops/image_ops_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import from_dims

from . import array_joining, array_ops, array_shape, control_flow_case, control_flow_cond, dependencies, math_basic, random_ops
from . import image_checks as checks

_RANKS = "'image' must have either 3 or 4 dimensions."


def _reverse(image: Any, axes: list[int]) -> Any:
    return array_ops.reverse_v2(image, axes)  # type: ignore[attr-defined]


def fix_image_flip_shape(image: Any, result: Any) -> Any:
    result.set_shape([None, None, None] if image.dims is None else from_dims(image.dims))
    return result


def random_flip_up_down(image: Any, seed: Any = None) -> Any:
    return _random_flip(image, 0, seed, "random_flip_up_down")


def random_flip_left_right(image: Any, seed: Any = None) -> Any:
    return _random_flip(image, 1, seed, "random_flip_left_right")


def _random_flip(image: Any, axis: int, seed: Any, scope_name: str) -> Any:
    with checks.scope(scope_name, [image]) as scope:
        image = checks.checked(convert(image, name="image"))
        rank = None if image.dims is None else len(image.dims)
        if rank in (3, None):
            mirror = gen.Less(random_ops.random_uniform([], 0, 1.0, seed=seed), 0.5)
            found = control_flow_cond.cond(mirror, lambda: _reverse(image, [axis]), lambda: image, name=scope)
            return fix_image_flip_shape(image, found)
        if rank != 4:
            raise ValueError(_RANKS)
        batch = array_shape.shape(image)[0]  # type: ignore[index]
        uniform = random_ops.random_uniform([batch], 0, 1.0, seed=seed)
        flips = math_basic.round(array_shape.reshape(uniform, [batch, 1, 1, 1]))
        flips = math_basic.cast(flips, image.dtype)
        flipped = _reverse(image, [axis + 1])
        return flips * flipped + (1 - flips) * image  # type: ignore[operator]


def flip_left_right(image: Any) -> Any:
    return _flip(image, 1, "flip_left_right")


def flip_up_down(image: Any) -> Any:
    return _flip(image, 0, "flip_up_down")


def _flip(image: Any, axis: int, scope_name: str) -> Any:
    with checks.scope(scope_name, [image]):
        image = checks.checked(convert(image, name="image"))
        rank = None if image.dims is None else len(image.dims)
        if rank in (3, None):
            return fix_image_flip_shape(image, _reverse(image, [axis]))
        if rank == 4:
            return _reverse(image, [axis + 1])
        raise ValueError(_RANKS)


def rot90(image: Any, k: Any = 1, name: Any = None) -> Any:
    with ops.name_scope(name, "rot90", [image, k]) as scope:
        image = checks.checked(convert(image, name="image"))
        turns = convert(k, dtypes.int32, "k")
        from_dims(turns.dims).assert_has_rank(0)
        turns = gen.FloorMod(turns, 4)
        rank = None if image.dims is None else len(image.dims)
        if rank not in (3, 4, None):
            raise ValueError(_RANKS)
        return _turned(image, turns, 1 if rank == 4 else 0, scope)


def _turned(image: Any, turns: Any, first: int, scope: str) -> Any:
    """Rotated by `turns` quarters over the dims `first` and `first + 1`."""
    order = [0, 2, 1, 3] if first else [1, 0, 2]
    swap = array_shape.transpose
    cases = [
        (gen.Equal(turns, 1), lambda: swap(_reverse(image, [first + 1]), order)),
        (gen.Equal(turns, 2), lambda: _reverse(image, [first, first + 1])),
        (gen.Equal(turns, 3), lambda: _reverse(swap(image, order), [first + 1])),
    ]
    found = control_flow_case.case(cases, default=lambda: image, exclusive=True, name=scope)
    shape = found.get_shape()
    found.set_shape([shape[0], None, None, shape[3]] if first else [None, None, image.get_shape()[2]])
    return found


def transpose(image: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "transpose", [image]):
        image = checks.checked(convert(image, name="image"))
        rank = None if image.dims is None else len(image.dims)
        if rank in (3, None):
            return array_shape.transpose(image, [1, 0, 2], name=name)
        if rank == 4:
            return array_shape.transpose(image, [0, 2, 1, 3], name=name)
        raise ValueError(_RANKS)


# --- cropping and padding ---------------------------------------------------------------------------------------------


def _central(image: Any, axis: int, fraction: Any) -> tuple[Any, Any, bool]:
    """Where the crop of one dim starts, its size, and whether they are tensors."""
    static = image.get_shape()[axis].value
    if static is not None:
        start = int((float(static) - float(static) * fraction) / 2)
        return start, static - start * 2, False
    size: Any = array_shape.shape(image)[axis]  # type: ignore[index]
    return size, size, True


def central_crop(image: Any, central_fraction: Any) -> Any:
    with checks.scope("central_crop", [image]):
        image = convert(image, name="image")
        if central_fraction <= 0.0 or central_fraction > 1.0:
            raise ValueError("central_fraction must be within (0, 1]")
        if central_fraction == 1.0:
            return image
        checks.checked(image)
        rank = None if image.dims is None else len(image.dims)
        if rank not in (3, 4):
            raise ValueError(f"`image` should either be a Tensor with rank = 3 or rank = 4. Had rank = {rank}.")
        first = rank - 3
        parts = [_central(image, first, central_fraction), _central(image, first + 1, central_fraction)]
        starts = [_central_start(size, central_fraction) if dynamic else start for start, size, dynamic in parts]
        lengths = [size - start * 2 if dynamic else size for start, (_, size, dynamic) in zip(starts, parts, strict=True)]
        outer: tuple[list[int], list[int]] = ([0], [-1]) if first else ([], [])
        begin = array_joining.stack([*outer[0], *starts, 0])
        size = array_joining.stack([*outer[1], *lengths, -1])
        found: Any = array_ops.slice(image, begin, size)
        shape = image.get_shape()
        middle = [None if dynamic else length for length, (_, _, dynamic) in zip(lengths, parts, strict=True)]
        found.set_shape([*shape[:first], *middle, shape[rank - 1]])
        return found


def _central_start(size: Any, fraction: Any) -> Any:
    wide = math_basic.cast(size, dtypes.float64)
    return math_basic.cast((wide - wide * fraction) / 2, dtypes.int32)


def pad_to_bounding_box(image: Any, offset_height: Any, offset_width: Any, target_height: Any, target_width: Any) -> Any:
    with checks.scope("pad_to_bounding_box", [image]):
        image, was_batch = checks.batched(image)
        found = checks.at_least_3d(image, require_static=False)
        batch, height, width, depth = checks.sizes(image, rank=4)
        after_width = target_width - offset_width - width
        after_height = target_height - offset_height - height
        found += checks.asserted(offset_height >= 0, ValueError, "offset_height must be >= 0")
        found += checks.asserted(offset_width >= 0, ValueError, "offset_width must be >= 0")
        found += checks.asserted(after_width >= 0, ValueError, "width must be <= target - offset")
        found += checks.asserted(after_height >= 0, ValueError, "height must be <= target - offset")
        image = dependencies.with_dependencies(found, image)
        sides = array_joining.stack([0, 0, offset_height, after_height, offset_width, after_width, 0, 0])
        padded = array_ops.pad(image, array_shape.reshape(sides, [4, 2]))  # type: ignore[attr-defined]
        padded.set_shape(_static([batch, target_height, target_width, depth]))  # type: ignore[attr-defined]
        return checks.unbatched(padded, was_batch)


def _static(values: list[Any]) -> list[Any]:
    return [None if checks.is_tensor(value) else value for value in values]


def crop_to_bounding_box(image: Any, offset_height: Any, offset_width: Any, target_height: Any, target_width: Any) -> Any:
    with checks.scope("crop_to_bounding_box", [image]):
        image, was_batch = checks.batched(image)
        found = checks.at_least_3d(image, require_static=False)
        batch, height, width, depth = checks.sizes(image, rank=4)
        found += checks.asserted(offset_width >= 0, ValueError, "offset_width must be >= 0.")
        found += checks.asserted(offset_height >= 0, ValueError, "offset_height must be >= 0.")
        found += checks.asserted(target_width > 0, ValueError, "target_width must be > 0.")
        found += checks.asserted(target_height > 0, ValueError, "target_height must be > 0.")
        found += checks.asserted(width >= target_width + offset_width, ValueError, "width must be >= target + offset.")
        found += checks.asserted(height >= target_height + offset_height, ValueError, "height must be >= target + offset.")
        image = dependencies.with_dependencies(found, image)
        begin = array_joining.stack([0, offset_height, offset_width, 0])
        size = array_joining.stack([-1, target_height, target_width, -1])
        cropped: Any = array_ops.slice(image, begin, size)
        cropped.set_shape(_static([batch, target_height, target_width, depth]))
        return checks.unbatched(cropped, was_batch)


def _most(x: Any, y: Any) -> Any:
    return gen.Maximum(x, y) if checks.is_tensor(x) or checks.is_tensor(y) else max(x, y)


def _least(x: Any, y: Any) -> Any:
    return gen.Minimum(x, y) if checks.is_tensor(x) or checks.is_tensor(y) else min(x, y)


def _same(x: Any, y: Any) -> Any:
    return gen.Equal(x, y) if checks.is_tensor(x) or checks.is_tensor(y) else x == y


def resize_image_with_crop_or_pad(image: Any, target_height: Any, target_width: Any) -> Any:
    with checks.scope("resize_image_with_crop_or_pad", [image]):
        image, was_batch = checks.batched(image)
        found = checks.at_least_3d(image, require_static=False)
        found += checks.asserted(target_width > 0, ValueError, "target_width must be > 0.")
        found += checks.asserted(target_height > 0, ValueError, "target_height must be > 0.")
        image = dependencies.with_dependencies(found, image)
        if checks.is_tensor(target_height):
            target_height = dependencies.with_dependencies(found, target_height)
        if checks.is_tensor(target_width):
            target_width = dependencies.with_dependencies(found, target_width)
        _, height, width, _ = checks.sizes(image, rank=4)
        crop_width, pad_width = _halves(target_width - width)
        crop_height, pad_height = _halves(target_height - height)
        cropped = crop_to_bounding_box(image, crop_height, crop_width, _least(target_height, height),
                                       _least(target_width, width))
        resized = pad_to_bounding_box(cropped, pad_height, pad_width, target_height, target_width)
        _, new_height, new_width, _ = checks.sizes(resized, rank=4)
        found = checks.asserted(_same(new_height, target_height), ValueError, "resized height is not correct.")
        found += checks.asserted(_same(new_width, target_width), ValueError, "resized width is not correct.")
        return checks.unbatched(dependencies.with_dependencies(found, resized), was_batch)


def _halves(difference: Any) -> tuple[Any, Any]:
    """How much to crop and to pad before."""
    return _most(-difference // 2, 0), _most(difference // 2, 0)
