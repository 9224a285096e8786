"""What every engine promises (inference/engines/base.py), on all of them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from inference.engines.base import Engine, WorkUnfit
from inference.engines.remote import RemoteEngine
from inference.engines.seq2seq import Seq2SeqEngine
from inference.engines.text import TextEngine
from inference.protocol import ImageBody, PromptTooLong, Request
from tests.inference.asking import WORDS, Answer, ask, ask_all, request, request_of


def to_the_last_bit(engine: Engine) -> dict:
    """In half the precision two tokens are often as good as each other: then a seed makes an answer the same."""
    is_half = isinstance(engine, TextEngine) and engine.sequential.model.dtype != torch.float32
    return {"seed": 1} if is_half else {}


def test_the_last_chunk_and_only_that_says_how_it_ended(engine: Engine):
    *others, last = ask(engine, max_tokens=8).chunks
    assert last.finish == "length"
    assert last.usage.output_tokens == 8
    assert last.usage.input_tokens > 0
    assert 0 < last.usage.first_token_seconds <= last.usage.seconds
    assert all(chunk.finish is None for chunk in others)


def test_what_it_took_so_far_comes_with_each_piece(engine: Engine):
    written = [chunk.usage.output_tokens for chunk in engine.stream(request(max_tokens=8), lambda: False) if chunk.text]
    assert 0 < written[0] <= written[-1] <= 8
    assert written == sorted(written)


def test_the_beginning_is_the_same_however_much_is_asked_for(engine: Engine):
    greedy = to_the_last_bit(engine)
    long, short = (ask(engine, max_tokens=count, **greedy).text for count in (16, 4))
    assert long.startswith(short.rstrip("\ufffd"))


def test_cancelling_ends_it_within_a_few_steps(engine: Engine):
    taken = []
    stream = engine.stream(request(max_tokens=48), lambda: len(taken) >= 3)
    for chunk in stream:
        taken.append(chunk)  # noqa: PERF402 - it is looked at meanwhile
    assert taken[-1].finish == "cancelled"
    assert taken[-1].usage.output_tokens < 24


def test_cancelled_before_it_began_it_says_nothing(engine: Engine):
    answer = ask(engine, cancelled=lambda: True)
    assert (answer.text, answer.finish) == ("", "cancelled")


def test_however_many_streams_were_closed_halfway_the_next_is_answered(engine: Engine):
    """That a closed stream also leaves its batch is seen in test_text."""
    streams = [engine.stream(request(max_tokens=48, seed=number % 2 or None), lambda: False) for number in range(8)]
    for stream in streams:
        next(stream)
        stream.close()
    assert ask(engine, max_tokens=4, seed=1).tokens == ask(engine, max_tokens=4).tokens == 4


def test_greedy_answers_are_the_same_in_company_as_alone(engine: Engine):
    asked = [
        {"prompt": f"{number} {WORDS[: 20 * number]} a b c d e f g h", "max_tokens": 12, **to_the_last_bit(engine)}
        for number in range(1, 7)
    ]
    alone = [ask(engine, **parameters).text for parameters in asked]
    assert [answer.text for answer in ask_all(engine, asked)] == alone


def test_neighbours_with_other_parameters_do_not_disturb(engine: Engine):
    greedy = to_the_last_bit(engine)
    alone = ask(engine, **greedy).text
    wild = [
        {
            "temperature": 2.0,
            "top_p": 0.5 + number / 10,
            "repetition_penalty": 1.0 if isinstance(engine, RemoteEngine) else 2 - number / 4,  # it refuses the word
            "max_tokens": 10 + number,
        }
        for number in range(4)
    ]
    answers = ask_all(engine, [greedy, *wild, greedy])
    assert answers[0].text == answers[-1].text == alone
    for number, answer in enumerate(answers[1:-1]):
        assert answer.tokens == 10 + number or answer.finish == "stop"


def test_it_stops_before_a_stop_string_wherever_the_pieces_break(engine: Engine):
    greedy = to_the_last_bit(engine)
    whole = ask(engine, **greedy).text
    stop = whole[len(whole) // 2 :][:3]
    answer = ask(engine, stop=[stop, "never said"], **greedy)
    assert answer.text == whole[: whole.index(stop)]
    assert answer.finish == "stop"


def test_a_prompt_too_long_is_refused_with_a_sentence_and_nobody_else_notices(engine: Engine):
    before = ask(engine, **to_the_last_bit(engine)).text
    with pytest.raises(PromptTooLong, match=r"The prompt has .* tokens and the model reads at most"):
        ask(engine, prompt="word " * 20_000)
    assert ask(engine, **to_the_last_bit(engine)).text == before


def test_asking_for_more_than_there_is_room_for_is_clipped_to_the_room(engine: Engine):
    limit = engine.limit
    if limit > 1000:
        pytest.skip("filling a long context takes minutes")
    answer = ask(engine, prompt="a b " * (limit // 5), max_tokens=8000)
    read = answer.chunks[-1].usage.input_tokens
    assert read > limit // 5
    # An encoder–decoder has as much room for what it reads as for what it writes.
    assert answer.tokens + (0 if isinstance(engine, Seq2SeqEngine) else read) <= limit


def test_a_seed_gives_the_same_again_whatever_goes_on_beside_it(engine: Engine):
    asked = {"temperature": 1.0, "top_p": 1.0, "seed": 7, "max_tokens": 12}
    alone = ask(engine, **asked).text
    answers = ask_all(engine, [asked, {"temperature": 2.0}, asked, {}])
    assert answers[0].text == answers[2].text == alone


def test_right_to_left_emoji_and_nothing_at_all_are_prompts_too(engine: Engine):
    for prompt in ("", "שלום עולם", "🙂👩‍👩‍👧 🇫🇷", "a\u0000b", "<script>alert(1)</script>"):
        assert ask(engine, prompt=prompt, max_tokens=3).finish in {"stop", "length"}


Work = tuple[Engine, Request]


def do(work: Work, cancelled: Callable[[], bool] = lambda: False) -> Answer:
    engine, asked = work
    return Answer(list(engine.stream(asked, cancelled)))


def test_of_any_work_the_last_chunk_and_only_that_says_how_it_ended(work: Work):
    *others, last = do(work).chunks
    assert last.finish == "stop"
    assert last.usage.input_tokens > 0
    assert last.usage.seconds > 0
    assert all(chunk.finish is None for chunk in others)


def test_any_work_gives_the_same_in_company_as_alone(work: Work):
    alone = do(work)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(do, [work] * 4))
    assert [(answer.text, answer.files) for answer in answers] == [(alone.text, alone.files)] * 4


def test_any_work_that_is_cancelled_before_it_began_brings_nothing(work: Work):
    answer = do(work, lambda: True)
    assert (answer.text, answer.files, answer.finish) == ("", [], "cancelled")


def test_any_work_that_was_closed_halfway_leaves_room_for_the_next(work: Work):
    engine, asked = work
    for _ in range(4):
        stream = engine.stream(asked, lambda: False)
        next(stream)
        stream.close()
    assert do(work).finish == "stop"


def test_work_that_an_engine_cannot_do_is_refused_with_a_sentence(
    tiny_engine: Engine, tiny_encoder: Engine, unet_engine: Engine
):
    text, picture = request(), request_of(ImageBody(prompt="a cat"))
    for engine, asked in ((tiny_engine, picture), (tiny_encoder, picture), (tiny_encoder, text), (unet_engine, text)):
        with pytest.raises(WorkUnfit, match="cannot do this kind of work"):
            next(engine.stream(asked, lambda: False))
