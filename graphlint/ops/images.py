"""Decoding and encoding of images, colours, patches and glimpses: shapes and kernels. No codec is run."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import Clashes, Dim, ShapeError, ceil_div, hidden, value

from .inference import InferenceContext
from .registry import kernel, shape
from .spatial import fixed, four, ranked, spelled_sizes
from .windows import padded, patches, windows


@shape("DecodeJpeg", "DecodePng", "DecodeBmp")
def decode_shape(c: InferenceContext) -> list[Dims]:
    c.with_rank(0, 0)
    return [(c.unknown(), c.unknown(), _channels(c))]


def _channels(c: InferenceContext) -> Dim:
    channels: int = c.attr("channels")
    if channels < 0:
        raise ShapeError(f"channels must be non-negative, got {channels}")
    return channels or c.unknown()


@shape("DecodeGif")
def decode_gif_shape(c: InferenceContext) -> list[Dims]:
    c.with_rank(0, 0)
    return [(c.unknown(), c.unknown(), c.unknown(), 3)]


@shape("DecodeAndCropJpeg")
def decode_and_crop_shape(c: InferenceContext) -> list[Dims]:
    c.with_rank(0, 0)
    channels = _channels(c)
    window = spelled_sizes(c, 1, 4)
    return [(window[2], window[3], channels)]


@shape("ExtractJpegShape")
def extract_jpeg_shape_shape(c: InferenceContext) -> list[Dims]:
    c.with_rank(0, 0)
    return [(3,)]


@shape("EncodeJpeg", "EncodePng", "EncodeJpegVariableQuality")
def encode_shape(c: InferenceContext) -> list[Dims]:
    c.with_rank(0, 3)
    if c.op_type == "EncodeJpegVariableQuality":
        c.with_rank(1, 0)
    return [()]


@shape("AdjustContrastv2", "AdjustHue", "AdjustSaturation", "AdjustContrast")
def adjust_shape(c: InferenceContext) -> list[Dims]:
    found = c.with_rank_at_least(0, 3)
    for index in range(1, len(c.inputs)):
        c.with_rank(index, 0)
    return [found]


@shape("RGBToHSV", "HSVToRGB")
def colourspace_shape(c: InferenceContext) -> list[Dims]:
    found = c.with_rank_at_least(0, 1)
    return [None if found is None else (*found[:-1], fixed(found[-1], 3))]


@shape("ExtractGlimpse")
def extract_glimpse_shape(c: InferenceContext) -> list[Dims]:
    images, offsets = ranked(c, 0, 4), ranked(c, 2, 2)
    clashes = Clashes()
    batch = clashes.equal(images[0], offsets[0], 0)
    fixed(offsets[1], 2)
    return clashes.finish([(batch, *spelled_sizes(c, 1, 2), images[3])])


def _patches(size: Dim, k: int, stride: int, rate: int, padding: str) -> Dim:
    """Places of a patch; TensorFlow has another text here than for convolutions."""
    if padding == "SAME":
        return ceil_div(size, stride)
    reach = k + (k - 1) * (rate - 1)
    places = ceil_div(size - reach + 1, stride)
    known = value(size)
    if known is not None and known < reach:
        output = int((known - reach + stride) / stride)
        text = (f"Computed output size would be negative: {output} [input_size: {known}, "
                f"effective_filter_size: {reach}, stride: {stride}]")
        if output < 0:
            raise ShapeError(text, left=size, right=reach, static=isinstance(size, int), result=[None])
        return output
    return places


@shape("ExtractImagePatches")
def extract_image_patches_shape(c: InferenceContext) -> list[Dims]:
    images = ranked(c, 0, 4)
    sizes, strides, rates = c.attr("ksizes"), c.attr("strides"), c.attr("rates")
    four(sizes, "ExtractImagePatches", "ksizes")
    four(strides, "ExtractImagePatches", "stride")
    four(rates, "ExtractImagePatches", "rates")
    depth = images[3] * (sizes[1] * sizes[2])
    if not (isinstance(images[1], int) and isinstance(images[2], int)):
        margins = [0 if c.attr("padding") == "SAME" else (sizes[axis] - 1) * rates[axis] for axis in (1, 2)]
        grid = [ceil_div(images[axis] - margin, strides[axis]) for axis, margin in zip((1, 2), margins, strict=True)]
        return [(images[0], *(hidden(place) if isinstance(place, int) else place for place in grid), depth)]
    places = [_patches(images[axis], sizes[axis], strides[axis], rates[axis], c.attr("padding")) for axis in (1, 2)]
    return [(images[0], *places, depth)]


@shape("ExtractVolumePatches")
def extract_volume_patches_shape(c: InferenceContext) -> list[Dims]:
    images = ranked(c, 0, 5)
    sizes, strides = c.attr("ksizes"), c.attr("strides")
    four(sizes, "ExtractVolumePatches", "ksizes", 5)
    four(strides, "ExtractVolumePatches", "stride", 5)
    depth = images[4] * (sizes[1] * sizes[2] * sizes[3])
    if not all(isinstance(dim, int) for dim in images[1:4]):
        return [(images[0], c.unknown(), c.unknown(), c.unknown(), depth)]
    places = [_patches(images[axis], sizes[axis], strides[axis], 1, c.attr("padding")) for axis in (1, 2, 3)]
    return [(images[0], *places, depth)]


@kernel("ExtractImagePatches")
def extract_image_patches(k: Any, images: Any) -> Any:
    sizes, strides, rates = (k.attr(name)[1:3] for name in ("ksizes", "strides", "rates"))
    w = windows(images.shape[1:3], sizes, strides, k.attr("padding"), rates)
    view = patches(padded(np.ascontiguousarray(images), w), w)
    return view.reshape(*view.shape[:3], -1)


@kernel("ExtractVolumePatches")
def extract_volume_patches(k: Any, images: Any) -> Any:
    w = windows(images.shape[1:4], k.attr("ksizes")[1:4], k.attr("strides")[1:4], k.attr("padding"))
    view = patches(padded(np.ascontiguousarray(images), w), w)
    return view.reshape(*view.shape[:4], -1)


@kernel("AdjustContrastv2")
def adjust_contrast(k: Any, images: Any, factor: Any) -> Any:
    mean = images.mean((-3, -2), keepdims=True, dtype=np.float64)
    return (images - mean) * factor + mean


def hsv(rgb: Any) -> Any:
    """Hue, saturation, value of red, green, blue in the last dim."""
    red, green, blue = np.moveaxis(rgb, -1, 0)
    value = rgb.max(-1)
    spread = value - rgb.min(-1)
    norm = 1 / (6 * np.where(spread > 0, spread, 1))
    hue = np.where(red == value, norm * (green - blue),
                   np.where(green == value, norm * (blue - red) + 2 / 6, norm * (red - green) + 4 / 6))
    hue = np.where(spread > 0, hue, 0)
    saturation = np.where(value > 0, spread / np.where(value > 0, value, 1), 0)
    return np.stack([np.where(hue < 0, hue + 1, hue), saturation, value], -1)


def rgb(hsv_image: Any) -> Any:
    """Red, green, blue of hue, saturation, value in the last dim."""
    hue, saturation, value = np.moveaxis(hsv_image, -1, 0)
    at = hue * 6
    shares = (np.clip(np.abs(at - 3) - 1, 0, 1), np.clip(2 - np.abs(at - 2), 0, 1), np.clip(2 - np.abs(at - 4), 0, 1))
    return np.stack([((1 - saturation) + saturation * share) * value for share in shares], -1)


@kernel("RGBToHSV")
def rgb_to_hsv(k: Any, images: Any) -> Any:
    return hsv(images)


@kernel("HSVToRGB")
def hsv_to_rgb(k: Any, images: Any) -> Any:
    return rgb(images)


@kernel("AdjustHue")
def adjust_hue(k: Any, images: Any, delta: Any) -> Any:
    found = hsv(images)
    found[..., 0] = np.mod(found[..., 0] + delta, 1)
    return rgb(found)


@kernel("AdjustSaturation")
def adjust_saturation(k: Any, images: Any, factor: Any) -> Any:
    found = hsv(images)
    found[..., 1] = np.clip(found[..., 1] * factor, 0, 1)
    return rgb(found)
