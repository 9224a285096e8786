"""Whether examples are fit to learn from: what is wrong, in which rows, and what to do about it. Pure."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from widgets.teaching.examples import faults
from widgets.teaching.examples.faults import Fault
from widgets.teaching.examples.reading import Example, Given

HELD_OUT = 0.2  # of the examples are not learned from, but tried afterwards
OFTEN = 3  # times that a label is given on the average
BINS = 12  # of the histogram
LISTENED = 500  # prompts whose language is looked for
LANGUAGES = 5  # that are told


@dataclass
class Check:
    faults: list[Fault]
    learned: list[Example]  # what is left to learn from
    held_out: list[Example]  # and to try afterwards
    labels: dict[str, int]  # how often each; of labels only
    tokens: list[tuple[int, int]]  # the histogram of lengths: up to so many tokens, so many examples
    columns: (
        tuple[str, str] | None
    )  # that were taken for what is asked and for the answer; None where nothing names any
    languages: dict[str, int]  # codes of those that prompts are in, and how many of those that were looked at

    @property
    def fit(self) -> bool:
        return not any(fault.stops for fault in self.faults)


Size = Callable[[Example], int]  # tokens that the model reads of it
Language = Callable[[str], str | None]  # the code of that which a text is in, where it tells


def check(given: Given, size: Size, most: int, language: Language, *, labels: bool) -> Check:
    """`most`: tokens that the model reads at most. `labels`: answers are classes, not texts."""
    found = [faults.unread(given.unread)] if given.unread else []
    left = _without(given.examples, _is_empty, faults.empty, found)
    if labels:
        left = _in_one_spelling(left)
    left = _without(left, _again(left), faults.repeated, found)
    sizes = {one.row: size(one) for one in left}
    left = _without(left, lambda one: sizes[one.row] > most, lambda rows: faults.too_long(rows, most), found)
    if labels:
        left = _without(left, _contradicting(left), faults.contradicting, found)
    counts = Counter(one.answer for one in left) if labels else Counter()
    found += _of_labels(counts) if labels else []
    learned, held_out = split(left, labels=labels)
    if len(left) < faults.FEWEST:
        found.append(faults.too_few(len(left)))
    elif not held_out and not any(fault.stops for fault in found):
        found.append(faults.nothing_held_out())
    spoken = Counter(code for one in left[:LISTENED] if (code := language(one.prompt)))
    bars = _histogram([sizes[one.row] for one in left])
    return Check(found, learned, held_out, dict(counts), bars, given.columns, dict(spoken.most_common(LANGUAGES)))


def are_labels(examples: Sequence[Example]) -> bool:
    """Whether the answers look like those of a few classes, each given several times."""
    answers = {one.answer.casefold() for one in examples if one.answer}
    return 1 < len(answers) <= min(faults.MOST_LABELS, len(examples) / OFTEN)


def split(examples: list[Example], *, labels: bool) -> tuple[list[Example], list[Example]]:
    """What to learn from, and a fifth at most that is held out: by checksums, so that more examples later move few of
    them. Those that ask the same, but for case and blanks, are never on both sides. Of each label a fifth.
    """
    alike: dict[str, dict[str, list[Example]]] = defaultdict(lambda: defaultdict(list))
    for one in examples:
        alike[one.answer if labels else ""][_asked(one)].append(one)
    learned: list[Example] = []
    held_out: list[Example] = []
    for groups in alike.values():
        room = int(HELD_OUT * sum(map(len, groups.values())))
        for asked in sorted(groups, key=lambda asked: hashlib.sha256(asked.encode()).digest()):
            side = held_out if len(groups[asked]) <= room else learned
            room -= len(groups[asked]) if side is held_out else 0
            side += groups[asked]
    return learned, held_out


def _in_one_spelling(examples: list[Example]) -> list[Example]:
    """Each label as it was first written: upper case makes no other one."""
    first: dict[str, str] = {}
    return [replace(one, answer=first.setdefault(one.answer.casefold(), one.answer)) for one in examples]


def _asked(example: Example) -> str:
    return " ".join(example.prompt.casefold().split())


def _is_empty(example: Example) -> bool:
    return not (example.prompt and example.answer)


Wrong = Callable[[Example], bool]


def _without(
    examples: list[Example], wrong: Wrong, fault: Callable[[list[int]], Fault], found: list[Fault]
) -> list[Example]:
    """Those that are right; the others are one fault more."""
    if rows := [one.row for one in examples if wrong(one)]:
        found.append(fault(rows))
    return [one for one in examples if not wrong(one)]


def _again(examples: Iterable[Example]) -> Wrong:
    """Whether one asks and answers what another one before it does."""
    first: dict[tuple[str, str], Example] = {}
    for one in examples:
        first.setdefault((_asked(one), one.answer), one)
    return lambda one: first[_asked(one), one.answer] is not one


def _contradicting(examples: Iterable[Example]) -> Wrong:
    """Whether one asks the same as another one that has another label."""
    said = Counter(_asked(one) for one in examples)
    return lambda one: said[_asked(one)] > 1


def _of_labels(counts: Counter[str]) -> list[Fault]:
    if len(counts) < 2:
        return [faults.one_label()]
    if len(counts) > faults.MOST_LABELS:
        return [faults.many_labels(len(counts))]
    rare = [label for label, count in counts.items() if count < faults.FEWEST_OF_A_LABEL]
    return [faults.rare_labels(rare)] if rare else []


def _histogram(sizes: list[int]) -> list[tuple[int, int]]:
    if not sizes:
        return []
    width = max(1, math.ceil(max(sizes) / BINS))
    counts = Counter((size - 1) // width for size in sizes)
    return [((at + 1) * width, counts[at]) for at in range(min(counts), max(counts) + 1)]
