"""How much of the engine's speed reaches the visitor: `python -m bench.play`, in one run on the same weights.

(a) transformers' `generate`, one prompt after the other; (b) transformers' continuous batching; (engine) TextEngine;
(c) the product, over HTTP and a WebSocket.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from queue import SimpleQueue
from threading import Lock, Thread

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")
django.setup()

from bench import product  # noqa: E402
from bench.measure import Measured, Stream, measure  # noqa: E402
from bench.prompts import MAX_TOKENS, PROMPTS, TEMPERATURE  # noqa: E402
from inference.catalogue import cards  # noqa: E402
from inference.engines.text import CACHE, TextEngine  # noqa: E402
from inference.protocol import Message, Request, TextBody, TextParameters  # noqa: E402

Contestant = Callable[[TextEngine], AbstractContextManager[Stream]]


def tokens_of(engine: TextEngine, prompt: str) -> list[int]:
    return engine._tokens([Message(role="user", content=prompt)])


class Counter:
    """A streamer as transformers has them: tells of every token that `generate` makes. The first call is the prompt."""

    def __init__(self) -> None:
        self.seen: SimpleQueue[int] = SimpleQueue()
        self.prompt = True

    def put(self, value: object) -> None:  # noqa: ARG002
        if not self.prompt:
            self.seen.put(1)
        self.prompt = False

    def end(self) -> None:
        self.seen.put(0)


@contextmanager
def generate(engine: TextEngine) -> Iterator[Stream]:
    """(a) What a script would do. One after the other: the model is not made for two calls at once."""
    import torch

    model, turn = engine.sequential.model, Lock()

    def stream(prompt: str) -> Iterator[int]:
        yield 0
        with turn:
            counter = Counter()
            ids = torch.tensor([tokens_of(engine, prompt)], device=model.device)
            options = {"max_new_tokens": MAX_TOKENS, "do_sample": False, "streamer": counter}
            Thread(target=lambda: model.generate(ids, attention_mask=torch.ones_like(ids), **options)).start()
            yield from iter(counter.seen.get, 0)

    yield stream


@contextmanager
def continuous(engine: TextEngine) -> Iterator[Stream]:
    """(b) The library's batching, tuned for a CPU as ours is, with nothing around it."""
    from transformers import ContinuousBatchingConfig, GenerationConfig

    settings = {"page_size": 64, "num_blocks": CACHE // 64, "max_batch_tokens": 256} if on_cpu(engine) else {}
    manager = engine.sequential.model.init_continuous_batching(
        GenerationConfig(do_sample=False, eos_token_id=sorted(engine.ends)), ContinuousBatchingConfig(**settings)
    )
    manager.start()
    outlets: dict[str, SimpleQueue] = {}

    def pump() -> None:
        while manager.is_running():
            if output := manager.get_result(timeout=0.1):
                outlets[output.request_id].put(output)

    Thread(target=pump, daemon=True).start()

    def stream(prompt: str) -> Iterator[int]:
        yield 0
        outlet = outlets[prompt] = SimpleQueue()
        manager.add_request(tokens_of(engine, prompt), request_id=prompt, max_new_tokens=MAX_TOKENS, streaming=True)
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
def ours(engine: TextEngine) -> Iterator[Stream]:
    """(engine) Our engine: the same batching, with templates, stop strings, whole characters and restarts."""
    parameters = TextParameters(max_tokens=MAX_TOKENS, temperature=TEMPERATURE)

    def stream(prompt: str) -> Iterator[int]:
        body = TextBody(messages=[Message(role="user", content=prompt)], parameters=parameters)
        told = 0
        yield 0
        for chunk in engine.stream(Request(id=prompt, card="", log="", body=body), lambda: False):
            # A chunk may be several tokens; how many there were in all, the last one says.
            new = chunk.usage.output_tokens - told if chunk.usage else 1
            told += new
            yield new

    yield stream


def on_cpu(engine: TextEngine) -> bool:
    return str(engine.sequential.model.device) == "cpu"


BATCHING, OURS, PRODUCT = "(b) continuous batching", "(engine) ours", "(c) the product"
CONTESTANTS: dict[str, Contestant] = {"(a) generate": generate, BATCHING: continuous, OURS: ours}


def run(contestants: dict[str, AbstractContextManager[Stream]], at_once: int) -> dict[str, Measured]:
    results = {}
    for name, contestant in contestants.items():
        with contestant as stream:
            measure(stream, PROMPTS[:at_once])  # warm
            results[name] = measure(stream, PROMPTS[:at_once])
        print(f"{at_once} at once  {name:26} {results[name]}", flush=True)
    return results


def main() -> int:
    engine = TextEngine()
    engine.load(cards.find("", "text"))
    with closing(engine), product.running() as url:
        for at_once in (1, 8):
            contestants = {name: make(engine) for name, make in CONTESTANTS.items()}
            results = run(contestants | {PRODUCT: product.through(url)}, at_once)
            ratio = results[PRODUCT].rate / results[BATCHING].rate
            later = (results[PRODUCT].first - results[OURS].first) * 1000
            print(f"{at_once} at once  c/b = {ratio:.2f}, first token {later:.0f} ms after the engine's", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
