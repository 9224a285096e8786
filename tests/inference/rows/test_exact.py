"""The model that ships, in each precision: under a seed it writes the same to the last token, whoever else is there."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from inference.engines.text import TextEngine
from tests.inference.asking import ask
from tests.inference.conftest import shipped_card

PROMPTS = [
    "Write a story about a robot.",
    "List three fruits.",
    "Explain how rain forms to a child who has asked why the street is wet, and mention clouds, wind and the sea.",
    "Write a poem about the sea in autumn.",
    "Describe a bakery at five in the morning.",
]


@pytest.mark.parametrize("precision", ["auto", "int8", "bfloat16"])
def test_a_seed_gives_the_same_alone_as_in_company(precision: str):
    engine = TextEngine()
    engine.load(shipped_card(precision))

    def write(number: int) -> str:
        return ask(engine, PROMPTS[number], temperature=0.8, top_p=0.95, seed=number, max_tokens=40).text

    with closing(engine), ThreadPoolExecutor(len(PROMPTS)) as threads:
        alone = [write(number) for number in range(len(PROMPTS))]
        assert list(threads.map(write, range(len(PROMPTS)))) == alone
        assert list(threads.map(write, reversed(range(len(PROMPTS))))) == alone[::-1]
