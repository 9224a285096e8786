"""Which models the shared batch serves: those whose attention takes part in it, and that a trial shows to be read
rightly."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from inference.engines.base import Batch, EngineCrashed
from inference.engines.continuous import ContinuousBatch
from inference.engines.rows import RowBatch
from inference.engines.sequential import Sequence, SequentialBatch
from inference.protocol import TextParameters

TRIALS = (9, 5, 2)  # tokens of the prompts that a new batch is tried with, all at once
WRITTEN = 4  # tokens that it writes after each
DOUBT = 0.05  # of what lies between the best score and the mean one: by so much low precision may mistake a token

log = logging.getLogger(__name__)


def best(model: Any, ends: set[int], limit: int, alone: SequentialBatch) -> Batch:
    """A batch for many requests at once of up to `limit` tokens, or `alone` where none can serve `model`."""
    for kind in _kinds(model):
        try:
            shared = kind(model, ends, limit)
        except (ValueError, AttributeError, NotImplementedError):
            continue
        with ExitStack() as trial:
            trial.callback(shared.close)  # also where memory runs out
            if _is_right(shared, alone):
                trial.pop_all()
                return shared
    log.info("%s serves one request after the other", type(model).__name__)
    return alone


def _kinds(model: Any) -> list[type[RowBatch | ContinuousBatch]]:
    """On a CPU the library's bookkeeping takes longer than the computing."""
    if not model.is_backend_compatible():
        return []
    return [RowBatch, ContinuousBatch] if model.device.type == "cpu" else [ContinuousBatch]


def _is_right(shared: Batch, alone: SequentialBatch) -> bool:
    """Whether it writes what `alone` would: some families crash it, and some it reads wrongly without a word."""
    words = alone.model.config.get_text_config().vocab_size
    prompts = [[words * number // (length + 1) for number in range(1, length + 1)] for length in TRIALS]
    asked = TextParameters(temperature=0, max_tokens=WRITTEN)
    with ThreadPoolExecutor(len(prompts)) as threads:
        try:
            written = list(threads.map(lambda prompt: list(shared.stream(prompt, asked, lambda: False)), prompts))
        except EngineCrashed:
            return False
    pairs = list(zip(prompts, written, strict=True))
    return alone.computing.run(lambda: all(_is_likely(Sequence(alone.model), *pair) for pair in pairs))


def _is_likely(sequence: Sequence, prompt: list[int], written: list[int]) -> bool:
    """Whether each token is the best one after those before it, or as good as that."""
    unread = prompt
    for token in written:
        scores = sequence.read(unread).float()
        if scores.max() - scores[token] > DOUBT * (scores.max() - scores.mean()):
            return False
        unread = [token]
    return True
