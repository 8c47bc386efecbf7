"""Files and folders of tf.gfile and tf.io.gfile (lib/io/file_io.py): nothing is touched, nothing is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.libs.os import is_of_checkpoint
from graphlint.sandbox.unknown import Unknown, Unlikely, text_of
from graphlint.sandbox.unknown_text import UnknownText
from graphlint.tf.python.platform.gfile import GFile

FileIO = GFile


def _nothing(*args: Any, **kwargs: Any) -> None:
    """The world outside stays as it is."""


def _asks(label: str, names: bool = False) -> Callable[..., Any]:
    """A question to the file system; the answer may be a list of names."""

    def ask(*args: Any, **kwargs: Any) -> Any:
        asked = f"{label}({text_of(next(iter((*args, *kwargs.values())), ''))})"
        reason = "the file system is not looked at"
        if label == "Exists" and args and is_of_checkpoint(args[0]):
            return Unlikely("no checkpoint is looked for", text=asked)
        return UnknownText(reason, text=asked, many=True) if names else Unknown(reason, text=asked)

    ask.__name__ = ask.__qualname__ = label
    return ask


copy = copy_v2 = delete_file = delete_file_v2 = delete_recursively = delete_recursively_v2 = _nothing
create_dir = create_dir_v2 = recursive_create_dir = recursive_create_dir_v2 = rename = rename_v2 = _nothing
write_string_to_file = atomic_write_string_to_file = _nothing
file_exists = file_exists_v2 = _asks("Exists")
is_directory = is_directory_v2 = _asks("IsDirectory")
get_matching_files = get_matching_files_v2 = _asks("Glob", names=True)
list_directory = list_directory_v2 = _asks("ListDirectory", names=True)
stat = stat_v2 = _asks("Stat")
walk = walk_v2 = _asks("Walk")
read_file_to_string = _asks("read_file_to_string")
