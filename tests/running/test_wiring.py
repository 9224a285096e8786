"""Runs with real workers: a play from end to end, failures, and Stop in the middle."""

import pytest

from inference import streams
from tests.running.making import make_card, make_run, result
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


def test_a_conversation_with_real_workers(workers):
    run = make_run(Chat={"kind": "chat"}, Summary="So: @[Chat]")
    for words in ("one two", "three four"):
        carry_out(runs.play(run, inputs={"chat": {"say": words}}))
        assert rest(run)["Chat"]["value"] == words
    assert read(run)["inputs"]["Chat"] == {
        "turns": [{"role": "user", "content": "one two"}, {"role": "assistant", "content": "one two"}],
        "say": "three four",
    }
    assert rest(run)["Summary"]["value"].startswith("So: You: one two\nAssistant: one two\nYou: three four")


def test_an_answer_in_a_conversation_streams_and_what_was_stopped_is_gone_on_from(workers):
    run = make_run(Chat={"kind": "chat"})
    carry_out(runs.play(run, inputs={"chat": {"say": SLOWLY}}))
    until(lambda: read(run)["results"]["Chat"]["value"])
    carry_out(runs.cancel(run))
    half = rest(run)["Chat"]["value"]
    assert SLOWLY.startswith(half)
    carry_out(runs.play(run, inputs={"chat": {"say": "Go on"}}))
    assert rest(run)["Chat"]["value"] == "Go on"
    assert read(run)["inputs"]["Chat"]["turns"][1]["content"] == half


def test_what_is_left_out_for_its_condition_is_done_without_a_worker(workers):
    story = {"kind": "text", "prompt": "A story", "when": "@[Mood]", "when_is": "contains", "when_value": "sad"}
    results = rest(play(Mood="Rather happy", Story=story, End="So: @[Story]!"))
    assert (results["Story"]["finish"], results["End"]["value"]) == ("condition", "So: !")
