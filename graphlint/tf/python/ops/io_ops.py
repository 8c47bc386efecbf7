"""Readers of files (ops/io_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.reexport import inherited


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.io_ops", name)


@exposed
class ReaderBase:
    """What all readers share."""

    def __init__(self, reader_ref: Tensor, supports_serialize: bool = False) -> None:
        self._reader_ref = reader_ref
        self._supports_serialize = supports_serialize

    @property
    def reader_ref(self) -> Tensor:
        return self._reader_ref

    @property
    def supports_serialize(self) -> bool:
        return self._supports_serialize

    def _op(self, kind: str, *inputs: Any, name: Any) -> Any:
        """The op of this reader's kind: an older reader is a reference, and so is the queue it is given."""
        if self._reader_ref.dtype.name == "resource":
            return gen.op(f"{kind}V2", self._reader_ref, *inputs, name=name)
        if kind in ("ReaderRead", "ReaderReadUpTo"):
            inputs = (gen.FakeQueue(inputs[0]), *inputs[1:])
        return gen.op(kind, self._reader_ref, *inputs, name=name)

    def read(self, queue: Any, name: Any = None) -> Any:
        return self._op("ReaderRead", _queue(queue), name=name)

    def read_up_to(self, queue: Any, num_records: Any, name: Any = None) -> Any:
        return self._op("ReaderReadUpTo", _queue(queue), num_records, name=name)

    def num_records_produced(self, name: Any = None) -> Any:
        return self._op("ReaderNumRecordsProduced", name=name)

    def num_work_units_completed(self, name: Any = None) -> Any:
        return self._op("ReaderNumWorkUnitsCompleted", name=name)

    def serialize_state(self, name: Any = None) -> Any:
        return self._op("ReaderSerializeState", name=name)

    def restore_state(self, state: Any, name: Any = None) -> Any:
        return self._op("ReaderRestoreState", state, name=name)

    def reset(self, name: Any = None) -> Any:
        return self._op("ReaderReset", name=name)


def _queue(queue: Any) -> Any:
    return queue if isinstance(queue, Tensor) else queue.queue_ref


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
        super().__init__(gen.TFRecordReaderV2(compression_type=compression_text(options), name=name))


class LMDBReader(ReaderBase):
    def __init__(self, name: Any = None, options: Any = None) -> None:
        super().__init__(gen.LMDBReader(name=name))


class IdentityReader(ReaderBase):
    def __init__(self, name: Any = None) -> None:
        super().__init__(gen.IdentityReaderV2(name=name), supports_serialize=True)


def compression_text(options: Any) -> str:
    """The compression that TFRecordOptions, a text or an enum number stand for."""
    kind = getattr(options, "compression_type", options)
    if isinstance(kind, str):
        return kind
    return {1: "ZLIB", 2: "GZIP"}.get(kind, "") if isinstance(kind, int) else ""
