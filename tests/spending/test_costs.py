"""What a work may take at the most."""

import pytest

from inference import cutting
from inference.models import ModelCard
from inference.prompting import spoken
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
from widgets.spending.costs import FRAME, Cost, at_most, taken

FIVE = TextParameters(max_tokens=5)
WORDS = "All the king's horses and all the king's men could not put Humpty together again. "


def card(family="text", task="text", context=1000):
    return ModelCard(name="tiny", family=family, task=task, context=context)


def told(*contents: str) -> list[Message]:
    return [Message(role="user", content=content) for content in contents]


def text(*contents: str) -> TextBody:
    return TextBody(messages=told(*contents), parameters=FIVE)


@pytest.mark.parametrize(
    ("body", "tokens"),
    [
        (text("x" * 30), 30 + FRAME + 5),
        (text("0" * 300), 300 + FRAME + 5),  # of digits each is a token
        (text("日本"), 6 + FRAME + 5),
        (text("", "", ""), 3 * FRAME + 5),
    ],
)
def test_what_is_read_counts_by_its_bytes_and_what_is_written_at_full_length(body, tokens):
    assert at_most(body, card()) == Cost(tokens=tokens)


def test_what_is_asked_in_words_counts_with_those_words():
    translation = TranslateBody(text="x" * 30, target="French", parameters=FIVE)
    code = CodeBody(prompt="x" * 30, prefix="xx", suffix="xx", parameters=FIVE)
    for body in (translation, code):
        assert at_most(body, card()) == at_most(spoken(body), card())
        assert at_most(body, card()).tokens > 30 + FRAME + 5


def test_a_picture_is_a_picture():
    assert at_most(ImageBody(prompt="x" * 300), card("image", "image")) == Cost(images=1)


def test_nothing_takes_more_than_its_model_reads_but_an_encoder_decoder_writes_as_much_again():
    long = TextBody(messages=told("x" * 9000), parameters=TextParameters(max_tokens=900))
    assert at_most(long, card(context=100)) == Cost(tokens=100)
    assert at_most(long, card("seq2seq", context=100)) == Cost(tokens=200)


def test_what_is_read_in_parts_is_read_with_what_is_asked_of_each_and_then_as_summaries():
    def long(letters: int) -> TextBody:
        return TextBody(messages=told("xxx"), parameters=FIVE, parts=Parts(text="x" * letters, instruction="Sum up."))

    assert at_most(long(900), card(context=1000)) == Cost(tokens=3 + FRAME + 900 + 5)
    around = len("Sum up.") + FRAME + 160
    parts = -(-8000 // (1000 - around))
    assert parts * 160 > 1000 - around
    twice = 8000 + parts * around + parts * 160 + 3 * around
    assert at_most(long(8000), card(context=1000)).tokens >= twice + 1000


def test_a_translator_may_write_the_longest_answer_for_each_sentence():
    cost = at_most(TranslateBody(text=WORDS * 20, target="French", parameters=FIVE), card("seq2seq", context=512))
    assert cost == Cost(tokens=20 * (len(WORDS.strip()) + FRAME + 5))


def test_a_text_is_classified_once_by_vectors_and_once_a_label_by_what_follows():
    body = ClassifyBody(text="x" * 30, labels=["yes", "noo"])
    assert at_most(body, card("encoder", "embedding")) == Cost(tokens=30 + 3 + 3 + 3 * FRAME)
    assert at_most(body, card("encoder", "classification")) == Cost(tokens=2 * (30 + 3 + FRAME))


def test_a_question_is_read_once_by_vectors_and_with_each_passage_by_a_reranker():
    body = SearchBody(question="xxx", sources=[Source(name="a", text="x" * 30), Source(name="b", text="y" * 30)])
    assert at_most(body, card("encoder", "embedding")) == Cost(tokens=3 + 30 + 30 + 3 * FRAME)
    assert at_most(body, card("encoder", "reranking")) == Cost(tokens=2 * (3 + 30 + FRAME))


def test_passages_count_as_often_as_they_are_read_but_never_beyond_what_the_model_reads():
    body = SearchBody(question="", sources=[Source(name="a", text=WORDS * 100)])
    passages = [passage.text for passage in cutting.passages(body.sources[0])]
    read = sum(map(len, passages)) + FRAME * (1 + len(passages))
    assert sum(map(len, passages)) > len(WORDS) * 100
    assert at_most(body, card("encoder", "embedding")) == Cost(tokens=read)
    assert at_most(body, card("encoder", "embedding", context=256)) == Cost(tokens=FRAME + 256 * len(passages))


def test_what_is_looked_into_is_read_once_more_to_be_compared():
    assert at_most(InspectBody(text="xxx", target="xxx"), card()) == Cost(tokens=2 * (3 + FRAME))
    assert at_most(InspectBody(text="xxx", compare=["xxx"]), card()) == Cost(tokens=3 * 3 + 4 * FRAME)


def test_of_what_draws_the_pictures_count_and_of_all_else_the_tokens():
    outcome = took("a", read=3, written=4, files=[PICTURE])
    assert taken(outcome, draws=True) == Cost(images=1)
    assert taken(took("a", read=3, written=4), draws=False) == Cost(tokens=7)
    assert taken(outcome.model_copy(update={"files": [], "usage": Usage()}), draws=True) == Cost()
