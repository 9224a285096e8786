"""A text longer than the context is read in parts, on an engine that computes and on one that only repeats."""

import re
from collections.abc import Iterator
from threading import Barrier

import pytest

from inference.engines import parts
from inference.engines.base import Cancelled, Engine, EngineCrashed
from inference.engines.echo import EchoEngine
from inference.engines.text import TextEngine
from inference.models import ModelCard
from inference.protocol import Chunk, Message, Parts, PromptTooLong, TextBody, TextParameters, Usage
from tests.inference.asking import ask, ask_for, request_of
from tests.waiting import until

SENTENCE = "The cat sat and the dog ran to a robot. "


class Listening:
    """Hands everything on to an engine, and knows what it was asked."""

    def __init__(self, engine: TextEngine | EchoEngine) -> None:
        self.engine, self.limit = engine, engine.limit
        self.size, self.prompt_size = engine.size, engine.prompt_size
        self.asked: list[TextBody] = []

    def write(self, body: TextBody, cancelled: Cancelled) -> Iterator[Chunk]:
        self.asked.append(body)
        return self.engine.write(body, cancelled)


class Talkative(Listening):
    """Its summaries are no shorter than what they sum up."""

    def write(self, body: TextBody, cancelled: Cancelled) -> Iterator[Chunk]:
        yield Chunk(text=body.messages[-1].content, finish="stop", usage=Usage())


class Together(Listening):
    """The first answers begin when all have begun that may be at work at once."""

    begun = Barrier(parts.AT_ONCE, timeout=20)

    def write(self, body: TextBody, cancelled: Cancelled) -> Iterator[Chunk]:
        answer = super().write(body, cancelled)
        if len(self.asked) <= parts.AT_ONCE:
            self.begun.wait()
        return answer


@pytest.fixture(params=["echo", "tiny"])
def reader(request: pytest.FixtureRequest) -> Engine:
    return request.getfixturevalue(f"{request.param}_engine")


def body(text: str, instruction: str = "Sum up:", **parameters: object) -> TextBody:
    asked = TextParameters(**{"temperature": 0, "max_tokens": 12, **parameters})
    question = Message(role="user", content="What is it about?")
    return TextBody(messages=[question], parameters=asked, parts=Parts(text=text, instruction=instruction))


def test_a_text_that_fits_is_asked_about_directly(reader: Engine):
    asked = body(SENTENCE)
    answer = ask_for(reader, asked)
    assert answer.steps == []
    assert answer.text == ask(reader, f"What is it about?\n\n{SENTENCE}", max_tokens=12).text


def test_a_longer_text_is_read_in_parts_with_progress_and_then_answered(reader: Engine):
    text = SENTENCE * 60
    answer = ask_for(reader, body(text))
    of = int(answer.steps[0].removeprefix("Reading part 1 of "))
    assert of > 1
    assert answer.steps[: of + 1] == [
        *[f"Reading part {number} of {of}" for number in range(1, of + 1)],
        "Putting the parts together",
    ]
    assert (answer.tokens >= 12, answer.finish) == (True, "length")
    assert answer.chunks[-1].usage.input_tokens > reader.size(text)
    assert answer.chunks[-1].usage.first_token_seconds <= answer.chunks[-1].usage.seconds


def test_the_answer_is_about_the_summaries_of_all_parts_in_their_order():
    engine = EchoEngine()
    engine.load(ModelCard(name="echo", context=4000))
    text = "".join(f"Chapter {number}. {'The sea is wide. ' * 249} " for number in range(6))
    answer = ask_for(engine, body(text, instruction="In short:", max_tokens=1000))
    question, *summaries = answer.text.split("In short:")
    assert question.strip() == "What is it about?"
    assert len(answer.steps) == len(summaries) + 1
    told = re.findall(r"Chapter \d", answer.text)
    assert told == sorted(told)
    assert told[0] == "Chapter 0"
    assert all(summary.count("The sea is wide") > 30 for summary in summaries)


def test_summaries_that_are_too_long_together_are_read_in_parts_again(echo_engine: EchoEngine):
    answer = ask_for(echo_engine, body(SENTENCE * 400))
    assert "Reading the summaries, part 1 of" in " ".join(answer.steps)
    assert answer.finish == "length"


def test_every_part_fits_with_its_summary_and_is_asked_for_text(tiny_engine: TextEngine):
    listening = Listening(tiny_engine)
    list(parts.read(body(SENTENCE * 60, stop=["x"], json_schema={}), listening, lambda: False))
    *asked, last = listening.asked
    sizes = [tiny_engine.prompt_size(one.messages) + one.parameters.max_tokens for one in asked]
    assert len(asked) > 2
    assert max(sizes) <= tiny_engine.limit
    assert all((one.parameters.stop, one.parameters.json_schema) == ([], None) for one in asked)
    assert (last.parameters.stop, last.parameters.json_schema) == (["x"], {})


@pytest.mark.parametrize("after", [0, 1, 40])
def test_cancelled_at_any_time_it_ends_within_a_few_steps(reader: Engine, after: int):
    looks = iter(range(1_000_000))
    answer = ask_for(reader, body(SENTENCE * 60), lambda: next(looks) >= after)
    assert answer.finish == "cancelled"
    assert answer.tokens < 200


def test_parts_that_were_begun_when_it_was_cancelled_count(echo_engine: EchoEngine):
    taken: list[Chunk] = []
    writer = Together(echo_engine)
    for chunk in parts.read(body(SENTENCE * 60), writer, lambda: len(taken) > 0):
        taken.append(chunk)  # noqa: PERF402 - it is looked at meanwhile
    assert taken[-1].finish == "cancelled"
    assert taken[-1].usage.input_tokens == sum(writer.prompt_size(asked.messages) for asked in writer.asked)


def test_closed_between_two_parts_it_leaves_nothing_that_works_on(tiny_engine: TextEngine):
    stream = tiny_engine.stream(request_of(body(SENTENCE * 60)), lambda: False)
    next(stream)
    stream.close()
    until(lambda: not tiny_engine.batch.rows)


def test_a_question_without_room_for_any_text_is_too_long(reader: Engine):
    with pytest.raises(PromptTooLong):
        ask_for(reader, body(SENTENCE * 60, instruction="word " * 700))


def test_what_does_not_become_shorter_is_too_long(echo_engine: EchoEngine):
    with pytest.raises(PromptTooLong):
        list(parts.read(body(SENTENCE * 60), Talkative(echo_engine), lambda: False))


def test_a_failure_in_one_part_is_the_failure_of_all(echo_engine: EchoEngine):
    with pytest.raises(EngineCrashed):
        ask_for(echo_engine, body(SENTENCE * 60, instruction="/fail"))
