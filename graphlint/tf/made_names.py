"""Names that the script knows and this trace doesn't: keys of what is in a file, numbers of an unknown loop.

What has such a name gets a stand-in's, and the trace is told. What TensorFlow would say of variables below it (they
exist, they don't) can't be told from the stand-in's.
"""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.provenance import Chain, capture
from graphlint.sandbox.unknown import NotKnown, Unknown

STAND_IN = "unknown_name"
_KEY = "made_names"


def name_for(name: Any) -> Any:
    """The name; a stand-in for one that isn't known."""
    if type(name) is str or not isinstance(name, Unknown):
        return name
    told: Any = stack.world.notes.setdefault(_KEY, {})
    said = told.setdefault(name.text, {})
    said.setdefault((capture(), f"the name {name.text} is not known here: {name.reason}"))
    return f"{STAND_IN}{list(told).index(name.text)}"


def spelled(name: Any) -> str:
    """A name, or what is made of names by adding texts, with the stand-ins that were given. NotKnown for any other Unknown."""
    if isinstance(name, str):
        return name
    given: Any = stack.world.notes.get(_KEY, {})
    if name.text in given:
        return str(name_for(name))
    if name._parts is not None and name._parts[0] == "+" and all(isinstance(part, (str, Unknown)) for part in name._parts[1:]):
        return "".join(map(spelled, name._parts[1:]))
    raise NotKnown(Unknown(f"what belongs to a name that is not known here: {name.reason}", text=f"<of {name.text}>"))


def is_made(name: str) -> bool:
    """Whether a stand-in is part of a full name."""
    return any(part.startswith(STAND_IN) for part in name.split("/"))


def told() -> list[tuple[Chain, str]]:
    """The places that used a name that isn't known, and what is to be said of it."""
    found: Any = stack.world.notes.get(_KEY, {})
    return [said for places in found.values() for said in places]


class unless_made:  # noqa: N801 - used as a function
    """A variable of a stand-in's name isn't known, where TensorFlow would refuse to give it."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, *exc: object) -> None:
        if isinstance(error, ValueError) and is_made(self._name):
            said = f"a variable whose name is not known here: {error}"
            raise NotKnown(Unknown(said, text=f"<variable {self._name}>")) from error
