"""References: `@[Title]` in a setting means "put that widget's value here".

`\\@[` writes `@[` literally; every other character is text. The twin of static/js/graph/references.js:
both read tests/cases/references.json.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from widgets.graph.schema import Graph, Widget
from widgets.graph.titles import plain

# The settings that may hold references, whatever the kind.
TEMPLATE_FIELDS = (
    "prompt",
    "instructions",
    "text",
    "source",
    "question",
    "negative_prompt",
    "prefix",
    "suffix",
    "when",
)

_TOKEN = re.compile(r"\\@\[|@\[([^\[\]\r\n\x00]*)\]")


@dataclass(frozen=True)
class Reference:
    title: str

    def __str__(self) -> str:
        return f"@[{self.title}]"


@dataclass(frozen=True)
class Token:
    """What is more than text in `text[start:end]`: a reference, or (without a title) an escape."""

    start: int
    end: int
    title: str | None


def fold(title: str) -> str:
    """What two titles that mean the same widget have in common: trimmed, NFC, each code point in lower case.

    Not casefold, which JavaScript lacks, and not str.lower, whose final sigma depends on its neighbours.
    """
    if title.isascii():  # the same, ten times as fast
        return title.strip().lower()
    lower = "".join(map(str.lower, unicodedata.normalize("NFC", plain(title))))
    return unicodedata.normalize("NFC", lower.replace("ς", "σ"))


def tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        title = match[1]
        if title is None:
            yield Token(match.start(), match.end(), None)
        elif title := plain(title):
            yield Token(match.start(), match.end(), title)


def parse(text: str) -> list[str | Reference]:
    """The text as literals, unescaped and never empty, and references."""
    pieces: list[str | Reference] = []
    literal, position = "", 0
    for token in tokens(text):
        literal += text[position : token.start]
        position = token.end
        if token.title is None:
            literal += "@["
            continue
        if literal:
            pieces.append(literal)
        pieces.append(Reference(token.title))
        literal = ""
    literal += text[position:]
    return [*pieces, literal] if literal else pieces


def render(text: str, values: Mapping[str, str]) -> str:
    """The text with values, by folded title, in place of references. Values are never scanned again."""
    return "".join(
        piece if isinstance(piece, str) else values.get(fold(piece.title), str(piece)) for piece in parse(text)
    )


def rewrite(text: str, title: str, new: str) -> str:
    """The text with references to `title` made references to `new`, and nothing else touched."""
    return replace(text, title, str(Reference(plain(new))))


def replace(text: str, title: str, instead: str) -> str:
    """The text with other words in place of references to `title`, and nothing else touched."""
    written, position = "", 0
    for token in tokens(text):
        if token.title is not None and fold(token.title) == fold(title):
            written += text[position : token.start] + instead
            position = token.end
    return written + text[position:]


def templates(widget: Widget) -> dict[str, str]:
    """The settings of a widget that may hold references, by field."""
    found = {field: widget.settings.get(field) for field in TEMPLATE_FIELDS}
    return {field: text for field, text in found.items() if isinstance(text, str)}


def named(text: str) -> list[str]:
    """The titles that a text refers to, in order, each once, as first written."""
    titles: dict[str, str] = {}
    for token in tokens(text):
        if token.title is not None:
            titles.setdefault(fold(token.title), token.title)
    return list(titles.values())


def references(widget: Widget) -> list[str]:
    """The titles that a widget refers to, in order, each once, as first written."""
    return named("\n".join(templates(widget).values()))


def by_title(graph: Graph) -> dict[str, Widget]:
    """The widgets that references mean, by folded title: of two with the same one, the first."""
    found: dict[str, Widget] = {}
    for widget in graph.widgets:
        found.setdefault(fold(widget.title), widget)
    return found
