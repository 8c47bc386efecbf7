"""Sequences of one length (keras_preprocessing/sequence.py): computed where they are known."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphlint.libs.numpy.array import known_array, unknown_array
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
    return Unknown("pairs of words", text="skipgrams(...)[0]"), Unknown("labels of pairs", text="skipgrams(...)[1]")


@exposed
class TimeseriesGenerator:
    """Batches of windows, which aren't known."""

    def __init__(self, data: Any, targets: Any, length: Any, *args: Any, **kwargs: Any) -> None:
        self.data, self.targets, self.length = data, targets, length

    def __getitem__(self, index: Any) -> Any:
        return (Unknown("windows of a series", text="generator[...][0]"),
                Unknown("targets of a series", text="generator[...][1]"))

    def __len__(self) -> Any:
        return 1
