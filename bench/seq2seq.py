"""How much translating together brings: `python -m bench.seq2seq`, in one run on the same weights.

(generate) transformers' `generate`, one sentence after the other; (alone) our engine, asked for one after the other;
(together) our engine, all asked for at once, each by somebody of their own; (arriving) the same, but one comes every
50 ms; (text) all as one text.
"""

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")
django.setup()

import torch  # noqa: E402

from bench.prompts import SENTENCES  # noqa: E402
from inference.catalogue import cards  # noqa: E402
from inference.engines.seq2seq import Seq2SeqEngine  # noqa: E402
from inference.protocol import Request, TextParameters, TranslateBody  # noqa: E402

CARD = "opus-mt-en-fr"
GREEDY = TextParameters(temperature=0)
APART = 0.05  # seconds

Contestant = Callable[[Seq2SeqEngine], int]


def translate(engine: Seq2SeqEngine, text: str) -> int:
    """How many tokens its translation has."""
    body = TranslateBody(text=text, source="English", target="French", parameters=GREEDY)
    *_, last = engine.stream(Request(id="", card=CARD, log="", body=body), lambda: False)
    return last.usage.output_tokens


def generate(engine: Seq2SeqEngine) -> int:
    tokens = 0
    for sentence in SENTENCES:
        ids = torch.tensor([engine.tokens(sentence)])
        options = {"attention_mask": torch.ones_like(ids), "num_beams": 1, "do_sample": False}
        tokens += engine.beams.model.generate(ids, **options).shape[1] - 1
    return tokens


def alone(engine: Seq2SeqEngine) -> int:
    return sum(translate(engine, sentence) for sentence in SENTENCES)


def together(engine: Seq2SeqEngine, apart: float = 0) -> int:
    def ask(number: int) -> int:
        time.sleep(number * apart)
        return translate(engine, SENTENCES[number])

    with ThreadPoolExecutor(len(SENTENCES)) as threads:
        return sum(threads.map(ask, range(len(SENTENCES))))


def arriving(engine: Seq2SeqEngine) -> int:
    return together(engine, APART)


def text(engine: Seq2SeqEngine) -> int:
    return translate(engine, " ".join(SENTENCES))


CONTESTANTS: dict[str, Contestant] = {
    "generate": generate,
    "alone": alone,
    "together": together,
    "arriving": arriving,
    "text": text,
}


def main() -> int:
    rates = {}
    engine = Seq2SeqEngine()
    engine.load(cards.find(CARD, "translation"))
    with closing(engine):
        translate(engine, SENTENCES[0])  # warm
        for name, contestant in CONTESTANTS.items():
            begun = time.perf_counter()
            tokens = contestant(engine)
            seconds = time.perf_counter() - begun
            rates[name] = tokens / seconds
            print(f"{name:10} {seconds:6.1f} s   {rates[name]:6.1f} tokens/s   ({tokens} tokens)", flush=True)
    print(f"together / alone = {rates['together'] / rates['alone']:.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
