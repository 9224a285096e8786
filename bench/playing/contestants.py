"""Who answers prompts: each opens a stream, to which prompts are given from many threads."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")
django.setup()

from bench.playing import product  # noqa: E402
from bench.playing.measure import Counter, Stream  # noqa: E402
from bench.prompts import MAX_TOKENS, TEMPERATURE  # noqa: E402
from inference.catalogue import cards  # noqa: E402
from inference.protocol import Message, Request, TextBody, TextParameters  # noqa: E402

BLOCKS, PAGE = 256, 64  # of the library's cache on a CPU: 16,384 tokens


class Raw:
    """The default model as a script would load it."""

    def __init__(self) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        folder = cards.find("", "text").folder
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16).eval()

    def tokens_of(self, prompt: str) -> list[int]:
        turns = [{"role": "user", "content": prompt}]
        return list(self.tokenizer.apply_chat_template(turns, add_generation_prompt=True)["input_ids"])


@contextmanager
def generate() -> Iterator[Stream]:
    """What a script would do. One after the other: the model is not made for two calls at once."""
    import torch

    raw, turn = Raw(), Lock()

    def stream(prompt: str) -> Iterator[int]:
        yield 0
        with turn:
            counter = Counter()
            ids = torch.tensor([raw.tokens_of(prompt)])
            options = {"max_new_tokens": MAX_TOKENS, "do_sample": False, "streamer": counter}
            Thread(target=lambda: raw.model.generate(ids, attention_mask=torch.ones_like(ids), **options)).start()
            yield from iter(counter.seen.get, 0)

    yield stream


@contextmanager
def continuous() -> Iterator[Stream]:
    """The library's batching, tuned for a CPU."""
    from transformers import ContinuousBatchingConfig, GenerationConfig

    raw = Raw()
    manager = raw.model.init_continuous_batching(
        GenerationConfig(do_sample=False, eos_token_id=raw.model.generation_config.eos_token_id),
        ContinuousBatchingConfig(page_size=PAGE, num_blocks=BLOCKS, max_batch_tokens=256),
    )
    manager.start()
    outlets: dict[str, SimpleQueue[Any]] = {}

    def pump() -> None:
        while manager.is_running():
            if output := manager.get_result(timeout=0.1):
                outlets[output.request_id].put(output)

    Thread(target=pump, daemon=True).start()

    def stream(prompt: str) -> Iterator[int]:
        yield 0
        outlet = outlets[prompt] = SimpleQueue()
        manager.add_request(raw.tokens_of(prompt), request_id=prompt, max_new_tokens=MAX_TOKENS, streaming=True)
        seen, finished = 0, False
        while not finished:
            output = outlet.get()
            yield len(output.generated_tokens) - seen
            seen, finished = len(output.generated_tokens), output.is_finished()

    try:
        yield stream
    finally:
        manager.stop(block=True, hard_stop=True)


@contextmanager
def ours(precision: str = "auto") -> Iterator[Stream]:
    """Our engine: with templates, stop strings, whole characters and restarts."""
    from inference.engines.text import TextEngine

    parameters = TextParameters(max_tokens=MAX_TOKENS, temperature=TEMPERATURE)
    engine, card = TextEngine(), cards.find("", "text")
    card.precision = precision
    engine.load(card)

    def stream(prompt: str) -> Iterator[int]:
        body = TextBody(messages=[Message(role="user", content=prompt)], parameters=parameters)
        told = 0
        yield 0
        for chunk in engine.stream(Request(id=prompt, card="", log="", body=body), lambda: False):
            # A chunk may be several tokens; how many there were in all, the last one says.
            new = chunk.usage.output_tokens - told if chunk.usage else 1
            told += new
            yield new

    with closing(engine):
        yield stream


@contextmanager
def the_product() -> Iterator[Stream]:
    with product.running() as url, product.through(url) as stream:
        yield stream


CONTESTANTS: dict[str, Callable[[], AbstractContextManager[Stream]]] = {
    "generate, bfloat16": generate,
    "continuous batching, bfloat16": continuous,
    "ours, bfloat16": lambda: ours("bfloat16"),
    "ours, int8": lambda: ours("int8"),
    "ours": ours,
    "product": the_product,
}
