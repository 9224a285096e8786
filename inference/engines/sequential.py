"""One request after the other: for a seed, which a shared batch cannot honour, and for models that no batch serves."""

import copy
import threading
from collections.abc import Iterator
from typing import Any

import torch
from transformers import DynamicCache

from inference.engines import sampling
from inference.engines.base import Batch, Cancelled
from inference.protocol import TextParameters

STRIDE = 256  # tokens of the prompt that are read between two looks at `cancelled`


class SequentialBatch(Batch):
    def __init__(self, model: Any, ends: set[int]) -> None:
        self.model = _twin(model)
        self.ends = ends
        self.turn = threading.Lock()

    def stream(self, tokens: list[int], parameters: TextParameters, cancelled: Cancelled) -> Iterator[int]:
        while not self.turn.acquire(timeout=0.05):
            if cancelled():
                return
        try:
            yield from self._generate(tokens, parameters, cancelled)
        finally:
            self.turn.release()

    def close(self) -> None:
        """Nothing runs between two tokens."""

    def _generate(self, tokens: list[int], parameters: TextParameters, cancelled: Cancelled) -> Iterator[int]:
        cache = DynamicCache(config=self.model.config)
        generator = torch.Generator(self.model.device)
        if parameters.seed is None:
            generator.seed()
        else:
            generator.manual_seed(parameters.seed)
        unread = tokens
        for _ in range(parameters.max_tokens):
            for at in range(0, len(unread), STRIDE):
                if cancelled():
                    return
                scores = self._read(unread[at : at + STRIDE], cache)
            token = sampling.draw(scores, parameters.temperature, parameters.top_p, generator)
            yield token
            if token in self.ends:
                return
            unread = [token]

    def _read(self, tokens: list[int], cache: DynamicCache) -> torch.Tensor:
        """Scores [V] of what follows."""
        with torch.no_grad():  # here and not around the loop: it would leak through the yields to the caller
            ids = torch.tensor([tokens], device=self.model.device)
            scores: torch.Tensor = self.model(ids, past_key_values=cache, use_cache=True, logits_to_keep=1).logits[
                0, -1
            ]
        return scores


def _twin(model: Any) -> Any:
    """Modules and a configuration of its own around the same weights.

    transformers writes into the configuration during a forward pass (`is_causal`): two passes at once through one
    model, here and in the batch, would read each other's, and one of them looks into its own future.
    """
    weights = [*model.parameters(), *model.buffers()]
    return copy.deepcopy(model, {id(weight): weight for weight in weights})
