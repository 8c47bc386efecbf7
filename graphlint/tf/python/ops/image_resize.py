"""Resizing of images (ops/image_ops_impl.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import from_dims

from . import array_constants, array_shape, dependencies, image_geometry, math_basic
from . import image_checks as checks


@exposed
class ResizeMethodV1:
    BILINEAR = 0
    NEAREST_NEIGHBOR = 1
    BICUBIC = 2
    AREA = 3


@exposed
class ResizeMethod:
    BILINEAR = "bilinear"
    NEAREST_NEIGHBOR = "nearest"
    BICUBIC = "bicubic"
    AREA = "area"
    LANCZOS3 = "lanczos3"
    LANCZOS5 = "lanczos5"
    GAUSSIAN = "gaussian"
    MITCHELLCUBIC = "mitchellcubic"


_OPS_V1: dict[Any, str] = {
    0: "ResizeBilinear", "bilinear": "ResizeBilinear", 1: "ResizeNearestNeighbor", "nearest": "ResizeNearestNeighbor",
    2: "ResizeBicubic", "bicubic": "ResizeBicubic", 3: "ResizeArea", "area": "ResizeArea",
}  # fmt: skip
_SCALED = {"lanczos3", "lanczos5", "gaussian", "mitchellcubic"}
_ANTIALIASED = {"bilinear": "triangle", "bicubic": "keyscubic"}


def resize_images(images: Any, size: Any, method: Any = ResizeMethodV1.BILINEAR, align_corners: bool = False,
                  preserve_aspect_ratio: bool = False, name: Any = None) -> Any:
    def resize(value: Any, new_size: Any) -> Any:
        if method not in _OPS_V1:
            raise ValueError("Resize method is not implemented.")
        return gen.op(_OPS_V1[method], value, new_size, align_corners=align_corners)

    return _resized(images, resize, size, preserve_aspect_ratio, name, skip_same=True)


def resize_images_v2(images: Any, size: Any, method: Any = ResizeMethod.BILINEAR, preserve_aspect_ratio: bool = False,
                     antialias: bool = False, name: Any = None) -> Any:
    def resize(value: Any, new_size: Any) -> Any:
        if method in _SCALED or (antialias and method in _ANTIALIASED):
            return _scaled(value, new_size, _ANTIALIASED.get(method, method), antialias)
        if method == ResizeMethod.AREA:
            return gen.ResizeArea(value, new_size)
        if method not in (ResizeMethod.BILINEAR, ResizeMethod.NEAREST_NEIGHBOR, ResizeMethod.BICUBIC):
            raise ValueError("Resize method is not implemented.")
        return gen.op(_OPS_V1[method], value, new_size, half_pixel_centers=True)

    return _resized(images, resize, size, preserve_aspect_ratio, name, skip_same=False)


def _scaled(value: Any, new_size: Any, kernel: str, antialias: bool) -> Any:
    scale = math_basic.cast(new_size, dtypes.float32) / math_basic.cast(array_shape.shape(value)[1:3], dtypes.float32)  # type: ignore[index]
    return gen.ScaleAndTranslate(value, new_size, scale, array_constants.zeros([2]), kernel_type=kernel,
                                 antialias=antialias)


def _resized(images: Any, resize: Callable[[Any, Any], Any], size: Any, preserve_aspect_ratio: bool, name: Any,
             skip_same: bool) -> Any:
    release = stack.world.release
    default = "resize_images" if release.resize_scope_is_images else "resize"
    with checks.scope(default, [images, size]) if name is None else ops.name_scope(name, default, [images, size]):
        images = convert(images, name="images")
        if images.dims is None:
            raise ValueError("'images' contains no shape.")
        was_batch = len(images.dims) == 4
        if len(images.dims) == 3:
            images = array_shape.expand_dims(images, 0)
        elif not was_batch:
            raise ValueError("'images' must have either 3 or 4 dimensions.")
        try:
            wanted = convert(size, dtypes.int32, "size")
        except (TypeError, ValueError):
            raise ValueError("'size' must be a 1-D int32 Tensor") from None
        if not from_dims(wanted.dims).is_compatible_with([2]):
            raise ValueError("'size' must be a 1-D Tensor of 2 elements: new_height, new_width")
        known = tensor_util.constant_value_as_shape(wanted)
        if preserve_aspect_ratio:
            wanted = _in_proportion(images, known)
            known = tensor_util.constant_value_as_shape(wanted)
        new = [dimension.value for dimension in known[:2]]
        if skip_same and None not in new and new == from_dims(images.dims).as_list()[1:3]:
            return checks.unbatched(images, was_batch)
        images = resize(images, wanted)
        images.set_shape([None, known[0], known[1], None])
        return checks.unbatched(images, was_batch)


def _in_proportion(images: Any, known: Any) -> Tensor:
    _, height, width, _ = checks.sizes(images, rank=4)

    def wide(value: Any) -> Any:
        return math_basic.cast(value, dtypes.float32)

    by_height = wide(known[0].value) / wide(height)
    by_width = wide(known[1].value) / wide(width)
    factor = gen.Minimum(by_height, by_width)
    scaled = [math_basic.cast(math_basic.round(factor * wide(side)), dtypes.int32) for side in (height, width)]
    return convert(scaled, dtypes.int32, "size")


def resize_image_with_pad_v1(image: Any, target_height: Any, target_width: Any, method: Any = ResizeMethodV1.BILINEAR,
                             align_corners: bool = False) -> Any:
    return _padded(image, target_height, target_width,
                   lambda value, size: resize_images(value, size, method, align_corners=align_corners))


def resize_image_with_pad_v2(image: Any, target_height: Any, target_width: Any, method: Any = ResizeMethod.BILINEAR,
                             antialias: bool = False) -> Any:
    return _padded(image, target_height, target_width,
                   lambda value, size: resize_images_v2(value, size, method, antialias=antialias))


def _padded(image: Any, target_height: Any, target_width: Any, resize: Callable[[Any, Any], Any]) -> Any:
    with checks.scope("resize_image_with_pad", [image]):
        image, was_batch = checks.batched(image)
        found = checks.at_least_3d(image, require_static=False)
        found += checks.asserted(target_width > 0, ValueError, "target_width must be > 0.")
        found += checks.asserted(target_height > 0, ValueError, "target_height must be > 0.")
        image = dependencies.with_dependencies(found, image)
        _, height, width, _ = checks.sizes(image, rank=4)
        high, wide, to_high, to_wide = (math_basic.cast(value, dtypes.float64)
                                        for value in (height, width, target_height, target_width))
        ratio = gen.Maximum(wide / to_wide, high / to_high)
        new_high, new_wide = high / ratio, wide / ratio
        sizes = [math_basic.cast(gen.Floor(value), dtypes.int32) for value in (new_high, new_wide)]
        above, before = (to_high - new_high) / 2, (to_wide - new_wide) / 2
        above, before = gen.Floor(above), gen.Floor(before)
        above = gen.Maximum(0, math_basic.cast(above, dtypes.int32))
        before = gen.Maximum(0, math_basic.cast(before, dtypes.int32))
        resized = resize(image, sizes)
        padded = image_geometry.pad_to_bounding_box(resized, above, before, target_height, target_width)
        checks.sizes(padded, rank=4)
        return checks.unbatched(padded, was_batch)


def resize_bicubic(images: Any, size: Any, align_corners: bool = False, name: Any = None,
                   half_pixel_centers: bool = False) -> Tensor:
    return gen.ResizeBicubic(images, size, align_corners=align_corners, half_pixel_centers=half_pixel_centers, name=name)  # type: ignore[no-any-return]


def resize_bilinear(images: Any, size: Any, align_corners: bool = False, name: Any = None,
                    half_pixel_centers: bool = False) -> Tensor:
    return gen.ResizeBilinear(images, size, align_corners=align_corners, half_pixel_centers=half_pixel_centers, name=name)  # type: ignore[no-any-return]


def resize_nearest_neighbor(images: Any, size: Any, align_corners: bool = False, name: Any = None,
                            half_pixel_centers: bool = False) -> Tensor:
    return gen.ResizeNearestNeighbor(images, size, align_corners=align_corners, half_pixel_centers=half_pixel_centers,  # type: ignore[no-any-return]
                                     name=name)
