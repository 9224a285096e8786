"""The fields of one widget from elsewhere, taken one by one; what is left at the end was not known."""

import math
from collections.abc import Mapping
from typing import Any

from widgets.building.importing.faults import BrokenDefinition
from widgets.building.importing.report import Report
from widgets.graph.schema import LONGEST_TEXT


class Fields:
    def __init__(self, values: Mapping[str, Any], title: str, report: Report) -> None:
        self._left = dict(values)
        self.title, self.report = title, report

    def take(self, name: str) -> Any:
        """As it is; None where it is missing."""
        return self._left.pop(name, None)

    def text(self, name: str, longest: int | None = None) -> str:
        value = self.take(name)
        if value is None or isinstance(value, list | dict):
            self._refuse(name, value, "a text")
            return ""
        text = str(value).replace("\x00", "")
        if len(text) > LONGEST_TEXT:
            too_long = (
                f"“{name}” of “{self.title}” has {len(text):,} characters and at most {LONGEST_TEXT:,} are taken."
            )
            raise BrokenDefinition(f"{too_long} Shorten it, then import it again.")
        if longest and len(text) > longest:
            self.report.warn(f"“{name}” was cut to {longest} characters.", self.title)
        return text[:longest]

    def number(self, name: str, least: float = -math.inf, most: float = math.inf) -> float | None:
        """Within its limits, which are told where they matter."""
        value = self.take(name)
        number = _number(value)
        if number is None:
            self._refuse(name, value, "a number")
            return None
        kept = min(max(number, least), most)
        if kept != number:
            self.report.warn(f"“{name}” was {number:g} and is {kept:g} now, which is as far as it goes.", self.title)
        return kept

    def words(self, name: str) -> list[str]:
        """A list of texts, each once."""
        value = self.take(name)
        if not isinstance(value, list):
            self._refuse(name, value, "a list")
            return []
        good = [str(word).replace("\x00", "").strip() for word in value if isinstance(word, str | int | float)]
        if len(good) < len(value):
            self.report.warn(f"Some of “{name}” were not texts and were left out.", self.title)
        return list(dict.fromkeys(word for word in good if word))

    def inner(self, name: str) -> "Fields":
        value = self.take(name)
        if not isinstance(value, Mapping):
            self._refuse(name, value, "an object")
            value = {}
        return Fields(value, self.title, self.report)

    def end(self) -> None:
        for name, value in self._left.items():
            if value not in (None, "", [], {}):
                self.report.info(f"“{name[:80]}” is not known here and was left out.", self.title)

    def _refuse(self, name: str, value: Any, wanted: str) -> None:
        if value not in (None, ""):
            self.report.warn(f"“{name}” is not {wanted} and was left out.", self.title)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    if not -(2**53) < number < 2**53:
        return None
    return int(number) if number == int(number) else number
