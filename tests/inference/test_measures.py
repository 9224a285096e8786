"""How each model does, from real requests in a real Redis."""

import uuid

import pytest

from inference import measures
from inference.protocol import Failure, Outcome, Usage


@pytest.fixture
def card():
    return f"card-{uuid.uuid4().hex}"


def note(card, state="done", failure=None, **usage):
    used = Usage(**{"output_tokens": 20, "seconds": 1.0} | usage)
    measures.note(card, Outcome(id="1", attempt=1, state=state, usage=used, failure=failure))


def of(card):
    return measures.of([card])[card]


def test_nothing_is_known_of_a_model_that_nobody_asked(card):
    assert of(card) == measures.Measures()
    assert measures.speeds([card]) == {}


def test_the_speed_is_the_median_of_the_answers_and_one_odd_answer_does_not_move_it(card):
    for seconds in (1.0, 1.0, 2.0, 2.0, 20.0):
        note(card, seconds=seconds)
    assert of(card).speed == 10
    assert measures.speeds([card]) == {card: 10}


def test_a_short_answer_one_in_no_time_and_a_stopped_one_say_nothing_of_the_speed(card):
    note(card, output_tokens=3)
    note(card, seconds=0.0)
    note(card, state="cancelled", output_tokens=100)
    assert of(card).speed is None


def test_percentiles_are_those_of_the_sample(card):
    for number in range(1, 101):
        note(card, first_token_seconds=number / 100)
    found = of(card)
    assert (found.first_token_p50, found.first_token_p95) == (0.5, 0.95)


@pytest.mark.parametrize(("values", "share", "expected"), [([], 0.5, None), ([7], 0.95, 7), ([3, 1, 2], 0.5, 2)])
def test_a_percentile_is_one_of_the_values(values, share, expected):
    assert measures.percentile(values, share) == expected


def test_only_the_last_requests_count_for_how_long_it_takes_and_all_of_today_are_counted(card):
    for _ in range(measures.KEPT):
        note(card, first_token_seconds=9.0)
    for _ in range(measures.KEPT):
        note(card, first_token_seconds=1.0)
    found = of(card)
    assert (found.first_token_p95, found.done) == (1.0, 2 * measures.KEPT)


def test_how_they_ended_is_counted_and_the_last_failure_is_told(card):
    note(card)
    note(card, state="cancelled")
    for words in ("First.", "Second."):
        note(card, state="failed", failure=Failure(code="engine_crashed", message=words))
    found = of(card)
    assert (found.done, found.failed, found.cancelled) == (1, 2, 1)
    assert (found.last_failure.code, found.last_failure.message) == ("engine_crashed", "Second.")


def test_while_redis_is_away_nothing_is_known_and_nothing_fails(card, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    note(card)
    assert of(card) == measures.Measures()
    assert measures.speeds([card]) == {}
