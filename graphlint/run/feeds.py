"""Feeds: arrays that are given, read from a file, all zeros, or drawn in a plausible range."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from graphlint.graph.graph import Operation, Tensor
from graphlint.ops import values
from shapecalc import Dim

from .errors import RunError
from .session import Session
from .sizes import Sizes

PLACEHOLDERS = frozenset({"Placeholder", "PlaceholderV2"})
_INCOMING = ("IteratorGetNext", "QueueDequeue", "DecodeJpeg", "DecodePng", "DecodeBmp", "DecodeAndCropJpeg",
             "DecodeRaw")
_PASSING = frozenset({"Identity", "Cast", "Reshape", "ExpandDims", "Squeeze", "Switch", "Merge", "Enter", "Transpose",
                      "StridedSlice", "Slice", "Pack", "ConcatV2", "Split", "Unpack", "DynamicPartition", "Tile",
                      "StopGradient", "GatherV2", "Gather", "TensorArrayScatterV3"})
MAX_VISITED = 200


def is_source(op: Operation) -> bool:
    """Whether numbers come into the graph by this op: it holds none, and its outputs can be drawn."""
    unknown = op.type == "Const" and not op.attrs.get("value_known", True)
    if op.type not in PLACEHOLDERS and not op.type.startswith(_INCOMING) and not unknown:
        return False
    return all(out.dims is not None and out.dtype.base_dtype.numpy_type is not None for out in op.outputs)


def sources(session: Session, fetches: Iterable[Any], feeds: Iterable[Any] = ()) -> list[Tensor]:
    """The tensors that have to be fed for these fetches, apart from what is fed: placeholders, and what is read from
    datasets, queues and image files where the rank is known."""
    fed = {tensor for key in feeds if isinstance(tensor := session.find(key), Tensor)}
    found = [session.find(fetch) for fetch in fetches]
    todo = [item.op if isinstance(item, Tensor) else item for item in found if item not in fed]
    seen: set[Operation] = set()
    drawn: list[Tensor] = []
    while todo:
        op = todo.pop()
        if op in seen:
            continue
        seen.add(op)
        if op.type in PLACEHOLDERS or is_source(op):
            drawn.extend(out for out in op.outputs if out not in fed)
            continue
        todo.extend(tensor.op for tensor in op.inputs if tensor not in fed)
        todo.extend(op.control_inputs)
    return sorted(drawn, key=lambda tensor: session.graph.ops.index(tensor.op))


def prepare(session: Session, feeds: Mapping[Any, Any], fetches: Iterable[Any] = (), draw_missing: bool = False,
            sizes: Sizes | None = None) -> dict[Tensor, Any]:
    """The arrays to feed: given ones as they are, `random` and `zeros` drawn, `FILE.npy` read.

    With `draw_missing` all `sources` that the fetches need are drawn too. Symbols get one size each in `sizes`.
    """
    sizes = sizes or Sizes()
    waiting: dict[Tensor, str] = {}
    found: dict[Tensor, Any] = {}
    for key, value in feeds.items():
        if isinstance(value, str) and value in ("random", "zeros"):
            tensor = session.find(key)
            if isinstance(tensor, Operation):
                raise RunError("feed", f"{tensor.name!r} has no output that could be fed", tensor)
            waiting[tensor] = value
        else:
            array = read(value) if isinstance(value, str) and value.endswith(".npy") else value
            found.update(session.fed({key: array}))
    for tensor, array in found.items():
        sizes.bind_all(tensor.dims, array.shape)
    leading = [array.shape[0] for tensor, array in found.items() if array.ndim and not isinstance(_first(tensor), int)]
    sizes.batch = leading[0] if leading else sizes.batch
    if draw_missing:
        waiting.update(dict.fromkeys(sources(session, fetches, [*found, *waiting]), "random"))
    for tensor, how in waiting.items():
        found[tensor] = draw(tensor, sizes, session.seed, zeros=how == "zeros")
    return found


def _first(tensor: Tensor) -> Dim:
    return tensor.dims[0] if tensor.dims else 0


def read(path: str) -> Any:
    """The array of a .npy file; RunError where there is none."""
    try:
        return np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise RunError("feed", f"cannot read {path}: {error}") from None


def draw(tensor: Tensor, sizes: Sizes, seed: int = 0, zeros: bool = False) -> Any:
    """An array for a tensor: zeros, or numbers of a plausible range, the same for the same seed and name."""
    if tensor.dims is None:
        raise RunError("feed", f"{tensor.name!r} has no known rank, so nothing can be drawn for it: feed an array",
                       tensor.op)
    shape = sizes.choose(tensor.dims)
    spelled = tensor.op.attrs.get("elements") if tensor.op.type == "Const" else None
    if spelled is not None:
        numbers = [1 if element is None else sizes.number(element) for element in np.ravel(spelled)]
        return np.asarray(numbers, tensor.dtype.numpy_type).reshape(np.shape(spelled))
    if zeros:
        return _zeros(tensor, shape)
    rng = np.random.default_rng([seed, zlib.crc32(tensor.name.encode())])
    kind = tensor.dtype.base_dtype
    if kind.is_integer:
        return rng.integers(*_range(tensor, kind.name), size=shape).astype(kind.numpy_type)
    if kind.is_bool:
        return rng.random(shape) < 0.5
    if kind.is_floating or kind.is_complex:
        return np.asarray(_floats(tensor, shape, rng), kind.numpy_type)
    if kind.name == "string":
        return np.full(shape, b"a", object)
    raise RunError("feed", f"nothing can be drawn for {tensor.name!r} of type {kind.name}", tensor.op)


def _zeros(tensor: Tensor, shape: tuple[int, ...]) -> Any:
    kind = tensor.dtype.base_dtype
    if kind.name == "string":
        return np.full(shape, b"", object)
    if kind.numpy_type in (None, np.object_):
        raise RunError("feed", f"there are no zeros of type {kind.name} for {tensor.name!r}", tensor.op)
    return np.zeros(shape, kind.numpy_type)


def _floats(tensor: Tensor, shape: tuple[int, ...], rng: np.random.Generator) -> Any:
    """Scalars look like rates and probabilities, labels like distributions, everything else is normal."""
    if not shape:
        return rng.uniform(0.5, 1)
    for op, index in _consumers(tensor):
        if op.type == "SoftmaxCrossEntropyWithLogits" and index == 1:
            drawn = rng.random(shape)
            return drawn / drawn.sum(-1, keepdims=True)
    return rng.standard_normal(shape)


def _range(tensor: Tensor, kind: str) -> tuple[int, int]:
    """Lowest and one above the highest number: below the classes or rows where the graph says how many there are."""
    limits = [limit for op, index in _consumers(tensor) if (limit := _limit(op, index)) is not None]
    if limits:
        return 0, max(1, min(limits))
    return (0, 256) if kind == "uint8" else (0, 2)


def _limit(op: Operation, index: int) -> int | None:
    """How many different numbers an op takes at one of its inputs, where it says so."""
    if op.type == "OneHot" and index == 0:
        depth = values.constant(op.inputs[1])
        return None if depth is None else int(depth)
    if op.type in ("SparseSoftmaxCrossEntropyWithLogits", "InTopK", "InTopKV2") and index == 1:
        return _size(op.inputs[0], -1)
    if op.type in ("Gather", "GatherV2") and index == 1:
        axis = values.constant(op.inputs[2]) if op.type == "GatherV2" else 0
        return None if axis is None else _size(op.inputs[0], int(axis))
    if op.type == "ResourceGather" and index == 1:
        from graphlint.ops.resources import variable_dims

        dims = variable_dims(op.inputs[0])
        return dims[0] if dims and isinstance(dims[0], int) else None
    if op.type in ("Bincount", "UnsortedSegmentSum") and index == 1:
        count = values.constant(op.inputs[-1])
        return None if count is None else int(count)
    return None


def _size(tensor: Tensor, axis: int) -> int | None:
    dims = tensor.dims
    if not dims or not -len(dims) <= axis < len(dims):
        return None
    dim = dims[axis]
    return dim if isinstance(dim, int) else None


def _consumers(tensor: Tensor) -> list[tuple[Operation, int]]:
    """What a tensor's numbers end up in, past ops that only move them: (op, input) pairs."""
    found: list[tuple[Operation, int]] = []
    todo, seen = [tensor], {tensor}
    while todo and len(seen) < MAX_VISITED:
        current = todo.pop()
        for op in current.consumers():
            for index, given in enumerate(op.inputs):
                if given is not current:
                    continue
                found.append((op, index))
                moved = op.type in _PASSING and not (op.type in ("Gather", "GatherV2") and index == 1)
                if moved:
                    fresh = [out for out in op.outputs if out not in seen]
                    seen.update(fresh)
                    todo.extend(fresh)
    return found
