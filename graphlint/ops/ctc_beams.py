"""CTCBeamSearchDecoder: the kernel. Its shape function is in `ctc`."""

from __future__ import annotations

from typing import Any

import numpy as np

from .activation import log_softmax_of
from .registry import kernel

Prefix = tuple[int, ...]


def _step(beams: dict[Prefix, tuple[float, float]], logs: Any, width: int) -> dict[Prefix, tuple[float, float]]:
    """One step of the search. Of each prefix: log probabilities that it ends in a blank, and that it does not."""
    blank = len(logs) - 1
    found: dict[Prefix, list[float]] = {}

    def add(prefix: Prefix, kind: int, value: float) -> None:
        entry = found.setdefault(prefix, [-np.inf, -np.inf])
        entry[kind] = float(np.logaddexp(entry[kind], value))

    for prefix, (ended, open_) in beams.items():
        both = float(np.logaddexp(ended, open_))
        add(prefix, 0, both + logs[blank])
        if prefix:
            add(prefix, 1, open_ + logs[prefix[-1]])
        for label in range(blank):
            repeated = bool(prefix) and label == prefix[-1]
            add((*prefix, label), 1, (ended if repeated else both) + logs[label])
    best = sorted(found, key=lambda prefix: -float(np.logaddexp(found[prefix][0], found[prefix][1])))[:width]
    return {prefix: (found[prefix][0], found[prefix][1]) for prefix in best}


def _merged(prefix: Prefix) -> Prefix:
    return tuple(label for at, label in enumerate(prefix) if at == 0 or label != prefix[at - 1])


@kernel("CTCBeamSearchDecoder")
def ctc_beam_search(k: Any, inputs: Any, lengths: Any) -> Any:
    width, paths = k.attr("beam_width"), k.attr("top_paths")
    logs = log_softmax_of(inputs.astype(np.float64))
    rows: list[list[Prefix]] = []
    likely = np.full((inputs.shape[1], paths), -np.inf)
    for row, steps in enumerate(lengths):
        beams: dict[Prefix, tuple[float, float]] = {(): (0.0, -np.inf)}
        for step in range(steps):
            beams = _step(beams, logs[step, row], width)
        best = list(beams)[:paths]
        likely[row, : len(best)] = [np.logaddexp(*beams[prefix]) for prefix in best]
        rows.append([_merged(prefix) if k.attr("merge_repeated") else prefix for prefix in best])
    columns = list(zip(*rows, strict=True))
    places = [np.asarray([(row, at) for row, prefix in enumerate(column) for at in range(len(prefix))]).reshape(-1, 2)
              for column in columns]
    labels = [np.asarray([label for prefix in column for label in prefix]) for column in columns]
    shapes = [np.asarray([len(column), max(map(len, column), default=0)]) for column in columns]
    return [*places, *labels, *shapes, likely]
