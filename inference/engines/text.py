"""Chat and text from a GPT-style decoder: prompt to tokens, tokens to text. Computing tokens is the batch's part."""

import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging as transformers_logging

from inference.catalogue import installing
from inference.engines.base import Batch, Cancelled, Engine, OutOfMemory, memory_ran_out
from inference.engines.continuous import ContinuousBatch
from inference.engines.decoding import Detokeniser, StopStrings
from inference.engines.sequential import SequentialBatch
from inference.models import ModelCard
from inference.protocol import Chunk, Message, ModelDamaged, PromptTooLong, Request, Usage

transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]

CACHE = 16_384  # tokens that a CPU keeps for all requests together; a model with a longer context gets its context


class TextEngine(Engine):
    def load(self, card: ModelCard) -> None:
        installing.check(card)
        try:
            tokenizer = AutoTokenizer.from_pretrained(card.folder, local_files_only=True)
            model: Any = AutoModelForCausalLM.from_pretrained(
                card.folder, dtype=_precision(card), local_files_only=True
            )
            model = model.to(_device(card)).eval()
        except (MemoryError, OSError, ValueError, KeyError, RuntimeError) as error:
            raise (OutOfMemory() if memory_ran_out(error) else ModelDamaged(card.name)) from error
        self.hold(model, tokenizer, card.context)

    def hold(self, model: Any, tokenizer: Any, context: int) -> None:
        """Take weights that are in memory already."""
        torch.set_num_threads(os.cpu_count() or 1)
        self.tokenizer = tokenizer
        self.tokenizing = threading.Lock()  # the tokenizer changes its own settings while it works
        self.limit = min(context, getattr(model.config, "max_position_embeddings", context))
        self.ends = _ends(model, tokenizer)
        self.sequential = SequentialBatch(model, self.ends)
        self.batch: Batch = _batch(model, self.ends, max(CACHE, self.limit)) or self.sequential

    def stream(self, request: Request, cancelled: Cancelled) -> Iterator[Chunk]:
        started = time.perf_counter()
        tokens = self._tokens(request.body.messages)
        room = self.limit - len(tokens)
        if room < 1:
            raise PromptTooLong(len(tokens), self.limit)
        asked = request.body.parameters
        parameters = asked.model_copy(update={"max_tokens": min(asked.max_tokens, room)})
        batch = self.batch if parameters.seed is None else self.sequential
        writing = _Writing(self, len(tokens), parameters.stop, started)
        yield from writing.chunks(batch.stream(tokens, parameters, cancelled), cancelled)

    def close(self) -> None:
        self.batch.close()

    def decode(self, tokens: list[int]) -> str:
        return str(self.tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False))

    def _tokens(self, messages: list[Message]) -> list[int]:
        turns = [{"role": message.role, "content": self._harmless(message.content)} for message in messages]
        with self.tokenizing:
            if not self.tokenizer.chat_template:
                return list(self.tokenizer("\n\n".join(turn["content"] for turn in turns))["input_ids"])
            text = self.tokenizer.apply_chat_template(turns, add_generation_prompt=True, tokenize=False)
            return list(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def _harmless(self, text: str) -> str:
        """`text` in which a control token such as <|im_start|> is only letters: nobody speaks in another's role."""
        for token in self.tokenizer.all_special_tokens:
            text = text.replace(token, f"{token[0]}\u200b{token[1:]}")
        return text


class _Writing:
    """One answer on its way from tokens to chunks."""

    def __init__(self, engine: TextEngine, input_tokens: int, stops: list[str], started: float) -> None:
        self.ends = engine.ends
        self.text = Detokeniser(engine.decode)
        self.stops = StopStrings(stops)
        self.started = started
        self.usage = Usage(input_tokens=input_tokens)

    def chunks(self, tokens: Iterator[int], cancelled: Cancelled) -> Iterator[Chunk]:
        ended = False
        for token in tokens:
            self._count()
            if ended := token in self.ends:
                break
            if piece := self.stops.let_through(self.text.add(token)):
                yield Chunk(text=piece)
            if self.stops.met:
                break
        tokens.close()  # type: ignore[attr-defined]  # frees the place in the batch now, not when memory is swept
        yield self._last(ended, cancelled)

    def _count(self) -> None:
        self.usage.output_tokens += 1
        if self.usage.first_token_seconds is None:
            self.usage.first_token_seconds = time.perf_counter() - self.started

    def _last(self, ended: bool, cancelled: Cancelled) -> Chunk:
        rest = "" if self.stops.met else self.stops.let_through(self.text.rest())
        if not self.stops.met:
            rest += self.stops.rest()
        self.usage.seconds = time.perf_counter() - self.started
        if ended or self.stops.met:
            return Chunk(text=rest, finish="stop", usage=self.usage)
        return Chunk(text=rest, finish="cancelled" if cancelled() else "length", usage=self.usage)


def _device(card: ModelCard) -> str:
    if card.device != "auto":
        return card.device
    return "cuda" if torch.cuda.is_available() else "cpu"


def _precision(card: ModelCard) -> torch.dtype:
    """What the card asks for, or float32 on a CPU that would have to emulate it."""
    wanted: torch.dtype = getattr(torch, card.precision)
    if wanted == torch.float32 or _device(card) != "cpu":
        return wanted
    can = torch.cpu.get_capabilities()
    return wanted if can.get("avx512_bf16") or can.get("amx_bf16") or can.get("bf16") else torch.float32


def _ends(model: Any, tokenizer: Any) -> set[int]:
    """Every token that ends an answer."""
    said = model.generation_config.eos_token_id
    ids = said if isinstance(said, list) else [said]
    return {token for token in [*ids, tokenizer.eos_token_id] if token is not None}


def _batch(model: Any, ends: set[int], capacity: int) -> Batch | None:
    """A batch for `model`, or None where the library cannot serve it."""
    try:
        return ContinuousBatch(model, ends, capacity)
    except (ValueError, AttributeError, NotImplementedError):
        return None
