"""What a tokenizer does not know is not lost: emoji, words of another script and addresses go through a translation as
stand-ins such as "X1", which models copy, and are put back afterwards. Pure; knows no model.

Whatever is looked for is found in one pass: texts come from anybody.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import count

STAND_IN = re.compile(r"\bX\d+\b", re.IGNORECASE)  # a sentence in capitals is read in small letters
WORD = re.compile(r"[^\W_](?:\S*[^\W_])?")  # from the first letter or figure of a run to its last
EITHER = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)+")  # and/or
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")  # scripts without spaces
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"))
APART = re.compile(r"[\w.,:;!?]")  # what a stand-in does not touch

Span = tuple[int, int]


@dataclass(frozen=True)
class Kept:
    text: str  # a sentence with its stand-ins
    words: dict[str, str] = field(default_factory=dict)  # what each stands for, in their order

    @property
    def empty(self) -> bool:
        """Whether nothing is left to translate."""
        return not any(map(str.isalpha, STAND_IN.sub("", self.text) if self.words else self.text))

    def put_back(self, said: str, *, whole: bool = True) -> str:
        """The translation with what was kept; what it left out stands at its end, if it was said to its end."""
        found = {name.upper() for name in STAND_IN.findall(said)}
        lost = [word for name, word in self.words.items() if name not in found] if whole else []
        text = STAND_IN.sub(lambda name: self.words.get(name[0].upper(), name[0]), said)
        return " ".join(filter(None, [text, *lost]))


NOTHING = Kept("")


def stand_in(number: int) -> str:
    return f"X{number}"


def kept(sentence: str, unknown: Collection[str]) -> Kept:
    """With stand-ins for what cannot be said without the signs `unknown`. Of those that only touch a word on one side,
    as in *this*, no more than emoji and letters are kept."""
    sentence = sentence.translate(INVISIBLE)
    names, words, parts, end = _unused(sentence), {}, [], 0
    for start, stop in _together(sentence, _unsayable(sentence, unknown)):
        words[name := next(names)] = sentence[start:stop]
        before, after = sentence[end:start], sentence[stop : stop + 1]
        parts += [
            before,
            " " if APART.match(sentence[max(0, start - 1) : start]) else "",
            name,
            " " if after.isalnum() else "",
        ]
        end = stop
    return Kept("".join([*parts, sentence[end:]]), words)


def _unsayable(sentence: str, unknown: Collection[str]) -> Iterator[Span]:
    """In their order."""
    if not unknown:
        return
    signs = re.compile(f"[{re.escape(''.join(sorted(unknown)))}]+")
    end = 0
    for word in WORD.finditer(sentence):
        yield from _between(sentence, end, word.start(), signs)
        end = word.end()
        if UNSPACED.search(word[0]) or EITHER.fullmatch(word[0]):
            yield from (sign.span() for sign in signs.finditer(sentence, *word.span()))
        elif signs.search(word[0]):
            yield word.span()
    yield from _between(sentence, end, len(sentence), signs)


def _between(sentence: str, start: int, end: int, signs: re.Pattern[str]) -> Iterator[Span]:
    """Signs that are no part of a word. What is plain and touches a word is no more than its trimmings."""
    for sign in signs.finditer(sentence, start, end):
        touches = (sign.start() == start > 0) or (sign.end() == end < len(sentence))
        if not (touches and sign[0].isascii()):
            yield sign.span()


def _together(sentence: str, spans: Iterator[Span]) -> Iterator[Span]:
    """Those with no word between them are one."""
    whole: Span | None = None
    for start, stop in spans:
        if whole and not re.search(r"[\w\n]", sentence[whole[1] : start]):
            whole = whole[0], stop
            continue
        if whole:
            yield whole
        whole = start, stop
    if whole:
        yield whole


def _unused(text: str) -> Iterator[str]:
    taken = {name.upper() for name in STAND_IN.findall(text)}
    return (name for number in count(1) if (name := stand_in(number)) not in taken)
