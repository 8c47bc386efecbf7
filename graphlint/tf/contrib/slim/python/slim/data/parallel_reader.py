"""Several readers that fill one queue (contrib/slim/python/slim/data/parallel_reader.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes as kinds
from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import data_flow_ops, math_ops
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import input as tf_input
from graphlint.tf.python.training import queue_runner


@exposed
class ParallelReader:
    """Readers of one class over a common queue. TypeError for a queue of something else than two strings."""

    def __init__(self, reader_class: Any, common_queue: Any, num_readers: int = 4, reader_kwargs: Any = None) -> None:
        held = common_queue.dtypes
        if len(held) != 2 or not all(dtype.is_compatible_with(kinds.string) for dtype in held):
            raise TypeError("common_queue.dtypes must be [tf.string, tf.string]")
        self._readers = [reader_class(**(reader_kwargs or {})) for _ in range(num_readers)]
        self._common_queue = common_queue

    @property
    def num_readers(self) -> int:
        return len(self._readers)

    @property
    def common_queue(self) -> Any:
        return self._common_queue

    def read(self, queue: Any, name: Any = None) -> Any:
        self._run_readers(queue)
        return self._common_queue.dequeue(name=name)

    def read_up_to(self, queue: Any, num_records: Any, name: Any = None) -> Any:
        self._run_readers(queue)
        return self._common_queue.dequeue_up_to(num_records, name)

    def _run_readers(self, queue: Any) -> None:
        enqueues = [self._common_queue.enqueue(reader.read(queue)) for reader in self._readers]
        queue_runner.add_queue_runner(queue_runner.QueueRunner(self._common_queue, enqueues))

    def num_records_produced(self, name: Any = None) -> Any:
        return math_ops.add_n([reader.num_records_produced() for reader in self._readers], name=name)

    def num_work_units_completed(self, name: Any = None) -> Any:
        return math_ops.add_n([reader.num_work_units_completed() for reader in self._readers], name=name)


def parallel_read(data_sources: Any, reader_class: Any, num_epochs: Any = None, num_readers: int = 4,
                  reader_kwargs: Any = None, shuffle: bool = True, dtypes: Any = None, capacity: int = 256,
                  min_after_dequeue: int = 128, seed: Any = None, scope: Any = None) -> Any:
    """A key and a record of the files, read by several readers."""
    files = get_data_files(data_sources)
    with ops.name_scope(scope, "parallel_read"):
        names = tf_input.string_input_producer(files, num_epochs=num_epochs, shuffle=shuffle, seed=seed, name="filenames")
        dtypes = dtypes or [kinds.string, kinds.string]
        if shuffle:
            queue = data_flow_ops.RandomShuffleQueue(capacity=capacity, min_after_dequeue=min_after_dequeue, dtypes=dtypes,
                                                     seed=seed, name="common_queue")
        else:
            queue = data_flow_ops.FIFOQueue(capacity=capacity, dtypes=dtypes, name="common_queue")  # type: ignore[assignment]
        summarize_fullness(queue, capacity)
        return ParallelReader(reader_class, queue, num_readers=num_readers, reader_kwargs=reader_kwargs).read(names)


def summarize_fullness(queue: Any, capacity: int) -> None:
    share = math_ops.cast(queue.size(), kinds.float32) * (1.0 / capacity)
    summary.scalar(f"fraction_of_{capacity}_full", share)


def single_pass_read(data_sources: Any, reader_class: Any, reader_kwargs: Any = None, scope: Any = None) -> Any:
    files = get_data_files(data_sources)
    with ops.name_scope(scope, "single_pass_read"):
        names = tf_input.string_input_producer(files, num_epochs=1, shuffle=False, capacity=1, name="filenames")
        return reader_class(**(reader_kwargs or {})).read(names)


def get_data_files(data_sources: Any) -> list[Any]:
    """The sources one by one. Nothing is looked for: a pattern stands for the one file it might match."""
    if isinstance(data_sources, (list, tuple)):
        files = [file for source in data_sources for file in get_data_files(source)]
    else:
        files = [data_sources]
    if not files:
        raise ValueError(f"No data files found in {data_sources}")
    return files
