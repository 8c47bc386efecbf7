"""Images from bytes of any kind (ops/image_ops_impl.py); the ops of one kind need no model."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.dtypes import as_dtype
from graphlint.tf import gen
from graphlint.tf.python.framework import ops

from . import array_gather, control_flow_assert, control_flow_cond
from .image_color import convert_image_dtype


def _starts(contents: Any, count: int) -> Any:
    from . import string_ops  # noqa: PLC0415

    return string_ops.substr(contents, 0, count)  # type: ignore[attr-defined]


def is_jpeg(contents: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "is_jpeg"):
        return gen.Equal(_starts(contents, 3), b"\xff\xd8\xff", name=name)


def _is_png(contents: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "is_png"):
        return gen.Equal(_starts(contents, 3), b"\x89PN", name=name)


def decode_image(contents: Any, channels: Any = None, dtype: Any = dtypes.uint8, name: Any = None,
                 expand_animations: bool = True) -> Any:
    with ops.name_scope(name, "decode_image"):
        if channels not in (None, 0, 1, 3, 4):
            raise ValueError("channels must be in (None, 0, 1, 3, 4)")
        kinds = _Kinds(contents, channels, as_dtype(dtype), expand_animations)
        return control_flow_cond.cond(is_jpeg(contents), kinds.jpeg, kinds.png_or_other, name="cond_jpeg")


class _Kinds:
    """The branches of decode_image, each tried where the one before doesn't fit."""

    def __init__(self, contents: Any, channels: Any, dtype: Any, expand: bool) -> None:
        self.contents, self.channels, self.dtype, self.expand = contents, channels, dtype, expand
        self.count = 0 if channels is None else channels
        self.start = _starts(contents, 3)

    def _assert(self, condition: Any, message: str) -> Any:
        return control_flow_assert.Assert(condition, [message])

    def jpeg(self) -> Any:
        good = gen.NotEqual(self.count, 4, name="check_jpeg_channels")
        with ops.control_dependencies([self._assert(good, "Channels must be in (None, 0, 1, 3) when decoding JPEG images")]):
            return convert_image_dtype(gen.DecodeJpeg(self.contents, channels=self.channels), self.dtype)

    def png_or_other(self) -> Any:
        return control_flow_cond.cond(_is_png(self.contents), self.png, self.gif_or_bmp, name="cond_png")

    def png(self) -> Any:
        kind = dtypes.uint8 if self.dtype is dtypes.uint8 else dtypes.uint16
        return convert_image_dtype(gen.DecodePng(self.contents, channels=self.channels, dtype=kind), self.dtype)

    def gif_or_bmp(self) -> Any:
        is_gif = gen.Equal(self.start, b"GIF", name="is_gif")
        return control_flow_cond.cond(is_gif, self.gif, self.bmp, name="cond_gif")

    def gif(self) -> Any:
        good = gen.LogicalAnd(gen.NotEqual(self.count, 1, name="check_gif_channels"),
                              gen.NotEqual(self.count, 4, name="check_gif_channels"))
        with ops.control_dependencies([self._assert(good, "Channels must be in (None, 0, 3) when decoding GIF images")]):
            found = convert_image_dtype(gen.DecodeGif(self.contents), self.dtype)
            return found if self.expand else array_gather.gather(found, 0)

    def bmp(self) -> Any:
        is_bmp = gen.Equal(_starts(self.contents, 2), "BM", name="is_bmp")
        decodes = self._assert(is_bmp, "Unable to decode bytes as JPEG, PNG, GIF, or BMP")
        good = gen.NotEqual(self.count, 1, name="check_channels")
        fits = self._assert(good, "Channels must be in (None, 0, 3) when decoding BMP images")
        with ops.control_dependencies([decodes, fits]):
            return convert_image_dtype(gen.DecodeBmp(self.contents), self.dtype)
