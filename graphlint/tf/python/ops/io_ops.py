"""Readers of files (ops/io_ops.py); the other ops on files are generated. No file is ever opened."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes as kinds
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.python.lib.io import tf_record
from graphlint.tf.reexport import inherited


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.io_ops", name)


@exposed
class ReaderBase:
    """`tf.ReaderBase`: a reference to a reader."""

    def __init__(self, reader_ref: Any, supports_serialize: bool = False) -> None:
        self._reader_ref = reader_ref
        self._supports_serialize = supports_serialize

    @property
    def reader_ref(self) -> Any:
        return self._reader_ref

    @property
    def supports_serialize(self) -> bool:
        return self._supports_serialize

    def _is_resource(self) -> bool:
        return self._reader_ref.dtype is kinds.resource

    def _made(self, op_type: str, *args: Any, name: Any) -> Any:
        """An op on the reader: its newer type where the reader is a resource."""
        return gen.op(op_type + ("V2" if self._is_resource() else ""), self._reader_ref, *args, name=name)

    def _queue(self, queue: Any) -> Any:
        if not isinstance(queue, Tensor) and not hasattr(queue, "queue_ref"):
            raise AttributeError(f"'{type(queue).__name__}' object has no attribute 'queue_ref'")
        reference = queue if isinstance(queue, Tensor) else queue.queue_ref
        return reference if self._is_resource() else gen.FakeQueue(reference)

    def read(self, queue: Any, name: Any = None) -> Any:
        return self._made("ReaderRead", self._queue(queue), name=name)

    def read_up_to(self, queue: Any, num_records: Any, name: Any = None) -> Any:
        return self._made("ReaderReadUpTo", self._queue(queue), num_records, name=name)

    def num_records_produced(self, name: Any = None) -> Any:
        return self._made("ReaderNumRecordsProduced", name=name)

    def num_work_units_completed(self, name: Any = None) -> Any:
        return self._made("ReaderNumWorkUnitsCompleted", name=name)

    def serialize_state(self, name: Any = None) -> Any:
        return self._made("ReaderSerializeState", name=name)

    def restore_state(self, state: Any, name: Any = None) -> Any:
        return self._made("ReaderRestoreState", state, name=name)

    def reset(self, name: Any = None) -> Any:
        return self._made("ReaderReset", name=name)


class WholeFileReader(ReaderBase):
    def __init__(self, name: Any = None) -> None:
        super().__init__(gen.WholeFileReaderV2(name=name), supports_serialize=True)


class TextLineReader(ReaderBase):
    def __init__(self, skip_header_lines: Any = None, name: Any = None) -> None:
        super().__init__(gen.TextLineReaderV2(skip_header_lines=skip_header_lines, name=name))


class FixedLengthRecordReader(ReaderBase):
    def __init__(self, record_bytes: Any, header_bytes: Any = None, footer_bytes: Any = None, hop_bytes: Any = None,
                 name: Any = None, encoding: Any = None) -> None:
        super().__init__(gen.FixedLengthRecordReaderV2(record_bytes=record_bytes, header_bytes=header_bytes,
                                                       footer_bytes=footer_bytes, hop_bytes=hop_bytes, encoding=encoding,
                                                       name=name))


class TFRecordReader(ReaderBase):
    def __init__(self, name: Any = None, options: Any = None) -> None:
        compression = tf_record.TFRecordOptions.get_compression_type_string(options)
        super().__init__(gen.TFRecordReaderV2(name=name, compression_type=compression))


class LMDBReader(ReaderBase):
    def __init__(self, name: Any = None, options: Any = None) -> None:
        super().__init__(gen.LMDBReader(name=name))


class IdentityReader(ReaderBase):
    def __init__(self, name: Any = None) -> None:
        super().__init__(gen.IdentityReaderV2(name=name), supports_serialize=True)
