"""A text as the sentences to translate and what stands between them, which stays as it is. Pure; knows no model."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inference import cutting
from inference.cutting import Size

BREAK = re.compile(r"\s*\n\s*")
MARK = re.compile(r"\s*(?:[-*•–#>]+|\d{1,3}[.)])\s+")  # of a list, a heading or a quotation
WRAPPED = 50  # characters of a line that may go on in the next one
ENDS = (".", "!", "?", "…", ":", ";", "。", "！", "？")
OPENING = "\"'“‘«„([¿¡ "
SHORT = frozenset("mr mrs ms dr prof st vs cf e.g i.e z.b d.h bzw ca mme mlle sr sra".split())  # noqa: SIM905


@dataclass(frozen=True)
class Piece:
    text: str
    spoken: bool  # else it is white space, the mark of a list, or figures


def pieces(text: str, size: Size, most: int) -> Iterator[Piece]:
    """They join to `text`. No sentence is larger than `most`."""
    for line, gap in _lines(text):
        mark = MARK.match(line)
        begins = mark.end() if mark else 0
        yield from _still(line[:begins])
        for sentence in _sentences(line[begins:]):
            yield from _spoken(sentence, size, most)
        yield from _still(gap)


def unshouted(sentence: str) -> str:
    """One of several words in capitals, as it is usually written: models have read few that shout."""
    shouts = sentence.isupper() and len(sentence.split()) > 1
    return sentence.capitalize() if shouts else sentence


def _spoken(sentence: str, size: Size, most: int) -> Iterator[Piece]:
    for part in [sentence] if size(sentence) <= most else cutting.cut(sentence, size, most):
        words = part.strip()
        before, after = part[: part.index(words)], part[part.index(words) + len(words) :]
        yield from _still(before)
        yield from [Piece(words, spoken=True)] if any(map(str.isalpha, words)) else _still(words)
        yield from _still(after)


def _still(text: str) -> list[Piece]:
    return [Piece(text, spoken=False)] if text else []


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each line with the break behind it. A line that only goes on in the next one is the same line."""
    start = 0
    for gap in BREAK.finditer(text):
        if not _wraps(text[start : gap.start()], gap[0], text[gap.end() :]):
            yield text[start : gap.start()], gap[0]
            start = gap.end()
    yield text[start:], ""


def _wraps(line: str, gap: str, after: str) -> bool:
    last = line.rpartition("\n")[2]
    goes_on = len(last) > WRAPPED and not line.endswith(ENDS)
    return gap.count("\n") == 1 and goes_on and MARK.match(after) is None


def _sentences(line: str) -> Iterator[str]:
    """Each with the white space behind it."""
    start = 0
    for border in cutting.SENTENCES.finditer(line):
        if border.end() > start and _ends(line[start : border.end()], line[border.end() :]):
            yield line[start : border.end()]
            start = border.end()
    if start < len(line):
        yield line[start:]


def _ends(before: str, after: str) -> bool:
    """Whether a sentence ends here, and not an abbreviation, an initial or a number such as "1."."""
    begins = after.lstrip(OPENING)[:1]
    word = before.rsplit(maxsplit=1)[-1].lstrip(OPENING) if before.split() else ""
    if not word.endswith("."):
        return not begins.islower()
    bare = word[:-1]
    shortened = bare.casefold() in SHORT or (len(bare) == 1 and bare.isupper() and bare != "I")
    return not (shortened or begins.islower() or (bare.isdigit() and len(bare) < 3))
