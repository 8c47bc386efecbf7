"""Reading and writing of arrays: nothing is read and nothing is written."""

from __future__ import annotations

from typing import Any

from graphlint.libs.numpy.array import unknown_array
from graphlint.libs.numpy.dims import fresh_dim
from graphlint.libs.numpy.dtypes import as_real
from graphlint.libs.numpy.method_table import METHODS
from graphlint.libs.numpy.unknowns import UnknownData
from graphlint.sandbox.unknown import Unknown, text_of
from graphlint.sandbox.unknown_text import UnknownText


def load(file: Any, *args: Any, **options: Any) -> Unknown:
    return UnknownData(f"the content of {text_of(file)} is not read", text=f"np.load({text_of(file)})")


def _table(file: Any, dtype: Any = float, *args: Any, **options: Any) -> Any:
    reason = f"the content of {text_of(file)} is not read"
    made = [unknown_array(reason, as_real(dtype) if dtype is not None else None, None)]
    if options.get("unpack"):
        return UnknownData(reason)
    return made[0]


def frombuffer(buffer: Any, dtype: Any = float, count: Any = -1, offset: Any = 0) -> Any:
    shape = (count,) if isinstance(count, int) and count >= 0 else None
    return unknown_array("the bytes are not known", as_real(dtype), shape or (fresh_dim("frombuffer"),))


def fromfile(file: Any, dtype: Any = float, count: Any = -1, sep: Any = "", offset: Any = 0) -> Any:
    return frombuffer(file, dtype, count)


def fromstring(string: Any, dtype: Any = float, count: Any = -1, sep: Any = "") -> Any:
    return frombuffer(string, dtype, count)


def nothing(*args: Any, **options: Any) -> None:
    """A function that only writes."""


def tobytes(a: Any, order: Any = "C") -> Any:
    return UnknownText("the bytes of an array", text="tobytes(...)")


FUNCTIONS: dict[str, Any] = {
    "load": load, "loads": load, "loadtxt": _table, "genfromtxt": _table, "recfromcsv": load, "fromregex": load,
    "frombuffer": frombuffer, "fromfile": fromfile, "fromstring": fromstring, "save": nothing, "savetxt": nothing,
    "savez": nothing, "savez_compressed": nothing, "memmap": lambda filename, dtype="uint8", mode="r+", offset=0,
    shape=None, order="C": _mapped(dtype, shape),
}  # fmt: skip


def _mapped(dtype: Any, shape: Any) -> Any:
    from graphlint.libs.numpy.dims import shape_of

    return unknown_array("a mapped file", as_real(dtype), None if shape is None else shape_of(shape))


METHODS.update(tofile=nothing, dump=nothing, tobytes=tobytes, tostring=tobytes, setflags=nothing)
