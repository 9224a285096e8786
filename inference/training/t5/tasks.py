"""What the model learns to do, each as a text that becomes another one."""

import random
from collections.abc import Iterator, Sequence

from inference import languages
from inference.training.t5.pairs import Pair
from inference.training.t5.slips import spoiled

Example = tuple[str, str]  # what is read and what is written

CORRECT = "correct:"
UNSAID = 0.2  # of the translations into English do not say from which language
CORRECTED = 0.2  # as many texts to correct as this share of all pairs
JOINED = 0.06  # as many texts of two sentences
ENGLISH = 0.02  # as many English sentences among those whose language is to be seen: they stay as they are


def prefix(target: str, source: str = "") -> str:
    """How the engine asks for a translation; without a language of the text where that is to be seen by itself."""
    named = [languages.name(code) for code in (source, target) if code]
    return f"translate {' to '.join(named)}:" if source else f"translate to {named[0]}:"


def prefixes(codes: Sequence[str]) -> list[str]:
    """All there are with those languages beside English."""
    said = [prefix(target, source) for code in codes for source, target in (("en", code), (code, "en"))]
    return [*said, prefix("en"), CORRECT]


def there(pair: Pair) -> Example:
    return f"{prefix(pair.language, 'en')} {pair.english}", pair.other


def back(pair: Pair, *, said: bool = True) -> Example:
    return f"{prefix('en', pair.language if said else '')} {pair.other}", pair.english


def correction(text: str, chance: random.Random) -> Example:
    return f"{CORRECT} {spoiled(text, chance)}", text


def examples(pairs: Sequence[Pair]) -> Iterator[Example]:
    """Both directions of each pair and of some that are joined, and texts to correct."""
    chance = random.Random(0)
    texts = [*pairs, *_joined(pairs, chance)]
    for pair in texts:
        yield there(pair)
        yield back(pair, said=chance.random() >= UNSAID)
    for pair in chance.sample(texts, round(CORRECTED * len(pairs))):
        yield correction(chance.choice((pair.english, pair.other)), chance)
    for pair in chance.sample(list(pairs), round(ENGLISH * len(pairs))):
        yield f"{prefix('en')} {pair.english}", pair.english


def _joined(pairs: Sequence[Pair], chance: random.Random) -> Iterator[Pair]:
    """Long texts are rare among them; two sentences one after the other are one."""
    for code in sorted({pair.language for pair in pairs}):
        mine = [pair for pair in pairs if pair.language == code]
        for first in chance.sample(mine, round(JOINED * len(mine))):
            second = chance.choice(mine)
            yield Pair(f"{first.english} {second.english}", f"{first.other} {second.other}", code)
