"""How fast the installed encoder reads passages: one by one, in batches as they come, in batches of one length.

`python -m bench.encoder [passages]`; MODELS_DIR is where the product has its models.
"""

import os
import random
import sys
import time
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")

import django

django.setup()

from inference.catalogue import cards  # noqa: E402
from inference.engines.encoder import EncoderEngine, comparing, reading  # noqa: E402
from inference.models import ModelCard  # noqa: E402

PASSAGES = 1000
AS_THEY_COME = 16
# Words of a passage: those of a document, and those of a table or of chat messages.
KINDS = {"documents": (5, 120), "lines": (3, 15)}


def texts(count: int, least: int, most: int) -> list[str]:
    """Passages of so many words from what is written about this product."""
    words = " ".join(Path(name).read_text() for name in ("README.md", "docs/architecture.md")).split()
    chance = random.Random(1)
    starts = [chance.randrange(len(words) - most) for _ in range(count)]
    return [" ".join(words[start : start + chance.randint(least, most)]) for start in starts]


def rate(engine: EncoderEngine, tokens: list[reading.Tokens], batches: Iterable[list[int]]) -> float:
    """Passages a second."""
    begun = time.perf_counter()
    for batch in batches:
        engine.reader.look([tokens[number] for number in batch], comparing.vectors)
    return len(tokens) / (time.perf_counter() - begun)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PASSAGES
    engine = EncoderEngine()
    engine.load(next(ModelCard(**row) for row in cards.shipped() if row["name"] == "all-minilm-l6-v2"))
    for kind, (least, most) in KINDS.items():
        tokens = engine.reader.tokens(texts(count, least, most))
        sizes = [len(one["input_ids"]) for one in tokens]
        rate(engine, tokens[:50], [[number] for number in range(50)])
        one = rate(engine, tokens, ([number] for number in range(count)))
        some = rate(
            engine,
            tokens,
            (list(range(at, min(at + AS_THEY_COME, count))) for at in range(0, count, AS_THEY_COME)),
        )
        alike = rate(engine, tokens, reading.batches(sizes))
        print(
            f"{kind}, {sum(sizes) / count:.0f} tokens each: one by one {one:.0f} passages/s, "
            f"by {AS_THEY_COME} as they come {some:.0f} ({some / one:.1f}×), by length {alike:.0f} ({alike / one:.1f}×)"
        )


if __name__ == "__main__":
    main()
