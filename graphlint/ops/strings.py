"""String ops."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphlint.graph.graph import Dims
from shapecalc import ShapeError, broadcast, merge, unknown

from .dim_checks import with_rank_at_most
from .inference import InferenceContext, show
from .registry import kernel, shape
from .signatures import register

register("""
AsString, EncodeBase64, DecodeBase64, StringLength, StringLower, StringUpper, StringStrip: -> =0
StringToHashBucket, StringToHashBucketFast, StringToHashBucketStrong, StringToNumber: -> =0
StaticRegexReplace, StaticRegexFullMatch, UnicodeScript, UnicodeTranscode, DecodeCompressed: -> =0
DecodeJSONExample, ReinterpretStringToFloat: -> =0
RegexReplace: ., 0, 0 -> =0
RegexFullMatch: ., 0 -> =0
StringSplit: 1, 0 -> [?,2], [?], [2]
StringSplitV2: 1, 0 -> [?,2], [?], [2]
StringNGrams: 1, 1 -> [?], =1
SerializeTensor: -> []
ParseTensor: -> ?
""")


def each(function: Callable[..., Any], *arrays: Any) -> Any:
    """A function of single elements over broadcast arrays of objects."""
    spread = np.broadcast_arrays(*arrays)
    found = np.empty(spread[0].shape, object)
    flat = [part.ravel() for part in spread]
    found.ravel()[:] = [function(*items) for items in zip(*flat, strict=True)] or None
    return found


@shape("StringFormat")
def string_format_shape(c: InferenceContext) -> Sequence[Dims]:
    places = c.attr("template").count(c.attr("placeholder"))
    if places != len(c.inputs):
        raise ShapeError(f"num placeholders in template and num inputs must match: {places} vs. {len(c.inputs)}")
    return ((),)


@shape("StringJoin")
def string_join_shape(c: InferenceContext) -> Sequence[Dims]:
    if all(tensor.dims == () for tensor in c.inputs):
        return ((),)
    found: Dims = None
    for tensor in c.inputs:
        if tensor.dims:
            found = merge(found, tensor.dims)
    return (found,)


@kernel("StringJoin")
def string_join(k: Any, *parts: Any) -> Any:
    separator = k.attr("separator").encode()
    return each(lambda *items: separator.join(items), *parts)


@shape("Substr")
def substr_shape(c: InferenceContext) -> Sequence[Dims]:
    places, lengths = c.inputs[1].dims, c.inputs[2].dims
    if lengths is not None:
        places = c.with_rank(1, len(lengths))
        if any(a != b and (isinstance(a, int) or isinstance(b, int)) for a, b in zip(places, lengths, strict=True)):
            raise ShapeError(f"pos and len shapes must match: {show(places)} vs. {show(lengths)}")
    return (broadcast(c.inputs[0].dims, places),)


@kernel("Substr")
def substr(k: Any, texts: Any, places: Any, lengths: Any) -> Any:
    def cut(text: bytes, place: int, length: int) -> bytes:
        whole: Any = text.decode() if k.op.attrs.get("unit") == "UTF8_CHAR" else text
        if not -len(whole) <= place <= len(whole):
            raise ValueError(f"pos {place} out of range for string b'{text.decode(errors='replace')}'")
        start = place + len(whole) if place < 0 else place
        part = whole[start : start + length]
        return part.encode() if isinstance(part, str) else part

    return each(cut, texts, places, lengths)


@shape("UnicodeEncode")
def unicode_encode_shape(c: InferenceContext) -> Sequence[Dims]:
    c.with_rank(0, 1)
    splits = c.with_rank(1, 1)
    return ((splits[0] - 1 if isinstance(splits[0], int) else unknown(),),)


@shape("UnicodeDecode", "UnicodeDecodeWithOffsets")
def unicode_decode_shape(c: InferenceContext) -> Sequence[Dims]:
    count: Any = 1
    for dim in c.inputs[0].dims or ():
        count = count * dim
    rows = unknown() if c.inputs[0].dims is None else count + 1
    return [(rows,), *[(unknown(),)] * (c.outputs - 1)]


@shape("SdcaFprint")
def fingerprint_pairs_shape(c: InferenceContext) -> Sequence[Dims]:
    return ((c.with_rank(0, 1)[0], 2),)


@shape("Fingerprint")
def fingerprint_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.with_rank_at_least(0, 1)
    c.with_rank(1, 0)
    method = c.input_tensor(1)
    if method is not None and method[()] not in (b"farmhash64", "farmhash64"):
        name = method[()].decode() if isinstance(method[()], bytes) else method[()]
        raise ShapeError(f"Unsupported method: {name}")
    width = unknown() if method is None else 8
    return ((unknown() if dims is None else dims[0], width),)


@shape("DecodeRaw")
def decode_raw_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    return (None if dims is None else (*dims, unknown()),)


@kernel("DecodeRaw")
def decode_raw(k: Any, texts: Any) -> Any:
    kind = np.dtype(k.dtype()).newbyteorder("<" if k.attr("little_endian") else ">")
    rows = [np.frombuffer(text, kind) for text in np.ravel(texts)]
    return np.array(rows).reshape((*np.shape(texts), -1))


@shape("DecodePaddedRaw")
def decode_padded_shape(c: InferenceContext) -> Sequence[Dims]:
    dims, value = c.inputs[0].dims, c.input_tensor(1)
    if value is None:
        return (None if dims is None else (*dims, unknown()),)
    if np.ndim(value):
        raise ShapeError(f"Input must be scalar but has rank {np.ndim(value)}")
    length, width = int(value), c.attr("out_type").size
    if length % width:
        raise ShapeError(f"fixed_length must be divisible by the size of the datatype. Got fixed_length = {length} and "
                         f"the size of a datatype = {width}")
    return (None if dims is None else (*dims, length // width),)


@shape("DecodeCSV")
def decode_csv_shape(c: InferenceContext) -> Sequence[Dims]:
    for index in range(1, len(c.inputs)):
        dims = c.inputs[index].dims
        with_rank_at_most(c, index, 1)
        if dims and isinstance(dims[0], int) and dims[0] > 1:
            raise ShapeError("Shape of a default must be a length-0 or length-1 vector, or a scalar.")
    return [c.inputs[0].dims] * c.outputs


@shape("EncodeProto")
def encode_proto_shape(c: InferenceContext) -> Sequence[Dims]:
    batch: Dims = None
    for index in range(1, len(c.inputs)):
        dims = c.with_rank_at_least(index, 2)
        batch = merge(batch, None if dims is None else dims[:-1])
    return (batch,)


@shape("DecodeProtoV2")
def decode_proto_shape(c: InferenceContext) -> Sequence[Dims]:
    dims = c.inputs[0].dims
    count = len(c.attr("output_types"))
    if dims is None:
        return [None] * c.outputs
    return [(*dims, count), *[(*dims, unknown())] * (c.outputs - 1)]


UNARY: dict[str, Callable[[bytes], Any]] = {
    "EncodeBase64": lambda text: base64.urlsafe_b64encode(text).rstrip(b"="),
    "DecodeBase64": lambda text: base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4)),
    "StringLower": bytes.lower,
    "StringUpper": bytes.upper,
    "StringStrip": bytes.strip,
}


def _unary(function: Callable[[bytes], Any]) -> Callable[..., Any]:
    return lambda k, texts: each(function, texts)


for _name, _function in UNARY.items():
    kernel(_name)(_unary(_function))


@kernel("StringLength")
def string_length(k: Any, texts: Any) -> Any:
    if k.attr("unit") == "UTF8_CHAR":
        return each(lambda text: len(text.decode()), texts)
    return each(len, texts)


@kernel("StringToNumber")
def string_to_number(k: Any, texts: Any) -> Any:
    def number(text: bytes) -> Any:
        try:
            return int(text) if np.dtype(k.dtype()).kind == "i" else float(text)
        except ValueError:
            raise ValueError(f"StringToNumberOp could not correctly convert string: {text.decode()}") from None

    return each(number, texts)


@kernel("RegexReplace")
def regex_replace(k: Any, texts: Any, pattern: Any, rewrite: Any) -> Any:
    return _replaced(k, texts, pattern[()], rewrite[()])


@kernel("StaticRegexReplace")
def static_regex_replace(k: Any, texts: Any) -> Any:
    return _replaced(k, texts, k.attr("pattern").encode(), k.attr("rewrite").encode())


def _replaced(k: Any, texts: Any, pattern: bytes, rewrite: bytes) -> Any:
    count, compiled = 0 if k.attr("replace_global") else 1, _compiled(pattern)
    whole = rewrite.replace(rb"\0", rb"\g<0>")
    return each(lambda text: compiled.sub(whole, text, count=count), texts)


def _compiled(pattern: bytes) -> re.Pattern[bytes]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"Invalid pattern: {pattern.decode(errors='replace')}, error: {error}") from None


@kernel("RegexFullMatch")
def regex_full_match(k: Any, texts: Any, pattern: Any) -> Any:
    compiled = _compiled(pattern[()])
    return each(lambda text: compiled.fullmatch(text) is not None, texts)


@kernel("StaticRegexFullMatch")
def static_regex_full_match(k: Any, texts: Any) -> Any:
    compiled = _compiled(k.attr("pattern").encode())
    return each(lambda text: compiled.fullmatch(text) is not None, texts)


@kernel("StringSplit")
def string_split(k: Any, texts: Any, delimiter: Any) -> Any:
    letters = delimiter[()]
    rows = []
    for text in texts:
        parts = [text[i : i + 1] for i in range(len(text))] if not letters else (
            re.split(b"[" + re.escape(letters) + b"]", text))
        rows.append([part for part in parts if part or not k.attr("skip_empty")])
    return _sparse(rows)


def _sparse(rows: list[list[bytes]]) -> Any:
    places = [(row, at) for row, parts in enumerate(rows) for at in range(len(parts))]
    items = np.array([part for parts in rows for part in parts], object)
    width = max((len(parts) for parts in rows), default=0)
    return np.array(places, np.int64).reshape(-1, 2), items, np.array([len(rows), width], np.int64)


@kernel("StringSplitV2")
def string_split_v2(k: Any, texts: Any, separator: Any) -> Any:
    limit = k.attr("maxsplit")
    return _sparse([text.split(separator[()] or None, limit) for text in texts])
