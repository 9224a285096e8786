"""What the model learns to do, each as a text that becomes another one."""

import random
from collections.abc import Iterable, Iterator, Sequence

from inference import languages
from inference.training.t5.copies import copies
from inference.training.t5.joining import joined
from inference.training.t5.pairs import Pair
from inference.training.t5.phrases import phrases, typed
from inference.training.t5.slips import spoiled
from inference.training.t5.splitting import Split

Example = tuple[str, str]  # what is read and what is written

CORRECT = "correct:"
UNSAID = 0.2  # of the translations into English do not say from which language
CORRECTED = 0.2  # as many texts to correct as this share of all texts
ENGLISH = 0.02  # as many English sentences among those whose language is to be seen: they stay as they are
REPEATED = 5  # times that each phrase is learned as it may be typed


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


def examples(split: Split) -> Iterator[Example]:
    """Both directions of each pair and of those made of them, what is said in a word or two, and texts to correct."""
    chance, pairs = random.Random(0), split.learned
    texts = [*pairs, *split.apart([*joined(pairs, chance), *copies(pairs, chance)])]
    for pair in texts:
        yield there(pair)
        yield back(pair, said=chance.random() >= UNSAID)
    yield from _said(split.apart(phrases()))
    for pair in chance.sample(texts, round(CORRECTED * len(texts))):
        yield correction(chance.choice((pair.english, pair.other)), chance)
    for pair in chance.sample(pairs, round(ENGLISH * len(pairs))):
        yield f"{prefix('en')} {pair.english}", pair.english


def _said(known: Iterable[Pair]) -> Iterator[Example]:
    """As it may be typed, into as it should stand."""
    for asked, right in [both for pair in known for both in typed(pair)] * REPEATED:
        yield there(asked)[0], right.other
        yield back(asked)[0], right.english
        yield f"{CORRECT} {asked.english}", right.english
        yield f"{CORRECT} {asked.other}", right.other
