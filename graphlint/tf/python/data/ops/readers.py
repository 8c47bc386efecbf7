"""Datasets of the lines or records of files (data/ops/readers.py). No file is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.data.util.convert import optional_param_to_tensor as optional
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.framework.tensor_spec import TensorSpec
from graphlint.tf.python.ops import array_ops

from . import transformations
from .dataset_ops import AUTOTUNE, DatasetV1, DatasetV2
from .structured_function import TracedFunction

_BUFFER_BYTES = 256 * 1024
_LINE = TensorSpec([], dtypes.string)


def _filenames_dataset(filenames: Any) -> Any:
    """TypeError for a dataset of something else than strings."""
    if not isinstance(filenames, DatasetV2):
        names = convert(filenames, dtypes.string)
        return DatasetV1.from_tensor_slices(array_ops.reshape(names, [-1], name="flat_filenames"))
    if filenames.output_types != dtypes.string:
        raise TypeError("`filenames` must be a `tf.data.Dataset` of `tf.string` elements.")
    if not filenames.output_shapes.is_compatible_with(TensorShape([])):
        raise TypeError("`filenames` must be a `tf.data.Dataset` of scalar `tf.string` elements.")
    return filenames


def _reader(creator: Callable[[Any], Any], filenames: Any, num_parallel_reads: Any) -> Any:
    files = _filenames_dataset(filenames)

    def read_one_file(filename: Any) -> Any:
        return creator(convert(filename, dtypes.string, "filename"))

    if num_parallel_reads is None:
        return files.flat_map(read_one_file)
    if num_parallel_reads == AUTOTUNE:
        return files.interleave(read_one_file, num_parallel_calls=num_parallel_reads)
    return parallel_interleave(files, read_one_file, num_parallel_reads, 1, False, None, None)


def parallel_interleave(source: Any, map_func: Any, cycle_length: Any, block_length: Any, sloppy: Any,
                        buffer_output_elements: Any, prefetch_input_elements: Any) -> Any:
    """`tf.data.experimental.parallel_interleave` as an op."""
    function = TracedFunction(map_func, "tf.data.experimental.parallel_interleave()", source.element_spec)
    spec = function.dataset_spec()
    argument = transformations.argument
    return transformations.through(
        function, "ParallelInterleaveDataset", source, spec,
        cycle_length=argument("cycle_length", cycle_length), block_length=argument("block_length", block_length),
        sloppy=argument("sloppy", sloppy),
        buffer_output_elements=optional("buffer_output_elements", buffer_output_elements, 2 * block_length),
        prefetch_input_elements=optional("prefetch_input_elements", prefetch_input_elements, 2 * cycle_length),
    )


class _FileDataset(DatasetV1):
    """A reader of files, as a function over a dataset of their names where the release does that."""

    flat_since = "readers_map_filenames"

    def _read(self, creator: Callable[[Any], Any], filenames: Any, num_parallel_reads: Any) -> None:
        if getattr(stack.default_graph().release, self.flat_since) or isinstance(filenames, DatasetV2):
            inner = _reader(creator, filenames, num_parallel_reads)
        else:
            inner = creator(convert(filenames, dtypes.string, "filenames"))
        super().__init__(lambda: inner._variant_tensor, _LINE, [inner])


def _compressed(op_type: str, compression_type: Any, buffer_size: Any) -> Callable[[Any], Any]:
    def create(filename: Any) -> Any:
        compression = optional("compression_type", compression_type, "", dtypes.string)
        size = optional("buffer_size", buffer_size, _BUFFER_BYTES)
        return DatasetV1(lambda: gen.op(op_type, filename, compression, size), _LINE)

    return create


class TextLineDatasetV1(_FileDataset):
    def __init__(self, filenames: Any, compression_type: Any = None, buffer_size: Any = None,
                 num_parallel_reads: Any = None) -> None:
        self._read(_compressed("TextLineDataset", compression_type, buffer_size), filenames, num_parallel_reads)


class TFRecordDatasetV1(_FileDataset):
    flat_since = "record_reader_maps_filenames"

    def __init__(self, filenames: Any, compression_type: Any = None, buffer_size: Any = None,
                 num_parallel_reads: Any = None) -> None:
        self._read(_compressed("TFRecordDataset", compression_type, buffer_size), filenames, num_parallel_reads)


class FixedLengthRecordDatasetV1(_FileDataset):
    def __init__(self, filenames: Any, record_bytes: Any, header_bytes: Any = None, footer_bytes: Any = None,
                 buffer_size: Any = None, compression_type: Any = None, num_parallel_reads: Any = None) -> None:
        def create(filename: Any) -> Any:
            size = convert(record_bytes, dtypes.int64, "record_bytes")
            header, footer = optional("header_bytes", header_bytes), optional("footer_bytes", footer_bytes)
            buffer = optional("buffer_size", buffer_size, _BUFFER_BYTES)
            if not stack.default_graph().release.readers_map_filenames:
                return DatasetV1(lambda: gen.FixedLengthRecordDataset(filename, header, size, footer, buffer), _LINE)
            compression = optional("compression_type", compression_type, "", dtypes.string)
            return DatasetV1(
                lambda: gen.FixedLengthRecordDatasetV2(filename, header, size, footer, buffer, compression), _LINE)

        self._read(create, filenames, num_parallel_reads)


TextLineDataset = TextLineDatasetV2 = TextLineDatasetV1
TFRecordDataset = TFRecordDatasetV2 = TFRecordDatasetV1
FixedLengthRecordDataset = FixedLengthRecordDatasetV2 = FixedLengthRecordDatasetV1
