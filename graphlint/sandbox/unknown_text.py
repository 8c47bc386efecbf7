"""A text whose characters aren't known, as a path made of an unknown name, or a list of such, as the files of a folder."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown


class UnknownText(Unknown):
    """A `str`; with `many`, a list of them."""

    __slots__ = ("many",)

    def __init__(self, reason: str, *, text: str | None = None, many: bool = False, site: Any = None) -> None:
        super().__init__(reason, text=text, site=site)
        self.many = many

    def derived(self, text: str, parts: tuple[str, Any, Any] | None = None) -> Unknown:
        """What is appended to a text, or a list of texts, is one again."""
        if parts is not None and parts[0] == "+":
            return UnknownText(self.reason, text=text, many=self.many, site=self.site)
        return super().derived(text, parts)

    def element(self) -> Unknown:
        return UnknownText(self.reason, text=f"next(iter({self.text}))", site=self.site)

    def __getitem__(self, key: Any) -> Unknown:
        return UnknownText(self.reason, text=super().__getitem__(key).text, many=self.many and type(key) is slice, site=self.site)
