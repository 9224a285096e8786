"""Runs with real workers: a play from end to end, failures, and Stop in the middle."""

import pytest

from inference import streams
from tests.running.making import make_card, result
from tests.running.playing import play, rest, streamed
from tests.waiting import until
from widgets.running import runs
from widgets.running.dispatch import carry_out
from widgets.running.reading import read

pytestmark = pytest.mark.django_db(transaction=True)

SLOWLY = "/slow " + "and on " * 40


@pytest.fixture(autouse=True)
def _echo():
    make_card("echo")


def test_a_play_with_real_workers(workers):
    run = play(Outline="three robots", Story="Tell of @[Outline]")
    results = rest(run)
    assert {title: one["value"] for title, one in results.items()} == {
        "Outline": "three robots",
        "Story": "Tell of three robots",
    }
    assert results["Story"]["usage"]["output_tokens"] == 4


def test_what_was_streamed_is_what_is_kept(workers):
    run = play(Only="one two three four")
    assert rest(run)["Only"]["value"] == streamed(run)[1] == "one two three four"


def test_followers_hear_that_it_is_queued_before_they_hear_of_its_text(workers):
    run = play(First="one", Second="@[First]")
    rest(run)
    known = set()
    for entry in streams.read(f"run:{run.pk}"):
        if entry.type == "result.changed":
            known.add(entry.data["result"]["id"])
        assert entry.type != "generation.started" or entry.data["result"] in known


def test_a_reader_in_the_middle_has_the_beginning_and_goes_on_from_there(workers):
    run = play(Only=SLOWLY)
    found = until(lambda: (now := read(run))["results"]["Only"]["value"] and now)
    assert found["results"]["Only"]["value"] in SLOWLY
    carry_out(runs.cancel(run))
    rest(run)
    later = [entry for entry in streams.read(f"run:{run.pk}", found["cursor"]) if entry.type == "generation.delta"]
    text = found["results"]["Only"]["value"] + "".join(entry.data["text"] for entry in later)
    assert text == result(run, "only")["value"]


def test_stop_in_the_middle_keeps_what_was_written_and_skips_what_waited(workers):
    run = play(Slow=SLOWLY, After="@[Slow]")
    until(lambda: read(run)["results"]["Slow"]["value"])
    carry_out(runs.cancel(run, ["slow"]))
    results = rest(run)
    assert (results["Slow"]["state"], results["After"]["state"]) == ("cancelled", "skipped")
    assert SLOWLY.startswith(results["Slow"]["value"])


def test_a_failure_leaves_the_others_alone(workers):
    results = rest(play(Bad="/fail in the middle", Good="fine", After="@[Bad]"))
    assert {title: one["state"] for title, one in results.items()} == {
        "Bad": "failed",
        "Good": "done",
        "After": "skipped",
    }
