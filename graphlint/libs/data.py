"""Libraries whose objects aren't modelled: what comes out of them is unknown, yet becomes a shaped array by `reshape`.

matplotlib, PIL, cv2, scipy, pandas, h5py, requests and whatever else has no model of its own; tqdm, which gives
the loop its items; easydict.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphlint.libs.numpy.unknowns import UnknownData
from graphlint.libs.rows import library, nothing
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import Library
from graphlint.sandbox.unknown import Unknown


class DataLibrary(Library):
    """A library without a model, whose calls give unknown data."""

    def attribute(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":
            return super().attribute(name)
        top = self.name.partition(".")[0]
        return UnknownData(f"library {top} is not modelled", text=f"{self.name}.{name}", path=f"{self.name}.{name}")


def data_library(name: str) -> DataLibrary:
    return DataLibrary(name)


@exposed
class Progress:
    """`tqdm(items)`: the items; the bar takes everything and shows nothing."""

    def __init__(self, iterable: Any = None, desc: Any = None, total: Any = None, *args: Any, **options: Any) -> None:
        self._items = iterable
        self.total = total
        self.n = Unknown("how far the bar is", text="bar.n")

    def __iter__(self) -> Iterator[Any]:
        return iter([] if self._items is None else self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, key: Any) -> Any:
        return self._items[key]

    update = close = set_description = set_postfix = set_postfix_str = refresh = clear = reset = nothing
    set_description_str = display = unpause = nothing
    write = staticmethod(nothing)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *exc_info: object) -> None:
        return None


def trange(*args: Any, **options: Any) -> Progress:
    if any(isinstance(arg, Unknown) for arg in args):
        return Progress(Unknown("a range whose ends aren't known", text="trange(...)"))
    return Progress(range(*args))


_TQDM = {"tqdm": Progress, "trange": trange, "tqdm_notebook": Progress, "tnrange": trange, "write": nothing}
TQDM = library(
    "tqdm",
    _TQDM,
    {name: library(f"tqdm.{name}", _TQDM) for name in ("auto", "notebook", "std", "autonotebook")},
    {"_tqdm": library("tqdm._tqdm", _TQDM)},
)


@exposed
class EasyDict(dict[str, Any]):
    """`easydict.EasyDict`: a dictionary whose items are attributes too, all the way down."""

    def __init__(self, d: Any = None, **options: Any) -> None:
        super().__init__()
        for key, value in {**(d or {}), **options}.items():
            self[key] = value

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, _as_easy(value))

    def __getattr__(self, name: str) -> Any:
        if name in self:
            return self[name]
        raise AttributeError(name)

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def update(self, *args: Any, **options: Any) -> None:
        for key, value in dict(*args, **options).items():
            self[key] = value


def _as_easy(value: Any) -> Any:
    if type(value) is dict:
        return EasyDict(value)
    return type(value)(_as_easy(each) for each in value) if type(value) in (list, tuple) else value


EASYDICT = library("easydict", {"EasyDict": EasyDict})
