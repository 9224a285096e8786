"""How well the T5 that ships translates and mends, beside larger models: `python -m bench.t5`, or `… --pairs 100` for a
glance.

Each does what the recipe holds out as a widget would ask for it, but greedily, through the engines of a model worker.
chrF and BLEU are sacrebleu's; sentences a second are those of 32 at once.
"""

import argparse
import os
import random
import re
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")
django.setup()

from django.conf import settings  # noqa: E402
from sacrebleu import corpus_bleu, corpus_chrf  # noqa: E402

from bench.at_hand import Worker  # noqa: E402
from bench.copied import COPIED, GREETINGS  # noqa: E402
from inference import languages  # noqa: E402
from inference.catalogue import cards  # noqa: E402
from inference.models import ModelCard  # noqa: E402
from inference.protocol import Outcome, Request, TextParameters, TranslateBody  # noqa: E402
from inference.training.t5 import pairs, slips, splitting  # noqa: E402
from inference.training.t5.pairs import Pair  # noqa: E402
from inference.training.t5.training import Plan  # noqa: E402

LANGUAGES = ("en", "fr", "es")
WAYS = (("en", "fr"), ("en", "es"), ("fr", "en"), ("es", "en"), *((code, code) for code in LANGUAGES))
OURS = "t5-mini"
CARDS = (OURS, "opus-mt-en-fr", "opus-mt-fr-en", "smollm2-135m-instruct")
GREEDY = TextParameters(temperature=0, max_tokens=100)
EXAMPLES = 5  # of each direction, the first ones


@dataclass(frozen=True)
class Task:
    source: str  # a language by its code; "" is to be seen
    target: str
    texts: list[str]
    wanted: list[str]

    def __str__(self) -> str:
        return f"{self.source} mended" if self.source == self.target else f"{self.source or '?'} → {self.target}"


def held_out(most: int) -> dict[str, list[Pair]]:
    """By the language beside English."""
    found = pairs.fetched(settings.DATA_DIR / "training" / "t5" / "packages")
    split = splitting.divided(found, Plan.held_out, Plan.watched)
    return {code: [pair for pair in split.held_out if pair.language == code][:most] for code in pairs.ARCHIVES}


def tasks(found: dict[str, list[Pair]]) -> Iterator[Task]:
    for code, mine in found.items():
        english, other = [pair.english for pair in mine], [pair.other for pair in mine]
        yield Task("en", code, english, other)
        yield Task(code, "en", other, english)
        yield Task("", "en", other, english)
        yield mended(code, other)
        yield mended("en", english)


def mended(code: str, right: list[str]) -> Task:
    chance = random.Random(0)
    return Task(code, code, [slips.spoiled(text, chance) for text in right], right)


def answers(worker: Worker, card: ModelCard, task: Task) -> tuple[list[str], float]:
    """What it says to each, and how many seconds all took."""
    said: dict[str, str] = {}

    def settle(outcome: Outcome) -> None:
        if outcome.failure:
            raise RuntimeError(outcome.failure.message)
        said[outcome.id] = outcome.value.strip()

    def ask(texts: list[str]) -> None:
        worker.take([_request(card, task, str(at), text) for at, text in enumerate(texts)], settle)
        while worker.step():
            pass

    ask(task.texts[:1])  # it is loaded
    begun = time.perf_counter()
    ask(task.texts)
    return [said[str(at)] for at in range(len(task.texts))], time.perf_counter() - begun


def copied(worker: Worker, card: ModelCard) -> Iterator[str]:
    """Rows: of each kind, and way by way, how much of what is to stay is there."""
    kinds = dict.fromkeys(kind for kind, *_ in COPIED)
    right: dict[tuple[str, int], list[bool]] = {}
    for at, (source, target) in enumerate(WAYS):
        task = Task(source, target, [row[2 + LANGUAGES.index(source)] for row in COPIED], [row[1] for row in COPIED])
        said, _ = answers(worker, card, task)
        for (kind, word, *_), text in zip(COPIED, said, strict=True):
            right.setdefault((kind, at), []).append(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None)
    yield "| the same | " + " | ".join(str(Task(source, target, [], [])) for source, target in WAYS) + " |"
    yield "|---" * (1 + len(WAYS)) + "|"
    for kind in kinds:
        counts = [right[kind, at] for at in range(len(WAYS))]
        yield f"| {kind} | " + " | ".join(f"{sum(each)} of {len(each)}" for each in counts) + " |"
    everything = [each for counts in right.values() for each in counts]
    yield f"\n{sum(everything)} of {len(everything)} are the same."


def greeted(worker: Worker, card: ModelCard) -> Iterator[str]:
    """How many are answered well, and what is said to the others."""
    wrong = []
    for source, target, text, accepted in GREETINGS:
        [said], _ = answers(worker, card, Task(source, target, [text], []))
        if " ".join(re.findall(r"[\w'-]+", said.casefold())) not in accepted:
            wrong.append(f"{text} → {said}")
    yield f"{len(GREETINGS) - len(wrong)} of {len(GREETINGS)} greetings are right; not: {'; '.join(wrong) or 'none'}."


def _contestants(task: Task, names: Collection[str]) -> Iterator[ModelCard]:
    asked = TranslateBody(text="", source=task.source, target=task.target)
    for card in cards.cards():
        if card.name in names and card.installed and card.suits(asked):
            yield card


def _request(card: ModelCard, task: Task, id: str, text: str) -> Request:
    source, target = languages.name(task.source), languages.name(task.target)
    body = TranslateBody(text=text, source=source, target=target, parameters=GREEDY)
    return Request(id=id, card=card.name, log="", body=body)


def _row(task: Task, name: str, said: list[str], rate: str) -> str:
    chrf, bleu = corpus_chrf(said, [task.wanted]).score, corpus_bleu(said, [task.wanted]).score
    same = sum(one == right for one, right in zip(said, task.wanted, strict=True)) / len(said)
    return f"| {task} | {name} | {chrf:.1f} | {bleu:.1f} | {same:.0%} | {rate} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=Plan.held_out, help="of each language")
    parser.add_argument("--models", nargs="+", default=CARDS)
    parser.add_argument("--copied", action="store_true", help="only what is to stay the same, and greetings")
    asked = parser.parse_args()
    worker = Worker()
    try:
        if not asked.copied:
            _compare(worker, asked.pairs, asked.models)
        card = cards.find(OURS, "translation")
        print("", *copied(worker, card), "", *greeted(worker, card), sep="\n")
    finally:
        worker.close()
    return 0


def _compare(worker: Worker, most: int, models: Collection[str]) -> None:
    examples = []
    print("| task | model | chrF | BLEU | the very same | sentences/s |\n|---|---|---|---|---|---|", flush=True)
    for task in tasks(held_out(most)):
        if task.source == task.target:
            print(_row(task, "as it is", task.texts, ""), flush=True)
        for card in _contestants(task, models):
            said, seconds = answers(worker, card, task)
            print(_row(task, card.name, said, f"{len(said) / seconds:.1f}"), flush=True)
            if card.name == OURS and task.source:
                lines = zip(task.texts[:EXAMPLES], said, task.wanted, strict=False)
                examples += [f"| {task} | {text} | {one} | {right} |" for text, one, right in lines]
    print("\n| task | read | it says | a person says |\n|---|---|---|---|", *examples, sep="\n")


if __name__ == "__main__":
    sys.exit(main())
