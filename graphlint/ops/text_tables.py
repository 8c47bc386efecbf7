"""Kernels of text in rows and names: CSV, formats, numbers as text, n-grams, sharded file names, Unicode."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from .registry import kernel
from .strings import each


def fields(line: str, delimiter: str, quoted: bool) -> list[str]:
    """The fields of one CSV record; a quoted one may hold delimiters, and doubled quotes."""
    found, field, inside, at = [], "", False, 0
    while at < len(line):
        letter = line[at]
        if inside:
            if letter == '"' and line[at + 1 : at + 2] == '"':
                field, at = field + '"', at + 1
            elif letter == '"':
                inside = False
            else:
                field += letter
        elif letter == '"' and quoted and not field:
            inside = True
        elif letter == delimiter:
            found.append(field)
            field = ""
        else:
            field += letter
        at += 1
    return [*found, field]


@kernel("DecodeCSV")
def decode_csv(k: Any, records: Any, *defaults: Any) -> Any:
    rows = [fields(text.decode("latin-1"), k.attr("field_delim"), k.attr("use_quote_delim"))
            for text in np.ravel(records)]
    columns = k.attr("select_cols") or range(len(defaults))
    found = []
    for column, default, kind in zip(columns, defaults, k.attr("OUT_TYPE"), strict=True):
        items = [_field(k, row, column, default, kind.name) for row in rows]
        array = np.empty(len(items), object)
        array[:] = items
        found.append(array.reshape(np.shape(records)))
    return found


def _field(k: Any, row: list[str], column: int, default: Any, kind: str) -> Any:
    text = row[column]
    if text == "" or text == k.attr("na_value"):
        if not np.size(default):
            raise ValueError(f"Field {column} is required but missing in record!")
        return np.ravel(default)[0]
    if kind == "string":
        return text.encode("latin-1")
    try:
        return int(text) if kind.startswith("int") else float(text)
    except ValueError:
        raise ValueError(f"Field {column} in record is not a valid {kind}: {text}") from None


@kernel("StringFormat")
def string_format(k: Any, *parts: Any) -> Any:
    text = k.attr("template")
    for part in parts:
        text = text.replace(k.attr("placeholder"), _shown(np.asarray(part), k.attr("summarize")), 1)
    return np.array(text.encode(), object)


def _shown(array: Any, most: int) -> str:
    if array.ndim == 0:
        return f"{array[()]:g}" if array.dtype.kind == "f" else str(array[()])
    parts = [_shown(part, most) for part in array]
    if most >= 0 and len(parts) > 2 * most:
        parts = [*parts[:most], "...", *parts[len(parts) - most :]]
    return "[" + ("\n " if array.ndim > 1 else " ").join(parts) + "]"


@kernel("ShardedFilename")
def sharded_filename(k: Any, base: Any, shard: Any, count: Any) -> Any:
    return each(lambda name, index, total: b"%s-%05d-of-%05d" % (name, index, total), base, shard, count)


@kernel("ShardedFilespec")
def sharded_filespec(k: Any, base: Any, count: Any) -> Any:
    return each(lambda name, total: b"%s-?????-of-%05d" % (name, total), base, count)


@kernel("UnicodeTranscode")
def unicode_transcode(k: Any, texts: Any) -> Any:
    source, target = k.attr("input_encoding"), k.attr("output_encoding")
    errors = {"strict": "strict", "ignore": "ignore"}.get(k.attr("errors"), "replace")
    return each(lambda text: text.decode(source, errors).encode(target), texts)


@kernel("UnicodeDecode")
def unicode_decode(k: Any, texts: Any) -> Any:
    letters = [[ord(letter) for letter in text.decode(k.attr("input_encoding"), "replace")] for text in np.ravel(texts)]
    splits = np.cumsum([0, *map(len, letters)])
    return splits, np.array([code for row in letters for code in row], np.int32)


@kernel("UnicodeEncode")
def unicode_encode(k: Any, codes: Any, splits: Any) -> Any:
    encoding = k.attr("output_encoding")
    rows = ["".join(map(chr, codes[start:stop])) for start, stop in pairwise(splits)]
    return np.array([row.encode(encoding) for row in rows], object)


@kernel("StringNGrams")
def string_ngrams(k: Any, texts: Any, splits: Any) -> Any:
    """The n-grams of each row, padded at its ends; a row too short for all widths gives itself if that is asked."""
    glue, widths = k.attr("separator").encode(), k.attr("ngram_widths")
    found, ends = [], [0]
    for start, stop in pairwise(splits):
        row, grams = texts[start:stop].tolist(), []
        for width in widths:
            pad = width - 1 if k.attr("pad_width") < 0 else min(k.attr("pad_width"), width - 1)
            padded = [k.attr("left_pad").encode()] * pad + row + [k.attr("right_pad").encode()] * pad
            grams += [glue.join(padded[at : at + width]) for at in range(len(padded) - width + 1)]
        if not grams and row and k.attr("preserve_short_sequences"):
            grams = [glue.join(row)]
        found += grams
        ends.append(len(found))
    return np.array(found, object), np.array(ends)


@kernel("AsString")
def as_string(k: Any, x: Any) -> Any:
    return each(lambda item: _written(k, item).encode(), np.asarray(x).astype(object))


def _written(k: Any, item: Any) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    width, fill, digits = k.attr("width"), k.attr("fill"), k.attr("precision")
    spec = "%" + fill + (str(width) if width > -1 else "")
    if isinstance(item, int):
        return str((spec + "d") % item)
    form = "e" if k.attr("scientific") else "g" if k.attr("shortest") else "f"
    return str((spec + (f".{digits}" if digits > -1 else "") + form) % item)
