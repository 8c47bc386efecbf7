"""What map_fn, scan, foldl, foldr and rnn share: arrays of elements, and the caching device of variables in a loop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.tf.convert import convert
from graphlint.tf.python.util import nest

from . import variable_scope
from .tensor_array_ops import TensorArray


def _own_device(op: Any) -> Any:
    return op.device


@contextmanager
def cached_variables() -> Iterator[None]:
    """Read variables once, outside of the loop: their caching device is their own device."""
    scope = variable_scope.get_variable_scope()
    if scope.caching_device is not None:
        yield
        return
    scope.set_caching_device(_own_device)
    yield
    scope.set_caching_device(None)


class Nesting:
    """How elements are nested: flattening and packing; a single element stays single."""

    def __init__(self, structure: Any) -> None:
        self.structure = structure
        self.is_sequence = nest.is_nested(structure)

    def flatten(self, value: Any) -> list[Any]:
        return nest.flatten(value) if self.is_sequence else [value]

    def pack(self, values: list[Any]) -> Any:
        return nest.pack_sequence_as(self.structure, values) if self.is_sequence else values[0]


def element_tensors(values: list[Any]) -> list[Tensor]:
    return [convert(value, name="elem") for value in values]


def length(tensor: Tensor, from_shape: bool, zero_is_known: bool = False) -> Any:
    """The number of elements: an int where TensorFlow knows it (a known 0 is mostly asked of the tensor again)."""
    from . import array_ops  # noqa: PLC0415 - array_ops may build loops

    dims = tensor.dims
    if from_shape and dims and isinstance(dims[0], int) and (dims[0] or zero_is_known):
        return dims[0]
    if from_shape and not dims:
        tensor.shape[0]  # type: ignore[attr-defined]  # noqa: B018 - a scalar, or an unknown rank, has no first dim to ask for
    return array_ops.shape(tensor)[0]


def set_length(results: list[Any], elements: list[Tensor]) -> None:
    """Results have as many elements as the inputs. ValueError where these differ."""
    from graphlint.tf.python.framework.tensor_shape import Dimension, TensorShape  # noqa: PLC0415

    lengths = [Dimension(t.shape.with_rank_at_least(1)[0].value) for t in elements]  # type: ignore[attr-defined]
    for other in lengths[1:]:
        lengths[0].merge_with(other)
    for result in results:
        known = TensorShape([elements[0].shape[0]])  # type: ignore[attr-defined]
        result.set_shape(known.concatenate(result.shape[1:]))
        if result.dims is not None and elements[0].dims is not None:
            result.dims = (elements[0].dims[0], *result.dims[1:])


def unstacked(elements: list[Tensor], count: Any, with_shape: bool = False) -> list[TensorArray]:
    """Each element in an array of its own."""
    arrays = [TensorArray(dtype=t.dtype, size=count, dynamic_size=False, infer_shape=True,
                          element_shape=t.shape[1:] if with_shape else None)  # type: ignore[attr-defined]
              for t in elements]
    return [array.unstack(tensor) for array, tensor in zip(arrays, elements, strict=True)]
