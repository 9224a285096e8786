"""Titles of widgets from elsewhere: made such as a graph takes them, each once; and which widget a name means."""

import re
from collections.abc import Sequence

from widgets.building.titles import free
from widgets.graph.references import fold
from widgets.graph.schema import LONGEST_TITLE

_UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_ROUND = str.maketrans("[]", "()")


def fitting(title: str, otherwise: str) -> str:
    """Without square brackets, line breaks and control characters, and no longer than a title may be."""
    words = " ".join(_UNFIT.sub(" ", title).translate(_ROUND).split())
    return words[:LONGEST_TITLE].strip() or otherwise


def each_once(titles: Sequence[str]) -> list[str]:
    """The second "Story" becomes "Story 2", or what is free after that."""
    own = {fold(title) for title in titles}
    given: dict[str, str] = {}
    for title in titles:
        new = free(title, own | given.keys()) if fold(title) in given else title
        given[fold(new)] = new
    return list(given.values())


def loose(name: str) -> str:
    """Where people write a name by hand, neither case nor the number of blanks matters."""
    return fold(" ".join(name.split()))


class Names:
    """Which widget a name means: by what it was called, and by what it is called now."""

    def __init__(self, before: Sequence[str], now: Sequence[str]) -> None:
        self.before, self.now = before, now
        self._found: dict[str, list[int]] = {}
        for titles in (before, now):
            for number, title in enumerate(titles):
                numbers = self._found.setdefault(loose(title), [])
                if number not in numbers:
                    numbers.append(number)

    def known(self) -> list[str]:
        return list(self._found)

    def meant(self, name: str, holder: int) -> int | None:
        """Of several, the one written exactly so, then the first; but not the one that holds the reference."""
        numbers = self._found.get(loose(name), [])
        return min(numbers, key=lambda number: self._distance(name, number, holder), default=None)

    def _distance(self, name: str, number: int, holder: int) -> tuple[bool, bool, int]:
        return number == holder, fold(self.before[number]) != fold(name), number
