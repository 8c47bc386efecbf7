"""tf.summary's ops of the 1.x API (summary/summary.py). Protocol buffers of summaries are not made."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import summary_op_util
from graphlint.tf.python.summary.writer.writer import FileWriter as FileWriter
from graphlint.tf.python.summary.writer.writer_cache import FileWriterCache as FileWriterCache

_RED = np.array([255, 0, 0, 255], np.uint8)
_TEXT_PLUGIN = b"\n\x06\n\x04text"


def _collected(val: Any, collections: Any) -> Any:
    summary_op_util.collect(val, collections, [GraphKeys.SUMMARIES])
    return val


def scalar(name: Any, tensor: Any, collections: Any = None, family: Any = None) -> Any:
    with summary_op_util.summary_scope(name, family, values=[tensor]) as (tag, scope):
        return _collected(gen.ScalarSummary(tag, tensor, name=scope), collections)


def image(name: Any, tensor: Any, max_outputs: int = 3, collections: Any = None, family: Any = None) -> Any:
    with summary_op_util.summary_scope(name, family, values=[tensor]) as (tag, scope):
        return _collected(gen.ImageSummary(tag, tensor, max_images=max_outputs, bad_color=_RED, name=scope), collections)


def histogram(name: Any, values: Any, collections: Any = None, family: Any = None) -> Any:
    with summary_op_util.summary_scope(name, family, "HistogramSummary", [values]) as (tag, scope):
        return _collected(gen.HistogramSummary(tag, values, name=scope), collections)


def audio(name: Any, tensor: Any, sample_rate: Any, max_outputs: int = 3, collections: Any = None,
          family: Any = None) -> Any:
    with summary_op_util.summary_scope(name, family, values=[tensor]) as (tag, scope):
        rate = convert(sample_rate, dtypes.float32, "sample_rate")
        val = gen.AudioSummaryV2(tag, tensor, rate, max_outputs=max_outputs, name=scope)
        return _collected(val, collections)


def text(name: Any, tensor: Any, collections: Any = None) -> Any:
    """ValueError for what isn't a string tensor."""
    if tensor.dtype.base_dtype is not dtypes.string:
        raise ValueError(f"Expected tensor {tensor.name} to have dtype string, got {tensor.dtype}")
    return _tensor_summary(name, tensor, collections, None, _TEXT_PLUGIN)


def tensor_summary(name: Any, tensor: Any, summary_description: Any = None, collections: Any = None,
                   summary_metadata: Any = None, family: Any = None, display_name: Any = None) -> Any:
    serialize = getattr(summary_metadata, "SerializeToString", None)
    known = serialize() if serialize is not None else _field(2, display_name) + _field(3, summary_description)
    return _tensor_summary(name, tensor, collections, family, known)


def _field(number: int, text: Any) -> bytes:
    """A text field of a protocol buffer as it is serialised, where it is set."""
    data = str(text or "").encode("utf8")
    if not data:
        return b""
    size, length = len(data), bytearray()
    while size > 127:
        length.append(size & 127 | 128)
        size >>= 7
    return bytes([number << 3 | 2, *length, size]) + data


def _tensor_summary(name: Any, tensor: Any, collections: Any, family: Any, metadata: Any) -> Any:
    with summary_op_util.summary_scope(name, family, values=[tensor]) as (tag, scope):
        val = gen.TensorSummaryV2(tag, tensor, metadata, name=scope)
        return _collected(val, collections)


def merge(inputs: Any, collections: Any = None, name: Any = None) -> Any:
    name = summary_op_util.clean_tag(name)
    with ops.name_scope(name, "Merge", inputs):
        val = gen.MergeSummary(inputs, name=name)
        summary_op_util.collect(val, collections, [])
    return val


def merge_all(key: Any = GraphKeys.SUMMARIES, scope: Any = None, name: Any = None) -> Any:
    """None where there are no summaries."""
    found = ops.get_collection(key, scope=scope)
    return merge(found, name=name) if found else None
