"""Brightness, contrast, colours and dtypes of images (ops/image_ops_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.dtypes import as_dtype
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import from_dims

from . import (
    array_constants,
    array_joining,
    array_ops,
    array_shape,
    clip_ops,
    dependencies,
    math_basic,
    math_ops,
    math_reduce,
    math_tensordot,
    random_ops,
)
from . import image_checks as checks

_GRAY = [0.2989, 0.5870, 0.1140]
_FLOATS = (dtypes.float16, dtypes.float32)


def convert_image_dtype(image: Any, dtype: Any, saturate: bool = False, name: Any = None) -> Any:
    image = convert(image, name="image")
    kind = as_dtype(dtype)
    if not kind.is_floating and not kind.is_integer:
        raise AttributeError("dtype must be either floating point or integer")
    if kind is image.dtype:
        return array_shape.identity(image, name=name)
    with ops.name_scope(name, "convert_image", [image]) as scope:
        own = image.dtype
        if own.is_integer and kind.is_integer:
            return _between_ints(image, kind, saturate, scope)
        if own.is_floating and kind.is_floating:
            return math_basic.cast(image, kind, name=scope)
        if own.is_integer:
            return gen.Mul(math_basic.cast(image, kind), 1.0 / int(own.max), name=scope)
        scaled = gen.Mul(image, int(kind.max) + 0.5)
        cast = math_basic.saturate_cast if saturate else math_basic.cast
        return cast(scaled, kind, name=scope)


def _between_ints(image: Any, kind: Any, saturate: bool, scope: str) -> Any:
    cast = math_basic.saturate_cast if saturate else math_basic.cast
    scale_in, scale_out = int(image.dtype.max), int(kind.max)
    if scale_in > scale_out:
        scaled = math_ops.div(image, (scale_in + 1) // (scale_out + 1))  # type: ignore[attr-defined]
        return cast(scaled, kind, name=scope)
    return gen.Mul(cast(image, kind), (scale_out + 1) // (scale_in + 1), name=scope)


def _as_float(image: Any) -> Any:
    keeps = image.dtype in _FLOATS and not stack.world.release.adjusted_images_convert
    return image if keeps else convert_image_dtype(image, dtypes.float32)


def _standardized_by_steps(image: Any) -> Any:
    """What was done before 1.15: in float32, whatever the image is."""
    with checks.scope("per_image_standardization", [image]) as scope:
        image = checks.checked(convert(image, name="image"))
        parts, moments = array_shape.shape(image), {}
        if stack.world.release.images_standardized_alike:
            parts, moments = parts[-3:], {"axis": [-1, -2, -3], "keepdims": True}
        pixels = math_reduce.reduce_prod(parts)
        image = math_basic.cast(image, dtypes.float32)
        mean = math_reduce.reduce_mean(image, **moments)
        variance = math_reduce.reduce_mean(gen.Square(image), **moments) - gen.Square(mean)
        deviation = gen.Sqrt(gen.Relu(variance))
        adjusted = gen.Maximum(deviation, gen.Rsqrt(math_basic.cast(pixels, dtypes.float32)))
        return math_ops.div(gen.Sub(image, mean), adjusted, name=scope)  # type: ignore[attr-defined]


def per_image_standardization(image: Any) -> Any:
    if stack.world.release.image_deviation_by_steps:
        return _standardized_by_steps(image)
    with ops.name_scope(None, "per_image_standardization", [image]) as scope:
        image = checks.checked(convert(image, name="image"))
        kind = image.dtype
        image = _as_float(image)
        pixels = math_reduce.reduce_prod(array_shape.shape(image)[-3:])  # type: ignore[index]
        mean = math_reduce.reduce_mean(image, axis=[-1, -2, -3], keepdims=True)
        stddev = math_reduce.reduce_std(image, axis=[-1, -2, -3], keepdims=True)
        least = gen.Rsqrt(math_basic.cast(pixels, image.dtype))
        adjusted = gen.Maximum(stddev, least)
        image = math_ops.div(image - mean, adjusted, name=scope)  # type: ignore[attr-defined]
        return convert_image_dtype(image, kind, saturate=True)


def random_brightness(image: Any, max_delta: Any, seed: Any = None) -> Any:
    if max_delta < 0:
        raise ValueError("max_delta must be non-negative.")
    return adjust_brightness(image, random_ops.random_uniform([], -max_delta, max_delta, seed=seed))


def random_contrast(image: Any, lower: Any, upper: Any, seed: Any = None) -> Any:
    _check_range(lower, upper)
    return adjust_contrast(image, random_ops.random_uniform([], lower, upper, seed=seed))


def random_saturation(image: Any, lower: Any, upper: Any, seed: Any = None) -> Any:
    _check_range(lower, upper)
    return adjust_saturation(image, random_ops.random_uniform([], lower, upper, seed=seed))


def _check_range(lower: Any, upper: Any) -> None:
    if upper <= lower:
        raise ValueError("upper must be > lower.")
    if lower < 0:
        raise ValueError("lower must be non-negative.")


def random_hue(image: Any, max_delta: Any, seed: Any = None) -> Any:
    if max_delta > 0.5:
        raise ValueError("max_delta must be <= 0.5.")
    if max_delta < 0:
        raise ValueError("max_delta must be non-negative.")
    return adjust_hue(image, random_ops.random_uniform([], -max_delta, max_delta, seed=seed))


def adjust_brightness(image: Any, delta: Any) -> Any:
    with ops.name_scope(None, "adjust_brightness", [image, delta]) as scope:
        image = convert(image, name="image")
        wide = _as_float(image)
        adjusted = gen.Add(wide, math_basic.cast(delta, wide.dtype), name=scope)
        return convert_image_dtype(adjusted, image.dtype, saturate=True)


def adjust_contrast(images: Any, contrast_factor: Any) -> Any:
    with ops.name_scope(None, "adjust_contrast", [images, contrast_factor]) as scope:
        images = convert(images, name="images")
        adjusted = gen.AdjustContrastv2(_as_float(images), contrast_factor, name=scope)
        return convert_image_dtype(adjusted, images.dtype, saturate=True)


def adjust_gamma(image: Any, gamma: Any = 1, gain: Any = 1) -> Any:
    with ops.name_scope(None, "adjust_gamma", [image, gamma, gain]):
        image = convert(image, name="image")
        wide = _as_float(image)
        found = checks.asserted(gamma >= 0, ValueError, "Gamma should be a non-negative real number.")
        if found:
            gamma = dependencies.with_dependencies(found, gamma)
        return convert_image_dtype(gain * wide**gamma, image.dtype, saturate=True)


def _hsv(image: Any) -> list[Any]:
    """Hue, saturation and value of an image."""
    hsv = gen.RGBToHSV(image)
    return [array_ops.slice(hsv, [0, 0, number], [-1, -1, 1]) for number in range(3)]


def _rgb(*parts: Any) -> Any:
    return gen.HSVToRGB(array_joining.concat(list(parts), 2))


def adjust_hue(image: Any, delta: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "adjust_hue", [image]):
        image = convert(image, name="image")
        if stack.world.release.colors_adjusted_in_steps:
            hue, saturation, value = _hsv(_as_float(image))
            hue = gen.FloorMod(hue + (delta + 1.0), 1.0)
            return convert_image_dtype(_rgb(hue, saturation, value), image.dtype)
        return convert_image_dtype(gen.AdjustHue(_as_float(image), delta), image.dtype)


def adjust_saturation(image: Any, saturation_factor: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "adjust_saturation", [image]):
        image = convert(image, name="image")
        if stack.world.release.colors_adjusted_in_steps:
            hue, saturation, value = _hsv(_as_float(image))
            saturation = clip_ops.clip_by_value(saturation * saturation_factor, 0.0, 1.0)
            return convert_image_dtype(_rgb(hue, saturation, value), image.dtype)
        return convert_image_dtype(gen.AdjustSaturation(_as_float(image), saturation_factor), image.dtype)


def random_jpeg_quality(image: Any, min_jpeg_quality: Any, max_jpeg_quality: Any, seed: Any = None) -> Any:
    if min(min_jpeg_quality, max_jpeg_quality) < 0 or max(min_jpeg_quality, max_jpeg_quality) > 100:
        raise ValueError("jpeg encoding range must be between 0 and 100.")
    if min_jpeg_quality >= max_jpeg_quality:
        raise ValueError("`min_jpeg_quality` must be less than `max_jpeg_quality`.")
    quality = random_ops.random_uniform([], min_jpeg_quality, max_jpeg_quality, seed=seed, dtype=dtypes.int32)
    return adjust_jpeg_quality(image, quality)


def adjust_jpeg_quality(image: Any, jpeg_quality: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "adjust_jpeg_quality", [image]):
        image = convert(image, name="image")
        kind = image.dtype
        small = convert_image_dtype(image, dtypes.uint8)
        if not checks.is_tensor(jpeg_quality):
            jpeg_quality = convert(jpeg_quality, dtypes.int32)
        return convert_image_dtype(gen.DecodeJpeg(gen.EncodeJpegVariableQuality(small, jpeg_quality)), kind)


# --- colour spaces ----------------------------------------------------------------------------------------------------


def _weighted_gray(images: Any, scope: str) -> Any:
    wide = convert_image_dtype(images, dtypes.float32)
    last = array_shape.expand_dims(array_shape.rank(images) - 1, 0)  # type: ignore[operator]
    gray = math_reduce.reduce_sum(wide * _GRAY, last, True)
    gray.set_shape(images.get_shape()[:-1].concatenate([1]))
    return convert_image_dtype(gray, images.dtype, name=scope)


def rgb_to_grayscale(images: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "rgb_to_grayscale", [images]) as scope:
        images = convert(images, name="images")
        if not stack.world.release.grayscale_by_tensordot:
            return _weighted_gray(images, scope)
        gray = math_tensordot.tensordot(convert_image_dtype(images, dtypes.float32), _GRAY, [-1, -1])
        return convert_image_dtype(array_shape.expand_dims(gray, -1), images.dtype, name=scope)


def grayscale_to_rgb(images: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "grayscale_to_rgb", [images]) as scope:
        images = dependencies.with_dependencies(checks.grayscale(images), images)
        images = convert(images, name="images")
        rank = array_shape.expand_dims(array_shape.rank(images) - 1, 0)  # type: ignore[operator]
        ones = [array_constants.ones(rank, dtype=dtypes.int32), array_shape.expand_dims(3, 0)]
        rgb = array_ops.tile(images, array_joining.concat(ones, 0), name=scope)  # type: ignore[attr-defined]
        rgb.set_shape(from_dims(images.dims)[:-1].concatenate([3]))
        return rgb


_KERNELS = {
    "rgb_to_yiq": [[0.299, 0.59590059, 0.2115], [0.587, -0.27455667, -0.52273617], [0.114, -0.32134392, 0.31119955]],
    "yiq_to_rgb": [[1, 1, 1], [0.95598634, -0.27201283, -1.10674021], [0.6208248, -0.64720424, 1.70423049]],
    "rgb_to_yuv": [[0.299, -0.14714119, 0.61497538], [0.587, -0.28886916, -0.51496512], [0.114, 0.43601035, -0.10001026]],
    "yuv_to_rgb": [[1, 1, 1], [0, -0.394642334, 2.03206185], [1.13988303, -0.58062185, 0]],
}


def _in_space(images: Any, space: str) -> Any:
    images = convert(images, name="images")
    kernel = convert(_KERNELS[space], images.dtype, "kernel")
    return math_tensordot.tensordot(images, kernel, axes=[[len(images.dims or ()) - 1], [0]])


def rgb_to_yiq(images: Any) -> Any:
    return _in_space(images, "rgb_to_yiq")


def yiq_to_rgb(images: Any) -> Any:
    return _in_space(images, "yiq_to_rgb")


def rgb_to_yuv(images: Any) -> Any:
    return _in_space(images, "rgb_to_yuv")


def yuv_to_rgb(images: Any) -> Any:
    return _in_space(images, "yuv_to_rgb")
