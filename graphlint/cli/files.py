"""Which files a check is about: scripts as named, and in folders the Python files that mention TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "build", "dist", ".git", ".tox", ".venv", "venv", "env"})
MENTIONS = (b"tensorflow", b"tf_slim")


def python_files(folder: Path, exclude: tuple[str, ...]) -> Iterator[Path]:
    """Python files below a folder, in the order of their names, without hidden and excluded ones."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in SKIPPED or excluded(entry, exclude):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from python_files(entry, exclude)
        elif entry.suffix == ".py" and entry.is_file():
            yield entry


def excluded(path: Path, patterns: tuple[str, ...]) -> bool:
    text = path.as_posix()
    return any(fnmatch(text, pattern) or fnmatch(path.name, pattern) or fnmatch(text, f"*/{pattern}") for pattern in patterns)


def mentions_tensorflow(path: Path) -> bool:
    """Whether the text names TensorFlow at all; unreadable files are taken to, so that the reader reports them."""
    try:
        data = path.read_bytes()
    except OSError:
        return True
    return any(word in data for word in MENTIONS)
