"""Regular expressions for what a model may write: whole words, so that nothing is cut in the middle. Pure.

They are read by the grammar (Rust's regular expressions), on a text without its JSON escapes.
"""

import re
from collections.abc import Sequence

from widgets.building.composer.draft import refer

# A small model glues words together ("andEnglish"): capitals stand at the beginning, or in "LinkedIn".
LETTERS = r"(\p{Lu}[\p{L}\p{M}\p{N}'’-]{0,17}|[\p{Ll}\p{Lo}\p{M}\p{N}'’-]{1,18})"
WORD = LETTERS + "[,;:]?"
AFTER = "[,.;:?!]?"  # what may follow a reference at once
VERBS = (
    "Answer", "Compare", "Create", "Describe", "Explain", "Give", "Improve", "Invent", "List", "Name", "Plan",
    "Rewrite", "Say", "Suggest", "Summarize", "Tell", "Turn", "Write",
)  # fmt: skip


def phrase(most: int) -> str:
    return rf"^{LETTERS}( {LETTERS}){{0,{most - 1}}}$"


def sentences(most: int) -> str:
    """As many words at the most, the last one with a full stop or the like."""
    return rf"^({WORD}[.?!]? ){{3,{most - 1}}}{LETTERS}[.?!]$"


def prompt(titles: Sequence[str], beginning: str) -> str:
    """A sentence or two that refers to these titles: at least once, at most as often as there are titles, or thrice."""
    more = min(len(titles), 3) - 1
    reference = "(" + "|".join(escaped(refer(title)) for title in titles) + ")" + AFTER
    end = rf"(( {WORD}){{0,14}} {LETTERS}[.?!])?"
    return rf"^{beginning}({WORD} ){{0,14}}{reference}(( {WORD}){{0,10}} {reference}){{0,{more}}}{end}$"


def rewritten(titles: Sequence[str]) -> str:
    """The same, with exactly these references in this order."""
    references = rf" ({WORD} ){{0,10}}".join(escaped(refer(title)) + AFTER for title in titles)
    return rf"^({WORD} ){{0,14}}{references}(( {WORD}){{0,14}} {LETTERS}[.?!])?$"


def instruction() -> str:
    return "(" + "|".join(VERBS) + ") "


def escaped(literal: str) -> str:
    return re.sub(r"([\\.+*?()|\[\]{}^$#&\-~])", r"\\\1", literal)
