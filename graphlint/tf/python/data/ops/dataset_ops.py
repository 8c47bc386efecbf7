"""tf.data.Dataset (data/ops/dataset_ops.py). The transformations themselves are in `transformations`.

A dataset is a variant tensor with a spec for its elements. Since release 1.14 the tensor is made with the dataset;
before, it was made anew for each iterator, and only the arguments stood in the graph from the start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Graph, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.failures import final
from graphlint.tf.python.data.util import structure

from . import dataset_options
from .structured_function import TracedFunction

AUTOTUNE = -1
Options = dataset_options.Options
DatasetSpec = structure.DatasetSpec


@exposed
class DatasetV2:
    """A dataset made by `build`, which gives its variant tensor."""

    is_dataset = True

    def __init__(self, build: Callable[[], Tensor], element_spec: Any, inputs: Sequence[DatasetV2] = (),
                 functions: Sequence[TracedFunction] = ()) -> None:
        self._build = build
        self._spec = element_spec
        self._input_datasets = list(inputs)
        self._traced = list(functions)
        self._own_options: Options | None = None
        self._made_in: Graph = stack.default_graph()
        self._tensor = build() if self._made_in.release.datasets_are_tensors else None

    @property
    def _variant_tensor(self) -> Tensor:
        return self._build() if self._tensor is None else self._tensor

    def _as_variant_tensor(self) -> Tensor:
        return self._variant_tensor

    @property
    def element_spec(self) -> Any:
        return self._spec

    @property
    def output_types(self) -> Any:
        return structure.legacy_types(self._spec)

    @property
    def output_shapes(self) -> Any:
        return structure.legacy_shapes(self._spec)

    @property
    def output_classes(self) -> Any:
        return structure.legacy_classes(self._spec)

    def options(self) -> Options:
        if self._own_options is not None:
            return self._own_options
        merged = Options()
        for dataset in self._input_datasets:
            merged = merged.merge(dataset.options())
        return merged

    def __iter__(self) -> Any:
        raise final(RuntimeError("__iter__() is only supported inside of tf.function or when eager execution is enabled."))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} shapes: {self.output_shapes}, types: {self.output_types}>"

    # --- sources ----------------------------------------------------------------------------------------------------

    @staticmethod
    def from_tensors(tensors: Any) -> Any:
        return _transformations().from_tensors(tensors)

    @staticmethod
    def from_tensor_slices(tensors: Any) -> Any:
        return _transformations().from_tensor_slices(tensors)

    @staticmethod
    def from_sparse_tensor_slices(sparse_tensor: Any) -> Any:
        return _transformations().from_sparse_tensor_slices(sparse_tensor)

    @staticmethod
    def from_generator(generator: Any, output_types: Any, output_shapes: Any = None, args: Any = None) -> Any:
        return _transformations().from_generator(generator, output_types, output_shapes, args)

    @staticmethod
    def range(*args: Any) -> Any:
        return _transformations().count(*args)

    @staticmethod
    def zip(datasets: Any) -> Any:
        return _transformations().zipped(datasets)

    @staticmethod
    def list_files(file_pattern: Any, shuffle: Any = None, seed: Any = None) -> Any:
        return _transformations().list_files(file_pattern, shuffle, seed)

    # --- transformations --------------------------------------------------------------------------------------------

    def concatenate(self, dataset: Any) -> Any:
        return _transformations().concatenate(self, dataset)

    def prefetch(self, buffer_size: Any) -> Any:
        return _transformations().prefetch(self, buffer_size)

    def repeat(self, count: Any = None) -> Any:
        return _transformations().repeat(self, count)

    def enumerate(self, start: Any = 0) -> Any:
        return DatasetV1.zip((DatasetV1.range(start, 2**63 - 1), self))

    def shuffle(self, buffer_size: Any, seed: Any = None, reshuffle_each_iteration: Any = None) -> Any:
        return _transformations().shuffle(self, buffer_size, seed, reshuffle_each_iteration)

    def cache(self, filename: Any = "") -> Any:
        return _transformations().with_argument(self, "CacheDataset", filename=filename)

    def take(self, count: Any) -> Any:
        return _transformations().with_argument(self, "TakeDataset", count=count)

    def skip(self, count: Any) -> Any:
        return _transformations().with_argument(self, "SkipDataset", count=count)

    def shard(self, num_shards: Any, index: Any) -> Any:
        return _transformations().shard(self, num_shards, index)

    def batch(self, batch_size: Any, drop_remainder: Any = False) -> Any:
        return _transformations().batch(self, batch_size, drop_remainder)

    def padded_batch(self, batch_size: Any, padded_shapes: Any, padding_values: Any = None,
                     drop_remainder: Any = False) -> Any:
        return _transformations().padded_batch(self, batch_size, padded_shapes, padding_values, drop_remainder)

    def map(self, map_func: Any, num_parallel_calls: Any = None) -> Any:
        return _transformations().mapped(self, map_func, num_parallel_calls)

    def map_with_legacy_function(self, map_func: Any, num_parallel_calls: Any = None) -> Any:
        return _transformations().mapped(self, map_func, num_parallel_calls)

    def flat_map(self, map_func: Any) -> Any:
        return _transformations().flat_map(self, map_func)

    def interleave(self, map_func: Any, cycle_length: Any = AUTOTUNE, block_length: Any = 1,
                   num_parallel_calls: Any = None) -> Any:
        return _transformations().interleave(self, map_func, cycle_length, block_length, num_parallel_calls)

    def filter(self, predicate: Any) -> Any:
        return _transformations().filtered(self, predicate)

    def filter_with_legacy_function(self, predicate: Any) -> Any:
        return _transformations().filtered(self, predicate)

    def apply(self, transformation_func: Any) -> Any:
        """TypeError where the function gives no dataset."""
        dataset = transformation_func(self)
        if not isinstance(dataset, DatasetV2):
            raise TypeError(f"`transformation_func` must return a Dataset. Got {dataset}.")
        return dataset

    def window(self, size: Any, shift: Any = None, stride: Any = 1, drop_remainder: Any = False) -> Any:
        return _transformations().window(self, size, size if shift is None else shift, stride, drop_remainder)

    def reduce(self, initial_state: Any, reduce_func: Any) -> Any:
        return _transformations().reduce(self, initial_state, reduce_func)

    def unbatch(self) -> Any:
        return _transformations().unbatch(self)

    def with_options(self, options: Options) -> Any:
        merged = self.options().merge(options)
        kind = DatasetV1 if isinstance(self, DatasetV1) else DatasetV2
        found = kind(lambda: self._variant_tensor, self._spec, [self])
        found._own_options = merged
        return found


class DatasetV1(DatasetV2):
    """What TF1 scripts know as tf.data.Dataset. What `unbatch` gives is none, and has no iterators of its own."""

    def apply(self, transformation_func: Any) -> Any:
        found = super().apply(transformation_func)
        if isinstance(found, DatasetV1):
            return found
        return DatasetV1(lambda: found._variant_tensor, found.element_spec, [found])

    def make_one_shot_iterator(self) -> Any:
        return _iterators().one_shot(self)

    def make_initializable_iterator(self, shared_name: Any = None) -> Any:
        return _iterators().initializable(self, shared_name)

    _make_one_shot_iterator = make_one_shot_iterator
    _make_initializable_iterator = make_initializable_iterator


Dataset = DatasetV1
DatasetV1Adapter = DatasetV1


def _transformations() -> Any:
    """They make datasets, so that they can't be imported above."""
    from . import transformations  # noqa: PLC0415

    return transformations


def _iterators() -> Any:
    from . import iterator_ops  # noqa: PLC0415 - iterators stand above datasets

    return iterator_ops


def make_one_shot_iterator(dataset: Any) -> Any:
    return _iterators().one_shot(dataset)


def make_initializable_iterator(dataset: Any, shared_name: Any = None) -> Any:
    return _iterators().initializable(dataset, shared_name)


def get_structure(dataset_or_iterator: Any) -> Any:
    """TypeError for what has no elements."""
    try:
        return dataset_or_iterator.element_spec
    except AttributeError:
        raise TypeError("`dataset_or_iterator` must be a Dataset or Iterator object, but got "
                        f"{type(dataset_or_iterator)}.") from None


def get_legacy_output_types(dataset_or_iterator: Any) -> Any:
    return structure.legacy_types(get_structure(dataset_or_iterator))


def get_legacy_output_shapes(dataset_or_iterator: Any) -> Any:
    return structure.legacy_shapes(get_structure(dataset_or_iterator))


def get_legacy_output_classes(dataset_or_iterator: Any) -> Any:
    return structure.legacy_classes(get_structure(dataset_or_iterator))


def from_variant(variant: Tensor, structure: Any) -> DatasetV2:  # noqa: A002
    return DatasetV1(lambda: variant, structure)


def to_variant(dataset: Any) -> Tensor:
    return dataset._variant_tensor  # type: ignore[no-any-return]
