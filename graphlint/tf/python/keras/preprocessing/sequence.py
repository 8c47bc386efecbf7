"""Sequences of one length (keras_preprocessing/sequence.py): computed where they are known."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.libs.numpy.array import ShapedArray, known_array, unknown_array
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown


def pad_sequences(sequences: Any, maxlen: Any = None, dtype: Any = "int32", padding: Any = "pre",
                  truncating: Any = "pre", value: Any = 0.0) -> Any:
    """A row for each sequence. ValueError for other words of where to pad, and for what are no sequences."""
    for given, what in ((padding, "Padding"), (truncating, "Truncating")):
        if isinstance(given, str) and given not in ("pre", "post"):
            raise ValueError(f'{what} type "{given}" not understood')
    kind = np.dtype(str(dtype)) if isinstance(dtype, str) else np.dtype("int32")
    rows = _known(sequences)
    if rows is None or isinstance(maxlen, Unknown) or isinstance(value, Unknown):
        return _unknown(sequences, maxlen, kind)
    width = max(map(len, rows), default=0) if maxlen is None else maxlen
    found = np.full((len(rows), width), value, dtype=kind)
    for number, row in enumerate(rows):
        kept = row[len(row) - width:] if truncating == "pre" and len(row) > width else row[:width]
        if kept and padding == "post":
            found[number, :len(kept)] = kept
        elif kept:
            found[number, -len(kept):] = kept
    return known_array(found)


def _known(sequences: Any) -> list[list[Any]] | None:
    """Lists of numbers; None where the sequences or what is in them isn't known."""
    if not isinstance(sequences, (list, tuple)):
        return None
    rows = []
    for row in sequences:
        if not isinstance(row, (list, tuple)) or not all(type(item) in (int, float) for item in row):
            if isinstance(row, (int, float)):
                raise ValueError(f"`sequences` must be a list of iterables. Found non-iterable: {row}")
            return None
        rows.append(list(row))
    return rows


def _unknown(sequences: Any, maxlen: Any, kind: Any) -> Any:
    shape = getattr(sequences, "shape", None)
    count = len(sequences) if isinstance(sequences, (list, tuple)) else shape[0] if isinstance(shape, tuple) else None
    reason = "sequences that aren't known"
    if isinstance(maxlen, int) and isinstance(count, int):
        return unknown_array(reason, kind, (count, maxlen))
    rows = Unknown(reason, text="len(sequences)").as_expr() if count is None else count
    width = Unknown(reason, text="maxlen").as_expr() if not isinstance(maxlen, int) else maxlen
    return unknown_array(reason, kind, (rows, width))


def make_sampling_table(size: Any, sampling_factor: Any = 1e-5) -> Any:
    return unknown_array("a sampling table", "float64", (size,) if isinstance(size, int) else None)


def skipgrams(sequence: Any, vocabulary_size: Any, window_size: Any = 4, negative_samples: Any = 1.0,
              shuffle: Any = True, categorical: Any = False, sampling_table: Any = None, seed: Any = None) -> Any:
    """Words and their neighbours; what is drawn at random isn't known."""
    words = sequence if isinstance(sequence, (list, tuple)) and all(type(word) is int for word in sequence) else None
    pairs = None if words is None or sampling_table is not None else _pairs(words, window_size)
    if pairs is None or isinstance(negative_samples, Unknown):
        return Unknown("pairs of words", text="skipgrams(...)[0]"), Unknown("labels of pairs", text="skipgrams(...)[1]")
    drawn = int(len(pairs) * negative_samples)
    if not drawn and not shuffle:
        return pairs, [[0, 1] if categorical else 1 for _ in pairs]
    count = len(pairs) + drawn
    return ([Unknown("a pair of words", text="couple") for _ in range(count)],
            [Unknown("the label of a pair", text="label") for _ in range(count)])


def _pairs(words: Any, size: Any) -> list[list[Any]] | None:
    if not isinstance(size, int):
        return None
    return [[word, words[other]] for place, word in enumerate(words) if word
            for other in range(max(0, place - size), min(len(words), place + size + 1))
            if other != place and words[other]]


@exposed
class TimeseriesGenerator:
    """Batches of windows of a series: their shapes are known where that of the series is."""

    def __init__(self, data: Any, targets: Any, length: Any, sampling_rate: Any = 1, stride: Any = 1,
                 start_index: Any = 0, end_index: Any = None, shuffle: Any = False, reverse: Any = False,
                 batch_size: Any = 128) -> None:
        """ValueError for targets of another length, and where no window fits."""
        self.data, self.targets, self.length, self.batch_size = data, targets, length, batch_size
        self.sampling_rate, self.stride, self.shuffle, self.reverse = sampling_rate, stride, shuffle, reverse
        count, others = _length_of(data), _length_of(targets)
        if count is not None and others is not None and count != others:
            raise ValueError(f"Data and targets have to be of same length. Data length is {count} while target length is "
                             f"{others}")
        self.start_index: Any = start_index + length
        last = Unknown("how long a series is", text="generator.end_index") if count is None else count - 1
        self.end_index: Any = last if end_index is None else end_index
        if self._known() and self.start_index > self.end_index:
            raise ValueError(f"`start_index+length={self.start_index} > end_index={self.end_index}` is disallowed, as no part "
                             "of the sequence would be left to be used as current step.")

    def _known(self) -> bool:
        numbers = (self.start_index, self.end_index, self.batch_size, self.stride, self.length, self.sampling_rate)
        return all(isinstance(number, int) for number in numbers)

    def __getitem__(self, index: Any) -> Any:
        if not self._known() or not isinstance(index, int):
            return (Unknown("windows of a series", text="generator[...][0]"),
                    Unknown("targets of a series", text="generator[...][1]"))
        first = self.start_index + self.batch_size * self.stride * index
        rows = range(first, min(first + self.batch_size * self.stride, self.end_index + 1), self.stride)
        count = self.batch_size if self.shuffle else len(rows)
        steps = len(range(0, self.length, self.sampling_rate))
        return _windows(self.data, (count, steps)), _windows(self.targets, (count,))

    def __len__(self) -> Any:
        if not self._known():
            return 1
        step = self.batch_size * self.stride
        return (self.end_index - self.start_index + step) // step


def _length_of(data: Any) -> int | None:
    if isinstance(data, ShapedArray):
        return data._shape[0] if data._shape and isinstance(data._shape[0], int) else None
    return len(data) if isinstance(data, (list, tuple)) else None


def _windows(data: Any, front: tuple[int, ...]) -> Any:
    if isinstance(data, ShapedArray) and data._shape is not None:
        return unknown_array("windows of a series", data._dtype, (*front, *data._shape[1:]))
    return Unknown("windows of a series", text="generator[...]")
