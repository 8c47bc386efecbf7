"""tf.data.experimental: interleaving, drawing and choosing (data/experimental/ops/interleave_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.data.ops import readers, transformations
from graphlint.tf.python.data.ops.dataset_ops import DatasetV2
from graphlint.tf.python.data.util import nest, structure
from graphlint.tf.python.ops import array_ops, math_ops

from .random_ops import RandomDatasetV1


def parallel_interleave(map_func: Any, cycle_length: Any, block_length: Any = 1, sloppy: Any = False,
                        buffer_output_elements: Any = None, prefetch_input_elements: Any = None) -> Any:
    return lambda dataset: readers.parallel_interleave(dataset, map_func, cycle_length, block_length, sloppy,
                                                       buffer_output_elements, prefetch_input_elements)


def _directed(selector: Any, datasets: Any) -> Any:
    """Elements of several datasets, as a dataset of numbers says. TypeError where the datasets differ in kind."""
    first = datasets[0].element_spec
    shapes = structure.legacy_shapes(first)
    for other in datasets[1:]:
        spec = other.element_spec
        if structure.legacy_types(spec) != structure.legacy_types(first) or (
                structure.legacy_classes(spec) != structure.legacy_classes(first)):
            raise TypeError("All datasets must have the same type and class.")
        shapes = nest.pack_sequence_as(shapes, [
            one.most_specific_compatible_shape(two) for one, two in
            zip(nest.flatten(shapes), nest.flatten(structure.legacy_shapes(spec)), strict=True)])
    made = structure.convert_legacy_structure(structure.legacy_types(first), shapes, structure.legacy_classes(first))
    sources = [selector, *datasets]
    return transformations.dataset("DirectedInterleaveDataset", sources, made, variants=lambda: [
        selector._variant_tensor, [source._variant_tensor for source in datasets]])


def choose_from_datasets_v1(datasets: Any, choice_dataset: Any) -> Any:
    if not structure.is_one_tensor(choice_dataset.element_spec, dtypes.int64):
        raise TypeError("`choice_dataset` must be a dataset of scalar `tf.int64` tensors.")
    return _directed(choice_dataset, datasets)


def sample_from_datasets_v1(datasets: Any, weights: Any = None, seed: Any = None) -> Any:
    """Elements of several datasets, drawn. TypeError for weights that are no floats, ValueError for too many of them."""
    if isinstance(weights, DatasetV2):
        return _directed(_drawn_by(weights, seed), datasets)
    if weights is None:
        logits: Any = [[1.0] * len(datasets)]
    else:
        weights = convert(weights, None, "weights")
        if weights.dtype not in (dtypes.float32, dtypes.float64):
            raise TypeError("`weights` must be convertible to a tensor of `tf.float32` or `tf.float64` elements.")
        if not weights.shape.is_compatible_with([len(datasets)]):
            raise ValueError("`weights` must be a vector of length `len(datasets)`.")
        logits = array_ops.expand_dims(gen.Log(weights, name="logits"), 0)
    if len(datasets) == 1:
        return datasets[0]

    def select_dataset_constant_logits(seed: Any) -> Any:
        return array_ops.squeeze(gen.StatelessMultinomial(logits, 1, seed=seed), axis=[0, 1])

    drawn = transformations.mapped_inline(RandomDatasetV1(seed).batch(2), select_dataset_constant_logits)
    return _directed(drawn, datasets)


def _drawn_by(weights: Any, seed: Any) -> Any:
    logits = weights.map(lambda *p: math_ops.log(p, name="logits"))  # type: ignore[attr-defined]

    def select_dataset_varying_logits(logits: Any, seed: Any) -> Any:
        return array_ops.squeeze(gen.StatelessMultinomial(logits, 1, seed=seed), axis=[0, 1])

    both = transformations.zipped((logits, RandomDatasetV1(seed).batch(2)))
    return transformations.mapped_inline(both, select_dataset_varying_logits)


choose_from_datasets = choose_from_datasets_v2 = choose_from_datasets_v1
sample_from_datasets = sample_from_datasets_v2 = sample_from_datasets_v1
