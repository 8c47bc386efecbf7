"""Files of records in tf.python_io and tf.io (lib/io/tf_record.py): nothing is written, nothing is read."""

from __future__ import annotations

from typing import Any, ClassVar

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown, text_of


@exposed
class TFRecordCompressionType:
    """How a file is compressed."""

    NONE = 0
    ZLIB = 1
    GZIP = 2


@exposed
class TFRecordOptions:
    """How a file is compressed, with the settings of the library that does it."""

    compression_type_map: ClassVar[dict[int, str]] = {1: "ZLIB", 2: "GZIP", 0: ""}

    def __init__(self, compression_type: Any = None, flush_mode: Any = None, input_buffer_size: Any = None,
                 output_buffer_size: Any = None, window_bits: Any = None, compression_level: Any = None,
                 compression_method: Any = None, mem_level: Any = None, compression_strategy: Any = None) -> None:
        self.get_compression_type_string(compression_type)
        self.compression_type = compression_type
        self.flush_mode = flush_mode
        self.input_buffer_size, self.output_buffer_size = input_buffer_size, output_buffer_size
        self.window_bits = window_bits
        self.compression_level, self.compression_method = compression_level, compression_method
        self.mem_level = mem_level
        self.compression_strategy = compression_strategy

    @classmethod
    def get_compression_type_string(cls, options: Any) -> str:
        """ValueError for what is no kind of compression."""
        if isinstance(options, Unknown) or not options:
            return ""
        if isinstance(options, TFRecordOptions):
            return cls.get_compression_type_string(options.compression_type)
        if options in cls.compression_type_map:
            return cls.compression_type_map[options]
        if options in cls.compression_type_map.values():
            return options  # type: ignore[no-any-return]
        raise ValueError(f'Not a valid compression_type: "{options}"')


def tf_record_iterator(path: Any, options: Any = None) -> Any:
    TFRecordOptions.get_compression_type_string(options)
    return Unknown("the file system is not looked at", text=f"tf_record_iterator({text_of(path)})")


@exposed
class TFRecordWriter:
    """Takes records and keeps none."""

    def __init__(self, path: Any, options: Any = None) -> None:
        if not isinstance(options, TFRecordOptions):
            TFRecordOptions(compression_type=options)

    def __enter__(self) -> TFRecordWriter:
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing to close."""

    def write(self, record: Any) -> None:
        """It goes nowhere."""

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""
