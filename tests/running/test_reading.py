"""A run as the API gives it."""

import pytest
from django.test.utils import CaptureQueriesContext

from inference import streams
from inference.protocol import StoredFile
from tests.running.making import BROKEN, cancelled, make_card, make_run, result, work_off
from tests.running.making import done as done_of
from widgets.models import App, Run
from widgets.running import runs
from widgets.running.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("card")]


@pytest.fixture
def run():
    return make_run(inputs={"topic": "robots"}, Topic={}, Style={"default": "plain"}, A="@[Topic]", B="@[A] @[Style]")


def started(run, id, attempt, *texts):
    streams.append(f"run:{run.pk}", "generation.started", {"result": id, "attempt": attempt})
    for text in texts:
        streams.append(f"run:{run.pk}", "generation.delta", {"result": id, "attempt": attempt, "text": text})


def test_a_run_that_was_never_played_says_so(run):
    found = read(run)
    assert (found["id"], found["app"], found["revision"]) == (run.pk, run.app_id, 1)
    assert (found["state"], found["cursor"]) == ("resting", "0-0")
    assert found["inputs"] == {"Topic": "robots", "Style": "plain"}
    assert {title: one["state"] for title, one in found["results"].items()} == {"A": "idle", "B": "idle"}


def test_a_result_has_the_same_fields_played_or_not(run):
    idle = read(run)["results"]["A"]
    work_off(runs.play(run))
    done = read(run)["results"]["A"]
    assert idle.keys() == done.keys()
    assert (done["state"], done["value"], done["finish"], done["stale"]) == ("done", "(robots)", "stop", False)


def test_text_that_is_being_written_is_folded_in(run):
    [request] = runs.play(run).submit
    started(run, request.id, 1, "Once ", "upon ")
    found = read(run)
    assert (found["state"], found["results"]["A"]["value"]) == ("playing", "Once upon ")
    assert found["cursor"] == streams.tail(f"run:{run.pk}")


def test_what_the_log_saw_begin_runs_though_its_row_has_not_heard_of_it(run):
    """Else a page that heard it begin would see it wait again, and begin twice."""
    [request] = runs.play(run).submit
    assert read(run)["results"]["A"]["state"] == "queued"
    started(run, request.id, 1)
    assert read(run)["results"]["A"]["state"] == "running"
    runs.requeue({request.id: 1})
    assert read(run)["results"]["A"]["state"] == "queued"


def test_how_far_it_is_and_what_there_is_to_see_are_folded_in(run):
    [request] = runs.play(run).submit
    started(run, request.id, 1)
    of_it = {"result": request.id, "attempt": 1}
    for done in (1, 2):
        progress = {"done": done, "of": 7, "words": f"Reading part {done} of 7"}
        streams.append(f"run:{run.pk}", "generation.progress", of_it | progress)
    streams.append(f"run:{run.pk}", "generation.preview", of_it | {"media_type": "image/jpeg", "data": "AAAA"})
    found = read(run)["results"]["A"]
    assert found["progress"] == {"done": 2, "of": 7, "words": "Reading part 2 of 7"}
    assert found["preview"] == {"media_type": "image/jpeg", "data": "AAAA"}
    runs.settle(done_of(request))
    assert (read(run)["results"]["A"]["progress"], read(run)["results"]["A"]["preview"]) == (None, None)


def test_text_of_an_attempt_that_was_given_up_is_forgotten(run):
    [request] = runs.play(run).submit
    started(run, request.id, 1, "Never ")
    runs.requeue({request.id: 1})
    assert read(run)["results"]["A"]["value"] == ""
    started(run, request.id, 2, "Once ")
    streams.append(f"run:{run.pk}", "generation.delta", {"result": request.id, "attempt": 1, "text": "more"})
    assert read(run)["results"]["A"]["value"] == "Once "


def test_a_replay_that_runs_shows_its_own_text_and_not_the_old_value(run):
    work_off(runs.play(run))
    runs.play(run, widgets=["a"], force=True)
    assert read(run)["results"]["A"]["value"] == ""


@pytest.mark.parametrize("end", ["failed", "cancelled", "skipped"])
def test_when_nothing_came_of_playing_again_what_was_there_before_is_told(run, end):
    work_off(runs.play(run))
    [request] = runs.play(run, force=True).submit
    runs.cancel(run, ["a"]) if end == "cancelled" else runs.fail({request.id: 1}, BROKEN)
    found = read(run)["results"]["B" if end == "skipped" else "A"]
    assert (found["state"], found["value"]) == (end, "")
    assert found["before"] == {"value": "((robots) plain)" if end == "skipped" else "(robots)", "files": []}


def test_what_was_there_before_is_not_told_beside_something_new_nor_while_that_is_made(run):
    assert read(run)["results"]["A"]["before"] is None
    work_off(runs.play(run))
    assert read(run)["results"]["A"]["before"] is None
    [request] = runs.play(run, widgets=["a"], force=True).submit
    assert read(run)["results"]["A"]["before"] is None
    runs.settle(cancelled(request))
    found = read(run)["results"]["A"]
    assert (found["value"], found["before"]) == ("hal", None)


def test_a_picture_that_did_not_come_again_stands_there_from_before_and_its_prompt_stays_a_secret():
    make_card("drawer", task="image")
    run = make_run(P={"kind": "image", "prompt": "a cat"})
    [request] = runs.play(run).submit
    file = StoredFile(path="p.png", media_type="image/png", width=8, height=8)
    runs.settle(done_of(request, " ").model_copy(update={"value": "", "files": [file]}))
    runs.play(run, force=True)
    runs.cancel(run)
    App.objects.update(open_source=False)
    before = read(run)["results"]["P"]["before"]
    assert before["value"] == ""
    assert [one["url"] for one in before["files"]] == [f"/api/runs/{run.pk}/results/{request.id}/files/0"]


def test_reading_takes_four_queries_however_often_it_was_played(run, django_assert_num_queries):
    for _ in range(3):
        work_off(runs.play(run, force=True))
    with django_assert_num_queries(4):
        assert read(run)["results"]["B"]["state"] == "done"


def test_playing_takes_as_many_queries_the_tenth_time_as_the_second(run):
    from django.db import connection

    counts = []
    for _ in range(4):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            work_off(runs.play(run, force=True))
        counts.append(len(queries))
    assert counts[1] == counts[-1]


def test_without_redis_a_run_can_be_read_and_its_cursor_asks_to_read_again(run, redis_away):
    runs.play(run)
    found = read(run)
    assert (found["cursor"], found["state"], found["results"]["A"]["value"]) == ("", "playing", "")


def test_a_run_read_after_a_play_has_its_inputs(run):
    old = Run.objects.get(pk=run.pk)
    runs.play(run, inputs={"topic": "cats"})
    assert read(old)["inputs"]["Topic"] == "cats"


def test_two_widgets_of_the_same_title_show_the_first(run):
    graph = run.revision.graph
    graph.widgets[3].title = "a"
    run.revision.content = graph.model_dump(mode="json")
    run.revision.save()
    assert result(run, "a")["state"] == "idle"
    assert list(read(run)["results"]) == ["A", "a"]
