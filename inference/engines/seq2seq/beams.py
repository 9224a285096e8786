"""Beam search, by transformers' `generate`: a few texts together, each with all its beams, one call after the other.

It looks for the likeliest answer; temperature, top_p, top_k, min_p and seed have nothing to say in that.
"""

import copy
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import torch
from transformers import StoppingCriteria, StoppingCriteriaList

from inference.engines import computing
from inference.engines.base import Cancelled, EngineCrashed
from inference.engines.seq2seq.batching import Row

TOGETHER = 8  # texts in one call
GLANCE = 0.05  # seconds between two looks at `cancelled` while others search


class Beams:
    def __init__(self, model: Any, ends: set[int]) -> None:
        self.model, self.ends = model, ends
        self.computing = computing.on(model.device)
        self.turn = threading.Lock()
        self.closed = False

    def answers(self, rows: list[Row], cancelled: Cancelled) -> Iterator[Iterator[int]]:
        """The tokens of each row, when all of them are found. None at all when cancelled."""
        for at in range(0, len(rows), TOGETHER):
            for tokens in self._search(rows[at : at + TOGETHER], cancelled):
                yield iter(tokens)

    def close(self) -> None:
        self.closed = True

    def _search(self, rows: list[Row], cancelled: Cancelled) -> list[list[int]]:
        while not self.turn.acquire(timeout=GLANCE):
            if cancelled():
                return []
        try:
            found = [] if cancelled() else self._generate(rows, cancelled)
        finally:
            self.turn.release()
        if self.closed:
            raise EngineCrashed
        return [] if cancelled() else found

    def _generate(self, rows: list[Row], cancelled: Cancelled) -> list[list[int]]:
        longest = max(len(row.tokens) for row in rows)
        filler = self.model.generation_config.pad_token_id or 0
        ids = [[*row.tokens, *[filler] * (longest - len(row.tokens))] for row in rows]
        read = [[1] * len(row.tokens) + [0] * (longest - len(row.tokens)) for row in rows]
        search = partial(
            self.model.generate,
            input_ids=torch.tensor(ids, device=self.model.device),
            attention_mask=torch.tensor(read, device=self.model.device),
            generation_config=self._asked(rows[0]),
            stopping_criteria=StoppingCriteriaList([_Until(lambda: self._is_over(cancelled))]),
        )
        found = self.computing.run_at_length(search)
        return [self._said(tokens, rows[0].parameters.max_tokens) for tokens in found[:, 1:].tolist()]

    def _is_over(self, cancelled: Cancelled) -> bool:
        """Asked between two steps."""
        self.computing.let_others()
        return self.closed or cancelled()

    def _asked(self, row: Row) -> Any:
        """Rows of one request differ only in what they read."""
        config = copy.deepcopy(self.model.generation_config)
        config.update(
            num_beams=row.parameters.beams,
            do_sample=False,
            max_length=row.parameters.max_tokens + 1,  # with the token that the decoder starts from
            eos_token_id=sorted(self.ends),
            forced_bos_token_id=config.forced_bos_token_id if row.first is None else row.first,
            repetition_penalty=row.parameters.repetition_penalty,
            temperature=None, top_p=None, top_k=None,
        )  # fmt: skip
        return config

    def _said(self, tokens: list[int], most: int) -> list[int]:
        """Up to the end; an end that is only there because no more fitted is none."""
        end = next((at for at, token in enumerate(tokens) if token in self.ends), len(tokens))
        return tokens[:end] if end + 1 >= most else tokens[: end + 1]


class _Until(StoppingCriteria):
    def __init__(self, stop: Cancelled) -> None:
        self.stop = stop

    def __call__(self, input_ids: torch.Tensor, scores: object, **_: object) -> torch.Tensor:  # noqa: ARG002
        return torch.full((len(input_ids),), self.stop(), device=input_ids.device)
