"""A step for all at once: sequences join and leave in between."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

import torch
from torch import Tensor

from inference.engines import computing, quantised, sampling, weights
from inference.engines.answers import Answer, constrained
from inference.engines.base import Batch, Cancelled, EngineCrashed, memory_ran_out
from inference.engines.grammar import Grammar
from inference.engines.rows import attention, fitting, layers
from inference.engines.rows.attention import Reading
from inference.engines.rows.cache import Cache
from inference.engines.rows.schedule import Piece, Schedule, Sequence, Size, Step
from inference.protocol import TextParameters

SIZES = (Size(16, 1024), Size(2, 4096))  # of the tables beside a row that is as long as the model reads
BUDGET = 128  # tokens of prompts that are read in one step: those who write wait for them
TRIES = 3  # failed steps that a sequence may have been in before it counts as the one that fails them

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Row(Answer):
    sequence: Sequence = field(kw_only=True)
    failures: int = 0


class RowBatch(Batch):
    def __init__(self, model: Any, ends: set[int], limit: int) -> None:
        """`limit`: the tokens of the longest sequence. Raises NotImplementedError for what rows would read wrongly."""
        fitting.check(model, limit)
        self.model, self.ends = weights.twin(model), ends
        self.model.set_attn_implementation(attention.NAME)
        layers.make(self.model)
        self.keeps_seeds = quantised.is_exact(model)
        self.sizes = _sizes(limit)
        self.schedule, self.cache = Schedule(self.sizes, BUDGET), Cache(self.sizes)
        self.rows: dict[Sequence, Row] = {}  # only who computes touches these three
        self.arrived: SimpleQueue[Row] = SimpleQueue()
        self.closed = False
        self.computing = computing.on(model.device)
        self.computing.join(self)

    def stream(
        self, tokens: list[int], parameters: TextParameters, cancelled: Cancelled, grammar: Grammar | None = None
    ) -> Iterator[int]:
        sequence = Sequence(list(tokens), len(tokens) + parameters.max_tokens, exact=parameters.seed is not None)
        row = Row(parameters, grammar, sequence=sequence)
        self.arrived.put(row)
        self.computing.wake()
        if self.closed:
            raise EngineCrashed
        try:
            yield from row.stream(cancelled)
        finally:  # also where it is cancelled, fails, or is closed
            row.over = True

    def close(self) -> None:
        self.closed = True
        self.computing.leave(self)
        self._let_in()
        for row in self.rows.values():
            row.fail(EngineCrashed())

    def step(self) -> bool:
        try:
            self._let_in()
            for row in [row for row in self.rows.values() if row.over]:
                del self.rows[row.sequence]
                self.schedule.remove(row.sequence)
            self._take(self.schedule.step())
        except BaseException as error:  # whatever it is, the thread goes on
            log.exception("a step failed")
            self._begin_anew(error)
        return bool(self.rows)

    def _let_in(self) -> None:
        while not self.arrived.empty():
            row = self.arrived.get()
            self.rows[row.sequence] = row
            self.schedule.add(row.sequence)

    @torch.inference_mode()
    def _take(self, step: Step) -> None:
        self.cache.copy(step.copies)
        if not step.pieces:
            return
        scores = self._read(step)
        self.schedule.done(step)
        last = [piece for piece in step.pieces if piece.is_last]
        if last:
            self._go_on(last, scores)

    def _go_on(self, pieces: list[Piece], scores: Tensor) -> None:
        """By the next token of each, and by more where it guessed right; scores [N, V] as they are read."""
        rows = [self.rows[piece.sequence] for piece in pieces]
        counts = [1 + len(piece.guesses) for piece in pieces]
        if not _is_well(scores):
            self._read_again([row for row, some in zip(rows, scores.split(counts), strict=True) if not _is_well(some)])
            return
        if len(scores) == len(rows):
            self._say(rows, scores)
            return
        each = scores.split(counts)
        self._say(rows, torch.stack([some[0] for some in each]))
        for row, piece, some in zip(rows, pieces, each, strict=True):
            if piece.guesses:
                self._confirm(row, piece, some[1:])

    def _confirm(self, row: Row, piece: Piece, scores: Tensor) -> None:
        """As far as the guesses are what was said, what follows them is known too; scores [G, V] after each guess."""
        right = 0
        for guess, after in zip(piece.guesses, scores, strict=True):
            if row.over or row.said[-1] != guess:
                break
            right += 1
            piece.sequence.read += 1
            self._say([row], after.unsqueeze(0))
        piece.sequence.guesses.were_right(right)

    def _say(self, rows: list[Row], scores: Tensor) -> None:
        """The next token of each, after scores [B, V]. Whose grammar fails ends alone."""
        rows, scores = constrained(rows, scores)
        for row, token in zip(rows, sampling.pick(scores, rows), strict=True):
            row.sequence.tokens.append(token)
            row.failures = 0
            row.say(token, self.ends)

    def _read(self, step: Step) -> Tensor:
        """Scores [N, V] after each piece that is the last one of its sequence, and after each of its guesses."""
        reading = Reading(step.pieces, self.cache)
        kept = [
            at
            for end, piece in zip(reading.ends, step.pieces, strict=True)
            if piece.is_last
            for at in range(end, end + 1 + len(piece.guesses))
        ]
        output = self.model(
            input_ids=torch.tensor([reading.tokens]),
            position_ids=torch.tensor([reading.positions]),
            logits_to_keep=torch.tensor(kept or reading.ends[:1]),
            use_cache=False,
            reading=reading,
        )
        scores: Tensor = output.logits[0].float()
        return scores

    def _begin_anew(self, error: BaseException) -> None:
        """Nobody is told at first: whoever had a row tries again from the tokens that they have."""
        tried = [self.rows[sequence] for sequence in self.schedule.placed]
        self._forget()
        for row in tried:
            row.failures += 1
            if row.failures == TRIES or memory_ran_out(error):
                row.fail(error)

    def _read_again(self, broken: list[Row]) -> None:
        """What their rows keep is no numbers, and would spoil who goes on from it. Somebody else may have left it
        there: who meets it again and again ends alone."""
        log.error("%d answers have scores that are no numbers", len(broken))
        for row in broken:
            row.sequence.guesses.were_right(0)
            row.failures += 1
            if row.failures == TRIES:
                row.fail(EngineCrashed())
        self._forget()

    def _forget(self) -> None:
        """Everybody reads again what they have read."""
        self.schedule.forget()
        self.cache = Cache(self.sizes)


def _is_well(scores: Tensor) -> bool:
    return bool(scores.amax(dim=-1).isfinite().all())


def _sizes(limit: int) -> list[Size]:
    """Of the tables for sequences of up to `limit` tokens."""
    sizes: list[Size] = []
    for rows, length in (*SIZES, Size(1, limit)):
        if not sizes or sizes[-1].length < limit:
            sizes.append(Size(rows, min(length, limit)))
    return sizes
