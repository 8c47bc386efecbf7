"""Print and the raw summary ops (ops/logging_ops.py). `tf.summary` is elsewhere."""

from __future__ import annotations

import pprint
import random
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.util import nest
from graphlint.tf.reexport import inherited


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.logging_ops", name)


def Print(input_: Any, data: Any, message: Any = None, first_n: Any = None, summarize: Any = None,  # noqa: N802
          name: Any = None) -> Tensor:
    return gen.Print(input_, data, message=message, first_n=first_n, summarize=summarize, name=name)  # type: ignore[no-any-return]


def print_v2(*inputs: Any, **kwargs: Any) -> Any:
    """`tf.print`."""
    output_stream = kwargs.pop("output_stream", None)
    name = kwargs.pop("name", None)
    summarize = kwargs.pop("summarize", 3)
    sep = kwargs.pop("sep", " ")
    end = kwargs.pop("end", "\n")
    if kwargs:
        raise ValueError(f"Unrecognized keyword arguments for tf.print: {kwargs}")
    stream = _stream(output_stream)
    text = _formatted(inputs, sep, summarize, f"{name}_format" if name else None)
    return gen.PrintV2(text, output_stream=stream, end=end, name=name)


# by the name of a stream or of a function of tf.logging, or by the number of a level
_STREAMS = {
    "<stdout>": "stdout", "<stderr>": "stderr", "info": "log(info)", "warn": "log(warning)", "warning": "log(warning)",
    "error": "log(error)", 20: "log(info)", 30: "log(warning)", 40: "log(error)",
}  # fmt: skip


def _stream(given: Any) -> str:
    """What the op's attr says of where to write; standard error where that isn't known. ValueError as TensorFlow's."""
    if given is None or isinstance(given, Unknown):
        return "stderr"
    if isinstance(given, str) and given.startswith("file://"):
        return given
    found = _STREAMS.get(getattr(given, "__name__", None) or getattr(given, "name", given))
    if found is None:
        raise ValueError(f"Unsupported output stream, logging level, or file.{given}. Supported streams are sys.stdout, "
                         "sys.stderr, tf.logging.info, tf.logging.warning, tf.logging.error. File needs to be in the form "
                         "of 'file://<filepath>'.")
    return found


def _formatted(inputs: Any, sep: str, summarize: Any, name: Any) -> Tensor:
    from . import string_ops  # noqa: PLC0415 - rarely needed

    first = inputs[0] if len(inputs) == 1 else None
    if isinstance(first, Tensor) and first.dims == () and first.dtype.base_dtype is dtypes.string:
        return first
    free = nest.map_structure(lambda x: "" if tensor_util.is_tensor(x) else x, inputs)
    placeholder = _placeholder(" ".join(pprint.pformat(x) for x in free))
    tensors: list[Any] = []
    template = sep.join(_template(value, placeholder, tensors) for value in inputs)
    template = template.replace(f"'{placeholder}'", placeholder)
    return string_ops.string_format(template, tensors, placeholder, summarize, name)


def _placeholder(text: str) -> str:
    placeholder = "{}"
    digits = random.Random(5)  # noqa: S311 - TensorFlow's own digits
    while placeholder in text:
        placeholder += str(digits.randint(0, 9))
    return placeholder


def _template(value: Any, placeholder: str, tensors: list[Any]) -> str:
    parts: list[Any] = []
    for leaf in nest.flatten(value):
        if getattr(type(leaf), "is_sparse_tensor", False):
            tensors.extend([leaf.indices, leaf.values, leaf.dense_shape])
            parts.append(f"SparseTensor(indices={placeholder}, values={placeholder}, shape={placeholder})")
        elif tensor_util.is_tensor(leaf):
            tensors.append(leaf)
            parts.append(placeholder)
        else:
            parts.append(leaf.text if isinstance(leaf, Unknown) else leaf)
    return value if isinstance(value, str) else pprint.pformat(nest.pack_sequence_as(value, parts))


# --- summaries of the first releases ----------------------------------------------------------------------------------


def _collect(value: Any, collections: Any, default: list[str]) -> Any:
    for key in default if collections is None else collections:
        ops.add_to_collection(key, value)
    return value


_SUMMARIES = [ops.GraphKeys.SUMMARIES]


def histogram_summary(tag: Any, values: Any, collections: Any = None, name: Any = None) -> Tensor:
    with ops.name_scope(name, "HistogramSummary", [tag, values]) as scope:
        return _collect(gen.HistogramSummary(tag, values, name=scope), collections, _SUMMARIES)  # type: ignore[no-any-return]


def scalar_summary(tags: Any, values: Any, collections: Any = None, name: Any = None) -> Tensor:
    with ops.name_scope(name, "ScalarSummary", [tags, values]) as scope:
        return _collect(gen.ScalarSummary(tags, values, name=scope), collections, _SUMMARIES)  # type: ignore[no-any-return]


def image_summary(tag: Any, tensor: Any, max_images: Any = 3, collections: Any = None, name: Any = None) -> Tensor:
    with ops.name_scope(name, "ImageSummary", [tag, tensor]) as scope:
        return _collect(gen.ImageSummary(tag, tensor, max_images=max_images, name=scope), collections, _SUMMARIES)  # type: ignore[no-any-return]


def audio_summary(tag: Any, tensor: Any, sample_rate: Any, max_outputs: Any = 3, collections: Any = None,
                  name: Any = None) -> Tensor:
    with ops.name_scope(name, "AudioSummary", [tag, tensor]) as scope:
        rate = convert(sample_rate, dtypes.float32, "sample_rate")
        found = gen.AudioSummaryV2(tag, tensor, rate, max_outputs=max_outputs, name=scope)
        return _collect(found, collections, _SUMMARIES)  # type: ignore[no-any-return]


def merge_summary(inputs: Any, collections: Any = None, name: Any = None) -> Tensor:
    with ops.name_scope(name, "MergeSummary", inputs):
        return _collect(gen.MergeSummary(inputs, name=name), collections, [])  # type: ignore[no-any-return]


def merge_all_summaries(key: Any = ops.GraphKeys.SUMMARIES) -> Any:
    summaries = ops.get_collection(key)
    return merge_summary(summaries) if summaries else None


def get_summary_op() -> Any:
    """The graph's summary op, made of all summaries where there is none yet."""
    known = ops.get_collection(ops.GraphKeys.SUMMARY_OP)
    if known:
        return known[0]
    merged = merge_all_summaries()
    if merged is not None:
        ops.add_to_collection(ops.GraphKeys.SUMMARY_OP, merged)
    return merged
