"""What a tokenizer does not know is not lost: emoji, words of another script and addresses go through a translation as
stand-ins such as "X1", which models copy, and are put back afterwards. Pure; knows no model."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import count

APART = re.compile(r"[\w.,:;!?]")  # what a stand-in does not touch


@dataclass(frozen=True)
class Kept:
    text: str  # a sentence with its stand-ins
    words: dict[str, str] = field(default_factory=dict)  # what each stands for, in their order

    @property
    def empty(self) -> bool:
        """Whether nothing is left to translate."""
        return not any(map(str.isalpha, _replaced(self.text, dict.fromkeys(self.words, ""))))

    def put_back(self, said: str) -> str:
        """The translation with what was kept; what it left out stands at its end."""
        lost = [word for stand_in, word in self.words.items() if not _pattern([stand_in]).search(said)]
        return " ".join([_replaced(said, self.words), *lost])


def kept(sentence: str, unknown: Collection[str]) -> Kept:
    """With stand-ins for what cannot be said without the signs `unknown`. Of those that only touch a word on one side,
    as in *this*, no more than emoji and letters are kept."""
    if not unknown:
        return Kept(sentence)
    names, words = _unused(sentence), {}

    def stand_in(found: re.Match[str]) -> str:
        words[name := next(names)] = found[0]
        before, after = sentence[: found.start()][-1:], sentence[found.end() :][:1]
        return (" " if APART.match(before) else "") + name + (" " if after.isalnum() else "")

    text = _unsayable(unknown).sub(stand_in, sentence)
    return Kept(text, words)


def _unsayable(unknown: Collection[str]) -> re.Pattern[str]:
    signs = f"[{re.escape(''.join(sorted(unknown)))}]"
    word = rf"(?=\w)\S*{signs}\S*(?<=\w)"  # an address, or one with a letter that is not known
    foreign = rf"(?![\x00-\x7f]){signs}"
    either = f"(?:{word}|{foreign})"
    alone = rf"(?<!\w)(?<!{signs}){signs}++(?!\w)"
    return re.compile(rf"{either}(?:[^\w\n]*{either})*|{alone}")


def _unused(text: str) -> Iterator[str]:
    return (name for at in count(1) if not _pattern([name := f"X{at}"]).search(text))


def _replaced(text: str, words: dict[str, str]) -> str:
    return _pattern(words).sub(lambda found: words[found[0].upper()], text) if words else text


def _pattern(names: Collection[str]) -> re.Pattern[str]:
    """In whichever case: a sentence in capitals is read in small letters."""
    return re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE)
