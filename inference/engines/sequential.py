"""One request after the other: for models that no batch serves, and for a seed that a batch would not keep."""

import inspect
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import torch
from torch import Tensor
from transformers import DynamicCache

from inference.engines import computing, sampling, weights
from inference.engines.answers import Answer, failure_of
from inference.engines.base import Batch, Cancelled
from inference.engines.grammar import Grammar
from inference.protocol import TextParameters

STRIDE = 256  # tokens of the prompt that are read between two looks at `cancelled`
MEMORIES = ("past_key_values", "cache_params", "state")  # what families call what they remember


class SequentialBatch(Batch):
    def __init__(self, model: Any, ends: set[int]) -> None:
        self.model = weights.twin(model)
        self.ends = ends
        self.computing = computing.on(model.device)
        self.turn = threading.Lock()

    def stream(
        self, tokens: list[int], parameters: TextParameters, cancelled: Cancelled, grammar: Grammar | None = None
    ) -> Iterator[int]:
        while not self.turn.acquire(timeout=0.05):
            if cancelled():
                return
        try:
            yield from self._generate(tokens, Answer(parameters, grammar), cancelled)
        finally:
            self.turn.release()

    def close(self) -> None:
        """Nothing runs between two tokens."""

    def _generate(self, tokens: list[int], answer: Answer, cancelled: Cancelled) -> Iterator[int]:
        sequence, unread = Sequence(self.model), tokens
        while not answer.over:
            for piece in sequence.pieces(unread):
                if cancelled():
                    return
                scores = self.computing.run(partial(sequence.read, piece))
            token = self.computing.run(partial(_choose, scores.float(), answer))
            answer.say(token, self.ends)
            yield token
            unread = [token]


def _choose(scores: Tensor, answer: Answer) -> int:
    """The next token; scores [V]. Raises OutOfMemory or EngineCrashed where it cannot be constrained."""
    try:
        sampling.constrain(scores, answer)
    except Exception as error:
        raise failure_of(error) from error
    return sampling.pick(scores.unsqueeze(0), [answer])[0]


class Sequence:
    """What a model has read, remembered in the way of its family: keys and values, states, or nothing at all."""

    def __init__(self, model: Any) -> None:
        self.model = model
        # States are only right where a prompt is read at once: then nobody looks at `cancelled` in between.
        self.stride = STRIDE if not getattr(model, "_is_stateful", False) else None
        self.tokens = torch.empty(1, 0, dtype=torch.long, device=model.device)
        self.kept: dict[str, Any] = {"use_cache": True}
        self.takes = inspect.signature(model.forward).parameters
        if "logits_to_keep" in self.takes:
            self.kept["logits_to_keep"] = 1
        if model._supports_default_dynamic_cache():  # the others bring their own
            cache = DynamicCache(config=model.config.get_text_config(decoder=True))
            self.kept |= {name: cache for name in MEMORIES if name in self.takes}

    def pieces(self, tokens: list[int]) -> Iterator[list[int]]:
        """The pieces that `tokens` are read in."""
        stride = self.stride or len(tokens)
        for at in range(0, len(tokens), stride):
            yield tokens[at : at + stride]

    def read(self, fresh: list[int]) -> Tensor:
        """Scores [V] of what follows."""
        self.tokens = torch.cat([self.tokens, self.tokens.new_tensor([fresh])], dim=-1)
        if "position_ids" in self.takes:  # by themselves some begin to count anew at each piece
            self.kept["position_ids"] = torch.arange(self.tokens.shape[-1], device=self.tokens.device).unsqueeze(0)
        begins = len(fresh) == self.tokens.shape[-1]
        remembers = any(name in self.kept for name in MEMORIES)
        with torch.no_grad():  # here and not around the loop: it would leak through the yields to the caller
            inputs = self.model.prepare_inputs_for_generation(
                self.tokens[:, -len(fresh) :] if remembers else self.tokens, is_first_iteration=begins, **self.kept
            )
            outputs = self.model(**inputs, return_dict=True)
            self.kept = self.model._update_model_kwargs_for_generation(outputs, self.kept)
        scores: Tensor = outputs.logits[0, -1]
        return scores
