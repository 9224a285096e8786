"""The text of a document as it grows, with where its parts begin. What grows too long is refused while it grows."""

import re

from widgets.documents.failures import NoTextInside, TextTooLong

MOST = 2_000_000  # characters
MOST_PARTS = 10_000  # what comes after them belongs to the last one

Parts = list[tuple[str, int]]  # ("page 3", the character of the text at which it begins)

# What no text holds and no database keeps: controls but for line breaks and tabs, and half surrogate pairs.
_UNKEPT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


class Text:
    def __init__(self) -> None:
        self.parts: Parts = []
        self._pieces: list[str] = []
        self._length = 0

    def add(self, text: str, where: str = "", end: str = "\n\n") -> None:
        """A block and what separates it from the next. `where` names the part that begins with it."""
        text = _UNKEPT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")).strip("\n ")
        if not text:
            return
        if where and len(self.parts) < MOST_PARTS:
            self.parts.append((where[:200], self._length))
        self._pieces += [text, end]
        self._length += len(text) + len(end)
        if self._length > MOST:
            raise TextTooLong(MOST)

    def whole(self) -> str:
        whole = "".join(self._pieces).rstrip()
        if not whole:
            raise NoTextInside
        return whole
