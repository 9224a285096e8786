"""When what happened in a run."""

from datetime import UTC, datetime, timedelta

from tests.running.making import BROKEN, make_run
from widgets.models import Result
from widgets.running.timeline import plays

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def a_run():
    return make_run(a={"default": ""}, b="One", c="Two @[b]")


def result(run, widget, asked, changed, state="done", **more):
    moments = {"created_at": at(asked), "changed_at": at(changed)}
    return Result.objects.create(run=run, widget=widget, state=state, **moments, **more)


def used(seconds, first=None, read=3, written=4):
    return {"input_tokens": read, "output_tokens": written, "seconds": seconds, "first_token_seconds": first}


def test_the_beginning_is_counted_back_from_the_end(card):
    run = a_run()
    result(run, "b", 0, 10, usage=used(6, first=1.5))
    [play] = plays(run)
    [bar] = play.bars
    assert (play.begins, play.ends) == (at(0), at(10))
    assert (bar.title, bar.asked, bar.began, bar.first_token, bar.ended) == ("b", at(0), at(4), at(5.5), at(10))
    assert (bar.tokens, bar.attempt, bar.failure) == (7, 1, "")


def test_what_was_in_work_together_is_one_play_and_the_latest_play_comes_first(card):
    run = a_run()
    result(run, "b", 0, 10)
    result(run, "c", 0.001, 20)
    result(run, "b", 100, 101)
    assert [[bar.title for bar in play.bars] for play in plays(run)] == [["b"], ["b", "c"]]


def test_what_was_kept_has_the_times_of_no_work(card):
    run = a_run()
    result(run, "b", 0, 10, usage=used(6, first=1))
    result(run, "b", 100, 109, usage=used(6, first=1))
    [bar] = plays(run)[0].bars
    assert (bar.kept, bar.began, bar.first_token, bar.tokens) == (True, None, None, None)
    assert not plays(run)[1].bars[0].kept


def test_of_what_failed_halfway_nobody_knows_when_it_began(card):
    run = a_run()
    result(run, "b", 0, 5, "failed", attempt=3, failure=BROKEN.model_dump())
    [bar] = plays(run)[0].bars
    assert (bar.began, bar.ended, bar.attempt, bar.failure) == (None, at(5), 3, "It broke. Try again.")


def test_what_is_at_work_began_and_has_not_ended(card):
    run = a_run()
    result(run, "b", 0, 2, "running")
    result(run, "c", 0.001, 0.001, "waiting")
    b, c = plays(run)[0].bars
    assert (b.began, b.ended, c.began, c.ended) == (at(2), None, None, None)


def test_neither_values_nor_inputs_are_read(card, django_assert_num_queries):
    run = a_run()
    result(run, "b", 0, 1, value="secret")
    run = type(run).objects.select_related("revision").defer("inputs").get(pk=run.pk)
    with django_assert_num_queries(1) as seen:
        plays(run)
    assert '"value"' not in seen[0]["sql"]


def test_a_run_that_was_not_played_has_no_plays(card):
    assert plays(a_run()) == []
