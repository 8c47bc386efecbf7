"""Windows over numpy arrays in channels-last layout, of any number of spatial dims: what conv and pool kernels share.

Holds no op. Paddings are worked out as TensorFlow does: SAME puts the odd one behind.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .spatial import explicit, spatial


@dataclass(frozen=True, slots=True)
class Windows:
    """The places of a window: one entry a spatial dim."""

    sizes: tuple[int, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]
    places: tuple[int, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]

    def offsets(self) -> Iterator[tuple[int, ...]]:
        """The positions within a window, in order."""
        return itertools.product(*map(range, self.sizes))

    def slices(self, offset: Sequence[int]) -> tuple[slice, ...]:
        """What lies at one position of the window in all places, as an index into a padded array."""
        starts = [at * d for at, d in zip(offset, self.dilations, strict=True)]
        rows = zip(starts, self.places, self.strides, strict=True)
        return (slice(None), *(slice(start, start + (count - 1) * step + 1, step) for start, count, step in rows))


def windows(data: Sequence[int], sizes: Sequence[int], strides: Sequence[int], padding: str,
            dilations: Sequence[int] | None = None, around: Sequence[tuple[int, int]] | None = None) -> Windows:
    """The windows over spatial dims `data`."""
    steps = tuple(dilations or [1] * len(data))
    reach = [(k - 1) * d + 1 for k, d in zip(sizes, steps, strict=True)]
    if padding == "SAME":
        places = [-(-n // s) for n, s in zip(data, strides, strict=True)]
        rows = zip(places, strides, reach, data, strict=True)
        extra = [max((count - 1) * s + r - n, 0) for count, s, r, n in rows]
        pairs = [(e // 2, e - e // 2) for e in extra]
    else:
        pairs = list(around) if padding == "EXPLICIT" and around else [(0, 0)] * len(data)
        grown = [n + before + after for n, (before, after) in zip(data, pairs, strict=True)]
        places = [(n - r) // s + 1 for n, r, s in zip(grown, reach, strides, strict=True)]
    return Windows(tuple(sizes), tuple(strides), steps, tuple(places),
                   tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))


def of_op(k: Any, data: Sequence[int], sizes: Sequence[int], layout: str = "NHWC") -> Windows:
    """The windows of a convolution from its attrs; `data` and `sizes` are spatial dims."""
    attrs = k.op.attrs
    # the depthwise kernel of release 1.15 reads no dilations (tf.nn works them in with SpaceToBatchND)
    dilations = None if k.op.type.startswith("Depthwise") else attrs.get("dilations")
    around = None
    if attrs["padding"] == "EXPLICIT":
        around = explicit(attrs["explicit_paddings"], "EXPLICIT", layout)
    return windows(data, sizes, spatial(attrs["strides"], layout), attrs["padding"],
                   spatial(dilations, layout) if dilations else None, around)


def padded(data: Any, w: Windows, fill: Any = 0) -> Any:
    """The array with its paddings; itself where there are none."""
    if not any(w.before) and not any(w.after):
        return data
    grown = [n + b + a for n, b, a in zip(data.shape[1:-1], w.before, w.after, strict=True)]
    found = np.full((data.shape[0], *grown, data.shape[-1]), fill, data.dtype)
    found[inside(data.shape, w)] = data
    return found


def inside(shape: Sequence[int], w: Windows) -> tuple[slice, ...]:
    """Where the data of this shape lies in its padded array."""
    return (slice(None), *(slice(b, b + n) for n, b in zip(shape[1:-1], w.before, strict=True)))


def patches(data: Any, w: Windows) -> Any:
    """A view of a padded array: batch, places, window, channels."""
    steps = data.strides[1:-1]
    apart = tuple(step * s for step, s in zip(steps, w.strides, strict=True))
    within = tuple(step * d for step, d in zip(steps, w.dilations, strict=True))
    return np.lib.stride_tricks.as_strided(
        data, (data.shape[0], *w.places, *w.sizes, data.shape[-1]),
        (data.strides[0], *apart, *within, data.strides[-1]), writeable=False)


def last(data: Any, layout: str) -> Any:
    """An array of this layout with its channels last."""
    return np.moveaxis(data, 1, -1) if layout[1] == "C" else data


def laid(data: Any, layout: str) -> Any:
    """A channels-last array in this layout."""
    return np.moveaxis(data, -1, 1) if layout[1] == "C" else data


def widened(array: Any) -> Any:
    """Half precision is computed in single precision."""
    return array.astype(np.float32) if array.dtype == np.float16 else array
