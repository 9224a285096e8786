"""Texts as vectors: what is near, what is remembered, and when it stops."""

import json
import re

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from inference.engines.encoder import EncoderEngine, comparing, reading
from inference.protocol import ClassifyBody, SearchBody, Source
from tests.inference import tiny
from tests.inference.asking import ask_for, request_of

SENTENCE = "The cat sat on the dog, and a robot ran. "
LONG = SENTENCE * 400

HANDBOOK = {
    "page 1": """
        Welcome to the house at the lake. You find the key in the grey box beside the door. The kitchen is on the
        ground floor, and so is the room with the fireplace. There are four beds upstairs, two of them for children. The
        cellar is locked, for there is nothing in it but our own things.""",
    "page 2": """
        The heating is turned up with the round knob in the hall. In winter it runs from six to ten by itself. If
        a radiator stays cold, open the little valve at its side until water comes. Please turn everything down to two
        when you leave, and close the windows. There is wood for the fireplace in the shed.""",
    "page 3": """
        Rubbish is collected on Tuesdays before eight. Glass and paper have bins of their own behind the shed. What
        is left of meals goes on the compost in the garden, but no bones and no meat. Please leave nothing in the bins
        when you go, for the foxes come in the night.""",
    "page 4": """
        The wireless network is called Lighthouse, and its password hangs on the fridge. It is slow when it rains.
        The television has three channels, and a shelf full of films stands beside it. For the radio, pull the aerial
        out as far as it goes. A computer for guests stands in the hall.""",
    "page 5": """
        The nearest doctor is Dr. Weber in the market square. In an emergency call 112. The pharmacy beside the
        church is open until six, on Saturdays until noon. Plasters and something against headaches are in the cupboard
        in the bathroom. The hospital is half an hour away by car.""",
}


def handbook() -> Source:
    text, parts = "", []
    for where, words in HANDBOOK.items():
        parts.append((where, len(text)))
        text += " ".join(words.split()) + "\n\n"
    return Source(name="handbook.pdf", text=text, parts=parts)


@pytest.fixture
def engine() -> EncoderEngine:
    """A tiny one that remembers nothing yet."""
    engine, words = EncoderEngine(), tiny.bert_tokenizer()
    engine.hold(tiny.bert(len(words)), words, tiny.CONTEXT)
    return engine


def search(*texts: str, most: int = 3) -> SearchBody:
    sources = [Source(name=f"{number}.txt", text=text) for number, text in enumerate(texts)]
    return SearchBody(question="cat", sources=sources, most=most)


def embed(engine: EncoderEngine, texts: list[str]) -> tuple[torch.Tensor, int]:
    asked = reading.Reading(engine.reader, lambda: False)
    steps = asked.each(texts, comparing.vectors)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value, asked.spent


def memory(engine: EncoderEngine) -> comparing.Memory:
    return engine.works[SearchBody].__self__.memory


def test_a_vector_is_the_mean_of_its_tokens_whatever_stands_beside_it(engine: EncoderEngine):
    read = engine.reader.tokenizer("the cat sat", return_tensors="pt")
    with torch.inference_mode():
        mean = engine.reader.model(**read).last_hidden_state[0].mean(dim=0)
    vectors, tokens = embed(engine, ["the cat sat", "a much longer text about the dog that ran"])
    assert torch.allclose(vectors[0], mean / mean.norm(), atol=1e-5)
    assert vectors.norm(dim=-1).tolist() == pytest.approx([1, 1])
    assert tokens > read["input_ids"].numel()


def test_texts_are_read_beside_those_of_their_length_and_found_where_they_stood(engine: EncoderEngine):
    texts = ["cat " * (number * 37 % 90 + 1) for number in range(100)]
    together, _ = embed(engine, texts)
    for number in range(0, 100, 7):
        assert torch.allclose(together[number], embed(engine, [texts[number]])[0][0], atol=1e-5)


@given(st.lists(st.integers(1, 3000), max_size=300))
def test_each_text_is_in_one_batch_and_no_batch_is_too_large(sizes: list[int]):
    made = list(reading.batches(sizes))
    assert sorted(number for batch in made for number in batch) == list(range(len(sizes)))
    for batch in made:
        filled = len(batch) * max(sizes[number] for number in batch)
        assert len(batch) == 1 or (len(batch) <= reading.BATCH and filled <= reading.TOKENS)


def test_what_is_longer_than_the_context_is_read_up_to_there(engine: EncoderEngine):
    _, tokens = embed(engine, [LONG])
    assert tokens == tiny.CONTEXT


def test_long_sources_are_read_with_progress_and_remembered(engine: EncoderEngine):
    first, again = ask_for(engine, search(LONG)), ask_for(engine, search(LONG))
    assert re.fullmatch(r"Reading passage \d+ of [\d,]+", first.steps[0])
    assert again.steps == []
    assert again.text == first.text
    assert again.chunks[-1].usage.input_tokens < 10 < first.chunks[-1].usage.input_tokens


def test_only_what_is_new_is_read(engine: EncoderEngine):
    known, new = ask_for(engine, search(LONG)), ask_for(engine, search(LONG, SENTENCE))
    assert new.chunks[-1].usage.input_tokens < known.chunks[-1].usage.input_tokens / 10
    assert {one["source"] for one in json.loads(ask_for(engine, search(LONG, SENTENCE, most=20)).text)} == {
        "0.txt",
        "1.txt",
    }


def test_what_was_searched_longest_ago_is_forgotten(engine: EncoderEngine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(comparing, "REMEMBERED", 2)
    for text in ("one.", "two.", "one.", "three."):
        ask_for(engine, search(text))
    known = [memory(engine).recall(Source(name="", text=text)) is not None for text in ("one.", "two.", "three.")]
    assert known == [True, False, True]


@pytest.mark.parametrize(
    "body", [search(LONG), ClassifyBody(text=LONG, labels=["cat", "dog"])], ids=["search", "classify"]
)
def test_it_is_cancelled_between_two_batches(engine: EncoderEngine, body: SearchBody | ClassifyBody):
    whole, steps = ask_for(engine, body), []
    memory(engine).vectors.clear()
    stream = engine.stream(request_of(body), lambda: len(steps) > 1)
    for chunk in stream:
        steps.append(chunk)  # noqa: PERF402 - it is looked at meanwhile
    assert (steps[-1].finish, "".join(chunk.text for chunk in steps)) == ("cancelled", "")
    assert steps[-1].usage.input_tokens < whole.chunks[-1].usage.input_tokens


def test_nothing_is_found_in_nothing(engine: EncoderEngine):
    for body in (search(), search("", " \n"), SearchBody(question="", sources=[])):
        assert json.loads(ask_for(engine, body).text) == []


def test_shares_of_labels_sum_up_to_one_and_the_best_comes_first(engine: EncoderEngine):
    for text in (LONG, "cat", ""):
        ranked = json.loads(ask_for(engine, ClassifyBody(text=text, labels=["cat", "dog", "robot"])).text)
        scores = [one["score"] for one in ranked]
        assert scores == sorted(scores, reverse=True)
        assert sum(scores) == pytest.approx(1)
        assert {one["label"] for one in ranked} == {"cat", "dog", "robot"}


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ("What is the name of the wifi?", "page 4"),
        ("When does the garbage truck come?", "page 3"),
        ("It is cold, how do I make it warmer?", "page 2"),
        ("Somebody is ill. Whom do I call?", "page 5"),
    ],
)
def test_the_shipped_encoder_finds_the_passage_that_answers(shipped_encoder: EncoderEngine, question: str, where: str):
    body = SearchBody(question=question, sources=[Source(name="other.txt", text=SENTENCE * 30), handbook()], most=2)
    best, second = json.loads(ask_for(shipped_encoder, body).text)
    assert (best["source"], best["where"]) == ("handbook.pdf", where)
    assert best["score"] > second["score"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The striker scored twice in the second half and the crowd roared.", "sport"),
        ("She beat the world number one in three sets.", "sport"),
        ("Whisk the eggs with sugar until pale, then fold in the flour.", "cooking"),
        ("Simmer the sauce gently and season with salt and basil. " * 60, "cooking"),
    ],
)
def test_the_shipped_encoder_knows_sport_from_cooking(shipped_encoder: EncoderEngine, text: str, label: str):
    best, _ = json.loads(ask_for(shipped_encoder, ClassifyBody(text=text, labels=["sport", "cooking"])).text)
    assert best["label"] == label
    assert best["score"] > 0.7
