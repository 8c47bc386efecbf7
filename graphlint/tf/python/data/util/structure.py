"""Static types of dataset elements, and elements as rows of tensors (data/util/structure.py)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.sparse_tensor import SparseTensor, SparseTensorSpec, is_sparse
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape, from_dims
from graphlint.tf.python.framework.tensor_spec import TensorSpec

from . import nest


@exposed
class DatasetSpec:
    """The type of a dataset, as an element of another."""

    def __init__(self, element_spec: Any, dataset_shape: Any = ()) -> None:
        self._element_spec = element_spec
        self._dataset_shape = as_shape(dataset_shape)

    @property
    def element_spec(self) -> Any:
        return self._element_spec

    def __repr__(self) -> str:
        return f"DatasetSpec({self._element_spec!r}, {self._dataset_shape!r})"


def is_dataset(value: Any) -> bool:
    return bool(getattr(type(value), "is_dataset", False))


def is_dataset_class(value: Any) -> bool:
    return isinstance(value, type) and bool(getattr(value, "is_dataset", False))


def type_spec_from_value(element: Any) -> Any:
    """The nested specs of a nested element; leaves that aren't tensors are converted for that."""
    return nest.map_structure(_spec_of, element)


def _spec_of(leaf: Any) -> Any:
    if isinstance(leaf, Tensor):
        return TensorSpec(from_dims(leaf.dims), leaf.dtype.base_dtype)
    if is_sparse(leaf):
        return SparseTensorSpec(leaf.get_shape() if isinstance(leaf, SparseTensor) else None, leaf.values.dtype)
    if is_dataset(leaf):
        return DatasetSpec(leaf.element_spec)
    if leaf is None:
        raise TypeError("None is not a value of a dataset element")
    tensor = convert(leaf)
    return TensorSpec(from_dims(tensor.dims), tensor.dtype.base_dtype)


def normalize_element(element: Any) -> Any:
    """Leaves as tensors, named component_0 and so on."""
    leaves: list[Any] = []
    with _normalizing():
        for i, leaf in enumerate(nest.flatten(element)):
            if is_sparse(leaf):
                leaves.append(leaf if isinstance(leaf, SparseTensor) else SparseTensor.from_value(leaf))
            elif is_dataset(leaf):
                leaves.append(leaf)
            else:
                leaves.append(convert(leaf, None, f"component_{i}"))
    return nest.pack_sequence_as(element, leaves)


@contextmanager
def _normalizing() -> Iterator[None]:
    release = stack.default_graph().release
    if release.datasets_normalize_elements:
        with ops.name_scope("normalize_element"):
            yield
        return
    with ops.name_scope("tensors"):
        if not release.datasets_normalize_tensors:
            yield
            return
        with ops.name_scope("normalize_tensors"):
            yield


def is_one_tensor(element_spec: Any, dtype: DType, shape: Sequence[int | None] = ()) -> bool:
    """Whether elements are single tensors of a type and a shape."""
    return isinstance(element_spec, TensorSpec) and element_spec.is_compatible_with(TensorSpec(shape, dtype))


def flat_specs(element_spec: Any) -> list[Any]:
    return nest.flatten(element_spec)


def flat_shapes(element_spec: Any) -> list[TensorShape]:
    """The shapes of the tensors that carry an element; what isn't dense travels as a variant."""
    return [spec.shape if isinstance(spec, TensorSpec) else _carrier_shape(spec) for spec in flat_specs(element_spec)]


def _carrier_shape(spec: Any) -> TensorShape:
    return spec._dataset_shape if isinstance(spec, DatasetSpec) else TensorShape(None)


def flat_types(element_spec: Any) -> list[DType]:
    return [spec.dtype if isinstance(spec, TensorSpec) else dtypes.variant for spec in flat_specs(element_spec)]


def to_tensor_list(element_spec: Any, element: Any, batched: bool = False) -> list[Tensor]:
    """The tensors that carry an element."""
    pairs = zip(flat_specs(element_spec), nest.flatten(element), strict=True)
    return [_to_tensor(spec, value, batched) for spec, value in pairs]


def _to_tensor(spec: Any, value: Any, batched: bool) -> Tensor:
    if isinstance(spec, DatasetSpec):
        return value._variant_tensor  # type: ignore[no-any-return]
    if isinstance(spec, SparseTensorSpec):
        op_type = "SerializeManySparse" if batched else "SerializeSparse"
        value = value if isinstance(value, SparseTensor) else SparseTensor.from_value(value)
        return gen.op(op_type, value.indices, value.values, value.dense_shape, out_type=dtypes.variant)  # type: ignore[no-any-return]
    found = convert(value, spec.dtype)
    if batched and found.dims == ():
        raise ValueError(f"Value {found} has insufficient rank for batching.")
    return found


def from_tensor_list(element_spec: Any, tensors: Sequence[Tensor]) -> Any:
    """The element that a row of tensors carries."""
    pairs = zip(flat_specs(element_spec), tensors, strict=True)
    return nest.pack_sequence_as(element_spec, [_from_tensor(spec, tensor) for spec, tensor in pairs])


def _from_tensor(spec: Any, tensor: Tensor) -> Any:
    if isinstance(spec, DatasetSpec):
        from graphlint.tf.python.data.ops import dataset_ops  # noqa: PLC0415 - datasets stand above their specs

        return dataset_ops.from_variant(tensor, spec.element_spec)
    if isinstance(spec, SparseTensorSpec):
        found = gen.DeserializeSparse(tensor, dtype=spec.dtype)
        rank = spec.shape.ndims
        found[0].set_shape([None, rank])
        found[2].set_shape([rank])
        return SparseTensor(found[0], found[1], found[2])
    return tensor


def batched_spec(element_spec: Any, batch_size: Any) -> Any:
    """The spec of several elements stacked; a batch size of None isn't known."""

    def batch(spec: Any) -> Any:
        if isinstance(spec, DatasetSpec):
            return DatasetSpec(spec.element_spec, TensorShape([batch_size]).concatenate(spec._dataset_shape))
        kind = SparseTensorSpec if isinstance(spec, SparseTensorSpec) else TensorSpec
        return kind(TensorShape([batch_size]).concatenate(spec.shape), spec.dtype)

    return nest.map_structure(batch, element_spec)


def unbatched_spec(element_spec: Any) -> Any:
    """The spec of one row. ValueError for scalars."""

    def row(spec: Any) -> Any:
        if isinstance(spec, DatasetSpec):
            return DatasetSpec(spec.element_spec, spec._dataset_shape[1:])
        if spec.shape.ndims == 0:
            raise ValueError("Unbatching a tensor is only supported for rank >= 1")
        kind = SparseTensorSpec if isinstance(spec, SparseTensorSpec) else TensorSpec
        return kind(spec.shape[1:] if spec.shape.ndims is not None else None, spec.dtype)

    return nest.map_structure(row, element_spec)


def convert_legacy_structure(output_types: Any, output_shapes: Any, output_classes: Any) -> Any:
    """Specs of types, shapes and classes given side by side. TypeError for a class that no dataset holds."""
    specs: list[Any] = []
    for dtype, shape, kind in zip(nest.flatten(output_types), nest.flatten(output_shapes), nest.flatten(output_classes),
                                  strict=True):
        if isinstance(kind, DatasetSpec):
            specs.append(kind)
        elif kind is SparseTensor:
            specs.append(SparseTensorSpec(shape, dtype))
        elif kind is Tensor:
            specs.append(TensorSpec(shape, dtype))
        else:
            raise TypeError(f"Could not build a structure for output class {kind!r}")
    return nest.pack_sequence_as(output_types, specs)


def legacy_types(element_spec: Any) -> Any:
    return nest.map_structure(lambda spec: spec if isinstance(spec, DatasetSpec) else spec.dtype, element_spec)


def legacy_shapes(element_spec: Any) -> Any:
    return nest.map_structure(lambda spec: spec if isinstance(spec, DatasetSpec) else spec.shape, element_spec)


def legacy_classes(element_spec: Any) -> Any:
    return nest.map_structure(lambda spec: spec if isinstance(spec, DatasetSpec) else spec.value_type, element_spec)
