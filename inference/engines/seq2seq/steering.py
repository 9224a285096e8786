"""From scores to the next token of each row: what a model's own generation config asks for, and which language it has
to begin with."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Protocol

import torch
from torch import Tensor
from transformers import (
    ForcedBOSTokenLogitsProcessor,
    LogitsProcessorList,
    MinLengthLogitsProcessor,
    NoBadWordsLogitsProcessor,
    NoRepeatNGramLogitsProcessor,
    SuppressTokensAtBeginLogitsProcessor,
    SuppressTokensLogitsProcessor,
)

from inference.engines import sampling


class Steered(sampling.Sampled, Protocol):
    """What is looked at of a row."""

    first: int | None  # what it has to begin with: the language that it translates to


class Steering:
    def __init__(self, model: Any, ends: set[int]) -> None:
        self.start: int = model.generation_config.decoder_start_token_id
        self.processors = _processors(model.generation_config, sorted(ends), str(model.device))

    def choose(self, rows: Sequence[Steered], scores: Tensor) -> list[int]:
        """The next token of each row; scores [B, V] after what the model and each row asked for."""
        chosen = sampling.pick(scores, rows)
        return [token if row.said or row.first is None else row.first for row, token in zip(rows, chosen, strict=True)]

    def steer(self, rows: Sequence[Steered], scores: Tensor) -> Tensor:
        """Scores [B, V] as the model asks for them. The processors take rows of one length at a time. A grammar leaves
        them nothing to say."""
        if not self.processors:
            return scores
        alike = defaultdict(list)
        for at, row in enumerate(rows):
            if not row.grammar:
                alike[len(row.said)].append(at)
        for places in alike.values():
            ids: Any = torch.tensor([[self.start, *rows[at].said] for at in places], device=scores.device)
            if len(places) == len(rows):
                return self.processors(ids, scores)  # spares a copy
            scores[places] = self.processors(ids, scores[places])
        return scores


def _processors(config: Any, ends: list[int], device: str) -> LogitsProcessorList:
    """A forced end is not among them: an answer that is cut off there ends anyway."""
    processors: list[Any] = []
    if config.no_repeat_ngram_size:
        processors.append(NoRepeatNGramLogitsProcessor(config.no_repeat_ngram_size))
    if config.bad_words_ids:
        processors.append(NoBadWordsLogitsProcessor(config.bad_words_ids, ends))
    if config.min_length and ends:
        processors.append(MinLengthLogitsProcessor(config.min_length, ends, device=device))
    if config.forced_bos_token_id is not None:
        processors.append(ForcedBOSTokenLogitsProcessor(config.forced_bos_token_id))
    if config.suppress_tokens:
        processors.append(SuppressTokensLogitsProcessor(config.suppress_tokens, device=device))
    if config.begin_suppress_tokens:
        at = 1 if config.forced_bos_token_id is None else 2
        processors.append(SuppressTokensAtBeginLogitsProcessor(config.begin_suppress_tokens, at, device=device))
    return LogitsProcessorList(processors)
