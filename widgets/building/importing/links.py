"""References as PartyRock writes them, `[Widget Title]` or `{{Widget Title}}`, made ours; all else stays as it is.

What stands in brackets is a reference only if a widget has that title. `\\[` is a bracket, as in Markdown.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from widgets.graph.references import Reference
from widgets.graph.schema import LONGEST_TITLE

Meant = Callable[[str], str | None]  # what is written in brackets → the title of the widget that it means

_OPEN = re.compile(r"(?<!\\)(?:\{\{|\[)")
_CLOSE = {"[": "]", "{{": "}}"}
_BREAK = re.compile(r"[\r\n]")
_REACH = 2 * LONGEST_TITLE  # characters within brackets
_CLOSERS = 4  # that are tried, since a title may itself have held brackets
MOST_UNKNOWN = 20  # of one text; who corrects them is told of the next


@dataclass
class Linked:
    text: str
    titles: list[str] = field(default_factory=list)  # that it refers to
    unknown: dict[str, str] = field(default_factory=dict)  # what stands in brackets and is no title, as written


def link(text: str, meant: Meant) -> Linked:
    found = Linked("")
    done = at = 0
    while opening := _OPEN.search(text, at):
        start, at = opening.start(), opening.start() + 1
        end, title = _reference(text, opening, meant)
        if title is None:
            _remember(found.unknown, text, opening)
            continue
        found.text += _escaped(text[done:start]) + str(Reference(title))
        found.titles.append(title)
        done = at = end
    found.text += _escaped(text[done:])
    return found


def _reference(text: str, opening: re.Match[str], meant: Meant) -> tuple[int, str | None]:
    """Where the reference that opens here ends, and which widget it means, if it is one."""
    close, start = _CLOSE[opening[0]], opening.end()
    at = start
    for _ in range(_CLOSERS):
        at = text.find(close, at, start + _REACH)
        if at < 0 or _BREAK.search(text, start, at):
            break
        if title := meant(text[start:at]):
            return at + len(close), title
        at += 1
    return start, None


def _escaped(text: str) -> str:
    return text.replace("@[", "\\@[")


def _remember(unknown: dict[str, str], text: str, opening: re.Match[str]) -> None:
    """What may have been meant as a reference: no link of Markdown, no box to tick, nothing in quotes or numbers."""
    close = _CLOSE[opening[0]]
    end = text.find(close, opening.end(), opening.end() + LONGEST_TITLE + 1)
    name = text[opening.end() : end].strip() if end > 0 else ""
    follows = text[end + len(close) : end + len(close) + 1]
    if len(unknown) < MOST_UNKNOWN and name[:1].isalpha() and len(name) > 1 and not re.search(r"[\r\n\[\]{}]", name):
        is_link = close == "]" and follows and follows in "(:["
        if not is_link:
            unknown.setdefault(name, f"{opening[0]}{text[opening.end() : end]}{close}")
