"""How well the T5 that ships translates, beside larger models: `python -m bench.t5`, or `… --pairs 100` for a glance.

Each translates the pairs that the recipe holds out, as a widget would ask for it, through the engines of a model
worker. chrF and BLEU are sacrebleu's; seconds are those of all sentences asked for at once.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")
django.setup()

from django.conf import settings  # noqa: E402
from sacrebleu import corpus_bleu, corpus_chrf  # noqa: E402

from bench.at_hand import Worker  # noqa: E402
from inference import languages  # noqa: E402
from inference.catalogue import cards  # noqa: E402
from inference.models import ModelCard  # noqa: E402
from inference.protocol import Outcome, Request, TextParameters, TranslateBody  # noqa: E402
from inference.training.t5 import pairs, splitting  # noqa: E402
from inference.training.t5.training import Plan  # noqa: E402

CARDS = ("t5-mini", "opus-mt-en-fr", "opus-mt-fr-en", "smollm2-135m-instruct")
GREEDY = TextParameters(temperature=0, max_tokens=100)
EXAMPLES = 5  # of each direction, the first ones

Said = list[tuple[str, str]]  # a sentence and its translation


@dataclass(frozen=True)
class Direction:
    source: str
    target: str
    texts: Said

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


def directions(most: int) -> Iterator[Direction]:
    found = pairs.fetched(settings.DATA_DIR / "training" / "t5" / "packages", lambda _: None)
    held_out = splitting.divided(found, Plan.held_out, Plan.watched).held_out
    for code in pairs.ARCHIVES:
        mine = [(pair.english, pair.other) for pair in held_out if pair.language == code][:most]
        yield Direction("en", code, mine)
        yield Direction(code, "en", [(other, english) for english, other in mine])


def translated(worker: Worker, card: ModelCard, direction: Direction) -> tuple[list[str], float]:
    """What it says to each, and how many seconds all took."""
    said: dict[str, str] = {}

    def settle(outcome: Outcome) -> None:
        said[outcome.id] = outcome.value if outcome.state == "done" else ""

    begun = time.perf_counter()
    worker.take([_request(card, direction, at) for at in range(len(direction.texts))], settle)
    while worker.step():
        pass
    return [said[str(at)].strip() for at in range(len(direction.texts))], time.perf_counter() - begun


def _contestants(direction: Direction) -> Iterator[ModelCard]:
    asked = TranslateBody(text="", source=direction.source, target=direction.target)
    for card in cards.cards():
        if card.name in CARDS and card.installed and card.suits(asked):
            yield card


def _request(card: ModelCard, direction: Direction, at: int) -> Request:
    named = {"source": languages.name(direction.source), "target": languages.name(direction.target)}
    body = TranslateBody(text=direction.texts[at][0], parameters=GREEDY, **named)
    return Request(id=str(at), card=card.name, log="", body=body)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=Plan.held_out, help="of each direction")
    asked = parser.parse_args()
    worker, examples = Worker(), []
    print("| direction | model | chrF | BLEU | sentences/s |\n|---|---|---|---|---|", flush=True)
    try:
        for direction in directions(asked.pairs):
            for card in _contestants(direction):
                said, seconds = translated(worker, card, direction)
                wanted = [right for _, right in direction.texts]
                chrf, bleu = corpus_chrf(said, [wanted]).score, corpus_bleu(said, [wanted]).score
                rate = len(said) / seconds
                print(f"| {direction} | {card.name} | {chrf:.1f} | {bleu:.1f} | {rate:.1f} |", flush=True)
                if card.name == CARDS[0]:
                    examples += [
                        f"| {a} | {b} | {c} |" for (a, c), b in zip(direction.texts[:EXAMPLES], said, strict=False)
                    ]
    finally:
        worker.close()
    print("\n| sentence | it says | a person says |\n|---|---|---|", *examples, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
