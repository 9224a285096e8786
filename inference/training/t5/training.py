"""From a package of sentences to a model: learn for so many minutes, from where the last time ended.

Everything lies in one folder: `packages/`, `tokenizer/`, `checkpoint.pt`, `loss.csv`, `samples/` and, at
each end, `t5/`, which is what ships.
"""

import copy
import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoConfig, AutoTokenizer, T5Config, T5ForConditionalGeneration

from inference.training.budget import Budget, Every, Tell
from inference.training.files import whole, write
from inference.training.t5 import batches, learner, pairs, splitting, tasks, vocabulary
from inference.training.t5.batches import Batch, Corpus
from inference.training.t5.learner import Learner
from inference.training.t5.pairs import Pair

WARM_UP, COOL_DOWN = 100, 0.7  # steps at the beginning, and a share of the time at the end
ROW_EVERY, KEEP_EVERY = 10, 300  # seconds
SHOWN = 8  # pairs in a file of samples
LONGEST = 128  # tokens of what is written


class StartUnfit(Exception):
    """The model to go on from is not one of this recipe."""


@dataclass(frozen=True)
class Plan:
    """Sizes and rates. The defaults are those of the model that ships."""

    minutes: float
    steps: int | None = None  # at most; None is as many as there is time for
    tokens: int = 6144  # of a batch, with its padding
    rate: float = 1e-3
    size: learner.Size = field(default_factory=learner.Size)
    pieces: int = 8000
    held_out: int = 1000  # pairs of each language
    watched: int = 200  # likewise
    start: Path | None = None  # a folder with a model of this recipe to go on from, where nothing was learned yet


class Training:
    def __init__(self, place: Path, plan: Plan, tell: Tell) -> None:
        """Prepare what there is to learn from, which takes a while the first time.

        Raises SourceFailed (of the catalogue) or StartUnfit.
        """
        self.place, self.plan, self.tell = place, plan, tell
        if plan.start:
            _check(plan.start)
        place.mkdir(parents=True, exist_ok=True)
        self.tell("Fetching sentences", 0)
        found = pairs.fetched(place / "packages")
        self.split = splitting.divided(found, plan.held_out, plan.watched)
        self.tokenizer = self._tokenizer()
        self.corpus, self.watched = self._corpus(), self._watched()
        checkpoint = place / "checkpoint.pt"
        kept = torch.load(checkpoint, weights_only=True, map_location="cpu") if checkpoint.is_file() else None
        self.learner = Learner(self._net(kept), plan.rate)
        if kept:
            self.learner.restore(kept)
        self.chance = np.random.default_rng(self.learner.step)  # another one each time that somebody goes on

    def run(self) -> Path:
        """The folder that can ship. Stopped by KeyboardInterrupt it keeps what it has learned."""
        try:
            self._learn()
        finally:
            self._keep()
        self._sample()
        return self._save()

    def _learn(self) -> None:
        budget, before = Budget(self.plan.minutes, self.plan.steps), self.learner.seconds
        row, keep = Every(ROW_EVERY), Every(KEEP_EVERY)
        losses: list[float] = []
        for batch in self._batches():
            losses.append(self.learner.take_step(batch, budget.rate(WARM_UP, COOL_DOWN)))
            budget.step()
            share = budget.share
            done, kept = share == 1, keep.due()
            self.learner.seconds = before + budget.spent
            self.tell("Learning", share)
            if done or kept or row.due():
                self._log(losses, looked=done or kept)
                losses = []
            if kept:
                self._keep()
                self._sample()
            if done:
                return

    def _batches(self) -> Iterator[Batch]:
        """Of all examples, again and again."""
        while True:
            yield from batches.shuffled(self.corpus, self.plan.tokens, self.chance)

    def _log(self, losses: list[float], *, looked: bool) -> None:
        """Steps, seconds, the mean loss since the row before and, now and then, that of what is held out."""
        seen = f"{self.learner.look(self.watched):.4f}" if looked else ""
        with (self.place / "loss.csv").open("a", newline="") as file:
            row = [self.learner.step, round(self.learner.seconds), f"{sum(losses) / len(losses):.4f}", seen]
            csv.writer(file).writerow(row)

    def _watched(self) -> list[Batch]:
        asked = [example for pair in self.split.watched for example in (tasks.there(pair), tasks.back(pair))]
        corpus = batches.tokenised(asked, self.tokenizer)
        return list(batches.shuffled(corpus, self.plan.tokens, np.random.default_rng(0)))

    def _sample(self) -> None:
        """Every task, on a few of the pairs that are watched."""
        folder = self.place / "samples"
        folder.mkdir(exist_ok=True)
        apart = max(1, len(self.split.watched) // SHOWN)
        asked = [example for pair in self.split.watched[::apart] for example in _each_task(pair)]
        said = answers(self.learner.averaged, self.tokenizer, [read for read, _ in asked])
        lines = [f"{read}\n  {answer}\n  ({wanted})\n" for (read, wanted), answer in zip(asked, said, strict=True)]
        (folder / f"{self.learner.step:06}.txt").write_text("\n".join(lines), encoding="utf-8")

    def _keep(self) -> None:
        write(self.place / "checkpoint.pt", self.learner.state())

    def _save(self) -> Path:
        """With averaged weights, in float16."""
        made = copy.deepcopy(self.learner.averaged).half()
        made.generation_config.max_length = LONGEST
        with whole(self.place / "t5") as folder:
            made.save_pretrained(folder)
            self.tokenizer.save_pretrained(folder)
        return self.place / "t5"

    def _net(self, kept: dict[str, Any] | None) -> Any:
        """Of the size that it has already, where something was learned."""
        if kept:
            return T5ForConditionalGeneration(T5Config(**kept["config"]))
        if self.plan.start:
            return T5ForConditionalGeneration.from_pretrained(self.plan.start, dtype=torch.float32)
        return learner.made(self.plan.size, vocabulary.room(self.tokenizer))

    def _tokenizer(self) -> Any:
        """The one that is kept here, since the weights know its pieces only."""
        kept = self.place / "tokenizer"
        if not kept.is_dir():
            with whole(kept) as folder:
                self._new_tokenizer().save_pretrained(folder)
        return AutoTokenizer.from_pretrained(kept)

    def _new_tokenizer(self) -> Any:
        if self.plan.start:
            return AutoTokenizer.from_pretrained(self.plan.start)
        self.tell("Learning the pieces of words", 0)
        texts = (text for pair in self.split.learned for text in (pair.english, pair.other))
        return vocabulary.learned(texts, self.plan.pieces, tasks.prefixes(list(pairs.ARCHIVES)))

    def _corpus(self) -> Corpus:
        self.tell("Reading the sentences", 0)
        return batches.tokenised(list(tasks.examples(self.split)), self.tokenizer)


@torch.no_grad()
def answers(net: Any, tokenizer: Any, texts: Sequence[str]) -> list[str]:
    """What the model says to each, word by word the likeliest."""
    asked = tokenizer(list(texts), return_tensors="pt", padding=True).to(net.device)
    said = net.generate(**asked, do_sample=False, max_length=LONGEST)
    return [str(text) for text in tokenizer.batch_decode(said, skip_special_tokens=True)]


def _check(folder: Path) -> None:
    """Raises StartUnfit."""
    try:
        config, words = AutoConfig.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)
    except (OSError, ValueError) as error:
        raise StartUnfit(f"There is no model in {folder} that transformers reads: {error}") from error
    known = [words.convert_tokens_to_ids(prefix) for prefix in tasks.prefixes(list(pairs.ARCHIVES))]
    if config.model_type != "t5" or config.feed_forward_proj != "relu" or words.unk_token_id in known:
        raise StartUnfit(f"The model in {folder} is not one that this recipe made.")


def _each_task(pair: Pair) -> list[tasks.Example]:
    correction = tasks.correction(pair.other, random.Random(pair.other))
    return [tasks.there(pair), tasks.back(pair), tasks.back(pair, said=False), correction]
