"""What a work may take at the most."""

import pytest

from inference.protocol import (
    ClassifyBody,
    CodeBody,
    ImageBody,
    InspectBody,
    Message,
    Parts,
    SearchBody,
    Source,
    TextBody,
    TextParameters,
    TranslateBody,
    Usage,
)
from tests.spending.spending import PICTURE, took
from widgets.spending.costs import Cost, at_most, taken

FIVE = TextParameters(max_tokens=5)


def told(content: str) -> list[Message]:
    return [Message(role="user", content=content)]


@pytest.mark.parametrize(
    ("body", "cost"),
    [
        (TextBody(messages=told("x" * 30), parameters=FIVE), Cost(tokens=15)),
        (TextBody(messages=told("x" * 31), parameters=FIVE), Cost(tokens=16)),
        (TextBody(messages=told("日本"), parameters=FIVE), Cost(tokens=7)),
        (TranslateBody(text="x" * 30, target="French", parameters=FIVE), Cost(tokens=15)),
        (CodeBody(prompt="xxx", prefix="xxx", suffix="xxx", parameters=FIVE), Cost(tokens=8)),
        (ImageBody(prompt="x" * 300), Cost(images=1)),
        (ClassifyBody(text="x" * 30, labels=["yes", "noo"]), Cost(tokens=12)),
        (SearchBody(question="xxx", sources=[Source(name="a", text="x" * 30)]), Cost(tokens=11)),
        (InspectBody(text="xxx", target="xxx", compare=["xxx"]), Cost(tokens=3)),
    ],
)
def test_a_work_is_read_at_three_bytes_a_token_and_answered_at_full_length(body, cost):
    assert at_most(body, 1000) == cost


def test_nothing_takes_more_than_its_model_reads():
    assert at_most(TextBody(messages=told("x" * 9000), parameters=FIVE), 100) == Cost(tokens=100)


def test_what_is_read_in_parts_is_read_again_as_summaries():
    long = TextBody(messages=told("xxx"), parameters=FIVE, parts=Parts(text="x" * 900, instruction="Sum up."))
    assert at_most(long, 1000) == Cost(tokens=306)
    assert at_most(long, 100) == Cost(tokens=606)


def test_of_what_draws_the_pictures_count_and_of_all_else_the_tokens():
    outcome = took("a", read=3, written=4, files=[PICTURE])
    assert taken(outcome, draws=True) == Cost(images=1)
    assert taken(took("a", read=3, written=4), draws=False) == Cost(tokens=7)
    assert taken(outcome.model_copy(update={"files": [], "usage": Usage()}), draws=True) == Cost()
