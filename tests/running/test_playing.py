"""What a play asks for, in which order, and what it leaves alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inference.protocol import Outcome, StoredFile
from tests.running.making import (
    BROKEN,
    GUEST,
    cancelled,
    done,
    failed,
    graph_of,
    make_card,
    make_run,
    prompts,
    result,
    states,
    work_off,
)
from widgets.building import apps
from widgets.kinds import InvalidInput
from widgets.models import Result
from widgets.running import runs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("card")]

STORY = {"Topic": {}, "Outline": "Outline @[Topic]", "Story": "Follow @[Outline]", "Other": "Hello"}


def play(run, **options):
    return work_off(runs.play(run, **options))


def test_what_is_ready_is_queued_and_what_depends_on_it_waits():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    step = runs.play(run)
    assert states(run) == {"outline": "queued", "story": "waiting", "other": "queued"}
    assert prompts(step.submit) == ["Outline robots", "Hello"]


def test_a_request_says_what_its_worker_needs():
    run = make_run(Only="Hello")
    [request] = runs.play(run).submit
    assert (request.id, request.log) == (result(run, "only")["id"], f"run:{run.pk}")
    assert (request.card, request.attempt) == ("tiny", 1)


def test_a_waiting_widget_gets_the_values_it_waited_for():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    assert prompts(play(run)) == ["Outline robots", "Hello", "Follow (Outline robots)"]
    assert result(run, "story")["value"] == "(Follow (Outline robots))"


def test_values_pass_through_notes():
    run = make_run(One="Say one", Note={"text": "See @[One]"}, Two="Read @[Note]")
    assert prompts(play(run)) == ["Say one", "Read See (Say one)"]


def test_what_lacks_an_input_has_no_result_and_says_what_is_missing():
    run = make_run(**STORY)
    play(run)
    assert states(run) == {"other": "done"}
    assert result(run, "story")["state"] == "idle"
    assert result(run, "story")["missing"] == ["Topic"]


def test_what_has_a_problem_is_left_alone_with_all_that_needs_it():
    run = make_run(Bad="@[Nobody]", Worse="@[Bad]", Loop="@[Loop]", Good="Hello")
    play(run)
    assert states(run) == {"good": "done"}


def test_playing_again_asks_for_nothing_when_nothing_changed():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    play(run)
    assert play(run) == []
    assert play(run, inputs={"topic": "robots"}) == []


def test_a_changed_input_makes_stale_only_what_depends_on_it():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    play(run)
    runs.play(run, inputs={"topic": "cats"}, widgets=[])
    assert [result(run, id)["stale"] for id in ("outline", "story", "other")] == [True, True, False]
    assert prompts(play(run)) == ["Outline cats", "Follow (Outline cats)"]


def test_an_unchanged_answer_upstream_keeps_the_old_value_downstream():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    play(run)
    [request] = runs.play(run, inputs={"topic": "cats"}).submit
    step = runs.settle(done(request, "(Outline robots)"))
    assert step.submit == []
    assert result(run, "story") | {"state": "done", "stale": False} == result(run, "story")


def test_force_asks_again_for_the_named_ones_only():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    play(run)
    assert prompts(play(run, widgets=["outline"], force=True)) == ["Outline robots"]
    assert play(run) == []


def test_force_on_all_asks_again_although_nothing_changed():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    assert len(play(run)) == len(play(run, force=True)) == 3


def test_a_forced_answer_that_differs_makes_stale_what_was_made_from_the_old_one():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    play(run)
    [request] = runs.play(run, widgets=["outline"], force=True).submit
    runs.settle(done(request, "Something else"))
    assert result(run, "story")["stale"]
    assert prompts(play(run)) == ["Follow Something else"]


def test_a_named_widget_is_played_after_what_it_needs():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    assert prompts(play(run, widgets=["story"])) == ["Outline robots", "Follow (Outline robots)"]


def test_what_lies_between_two_that_are_forced_is_played_if_it_has_to():
    run = make_run(A="a", B="@[A]", C="@[B]")
    play(run)
    [first] = runs.play(run, widgets=["a", "c"], force=True).submit
    assert states(run) == {"a": "queued", "b": "waiting", "c": "waiting"}
    assert prompts(runs.settle(done(first, "new")).submit) == ["new"]


def test_a_clock_that_is_set_back_makes_no_old_result_the_newest():
    run = make_run(A="a")
    play(run)
    Result.objects.filter(run=run).update(created_at=timezone.now() + timedelta(hours=1))
    runs.play(run, force=True)
    assert states(run) == {"a": "queued"}


def test_what_needs_a_running_replay_waits_for_it():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    play(run)
    [request] = runs.play(run, widgets=["outline"], force=True).submit
    assert runs.play(run).submit == []
    assert prompts(runs.settle(done(request, "New")).submit) == ["Follow New"]


def test_playing_again_leaves_alone_what_is_unfinished():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    first = runs.play(run)
    assert runs.play(run, force=True).submit == []
    assert len(first.submit) == 2


def test_a_failure_stops_only_what_depends_on_it():
    run = make_run(A="a", B="@[A]", C="@[B]", Other="o")
    first, other = runs.play(run).submit
    runs.settle(failed(first))
    work_off(runs.Step(submit=[other]))
    assert states(run) == {"a": "failed", "b": "skipped", "c": "skipped", "other": "done"}
    sentence = "Waits for “A”, which failed. Try that one again."
    assert [result(run, id)["failure"] for id in "bc"] == [{"code": "upstream_failed", "message": sentence}] * 2


def test_what_failed_is_played_again_with_what_waited_for_it():
    run = make_run(A="a", B="@[A]")
    runs.settle(failed(runs.play(run).submit[0]))
    assert prompts(play(run)) == ["a", "(a)"]
    assert states(run) == {"a": "done", "b": "done"}


def test_after_a_stopped_replay_a_play_brings_the_old_value_back():
    run = make_run(A="a", B="@[A]")
    play(run)
    [request] = runs.play(run, widgets=["a"], force=True).submit
    runs.settle(cancelled(request))
    assert result(run, "a")["state"] == "cancelled"
    assert play(run) == []
    assert (result(run, "a")["state"], result(run, "a")["value"]) == ("done", "(a)")


def test_another_revision_of_the_model_makes_its_answers_stale(card):
    run = make_run(A="a")
    play(run)
    card.revision = "2"
    card.save()
    assert result(run, "a")["stale"]
    assert prompts(play(run)) == ["a"]


def test_a_model_that_went_away_while_one_waited_is_a_failure_on_the_card(card):
    run = make_run(A="a", B="@[A]")
    [request] = runs.play(run).submit
    card.delete()
    runs.settle(done(request))
    assert result(run, "b")["failure"]["code"] == "model_missing"


def test_an_input_emptied_while_one_waited_is_asked_for():
    run = make_run(inputs={"topic": "robots"}, Topic={}, A="a", B="@[A] @[Topic]")
    [request] = runs.play(run).submit
    runs.play(run, inputs={"topic": ""})
    runs.settle(done(request))
    assert result(run, "b")["failure"] == {"code": "input_missing", "message": "Fill in “Topic”, then play it again."}


def test_notes_that_multiply_each_other_end_in_a_sentence():
    notes = {f"N{n + 1}": {"text": f"@[N{n}]" * 10} for n in range(40)}
    run = make_run(**{"N0": {"text": "ha" * 100}, **notes, "Ask": "@[N40]"})
    assert runs.play(run).submit == []
    assert result(run, "ask")["failure"]["code"] == "prompt_too_long"


@pytest.mark.parametrize(
    "inputs", [{"topic": 7}, {"topic": "x" * 5001}, {"topic": "a\x00"}, {"outline": "x"}, {"?": ""}]
)
def test_inputs_that_cannot_be_taken_are_refused_and_change_nothing(inputs):
    run = make_run(inputs={"topic": "robots"}, **STORY)
    with pytest.raises(InvalidInput):
        runs.play(run, inputs=inputs)
    run.refresh_from_db()
    assert (run.inputs, states(run)) == ({"topic": "robots"}, {})


def test_an_edit_runs_only_what_it_touched():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    play(run)
    edited = graph_of(**STORY | {"Story": "Tell @[Outline]", "New": "new"})
    newer = runs.start(apps.save(run.app, 1, edited, None), GUEST, previous=run)
    assert (newer.inputs, result(newer, "story")["stale"]) == ({"topic": "robots"}, True)
    assert sorted(prompts(play(newer))) == ["Tell (Outline robots)", "new"]


def test_what_was_removed_is_not_carried_over():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    play(run)
    newer = runs.start(apps.save(run.app, 1, graph_of(Other="Hello"), None), GUEST, previous=run)
    assert (newer.inputs, states(newer)) == ({}, {"other": "done"})


def test_inputs_given_at_the_start_win_over_those_carried_over():
    run = make_run(inputs={"topic": "robots"}, **STORY)
    newer = runs.start(run.app, GUEST, {"topic": "cats"}, previous=run)
    assert newer.inputs == {"topic": "cats"}


def test_where_no_model_is_the_default_one_that_is_there_is_asked(card):
    card.default = False
    card.save()
    [request] = runs.play(make_run(A="a")).submit
    assert request.card == "tiny"


def test_what_has_no_model_is_left_alone_and_the_rest_plays():
    run = make_run(Picture={"kind": "image", "prompt": "A parrot"}, Caption="@[Picture]", Other="Hello")
    assert prompts(play(run)) == ["Hello"]
    assert states(run) == {"other": "done"}


def test_a_picture_holds_its_files_and_reads_as_what_it_was_to_show():
    make_card("painter", task="image")
    picture = {"kind": "image", "prompt": "A @[Topic]"}
    run = make_run(inputs={"topic": "parrot"}, Topic={}, Picture=picture, Say="@[Picture]")
    [asked] = runs.play(run).submit
    file = StoredFile(path="results/a.png", media_type="image/png", width=64, height=64)
    outcome = Outcome(id=asked.id, attempt=1, state="done", files=[file], finish="stop")
    assert prompts(runs.settle(outcome).submit) == ["[image: A parrot]"]
    assert result(run, "picture")["value"] == "A parrot"
    assert [file["media_type"] for file in result(run, "picture")["files"]] == ["image/png"]


def test_a_picture_that_failed_has_no_words_either():
    make_card("painter", task="image")
    run = make_run(Picture={"kind": "image", "prompt": "A parrot"})
    [asked] = runs.play(run).submit
    runs.settle(Outcome(id=asked.id, attempt=1, state="failed", failure=BROKEN))
    assert (result(run, "picture")["value"], result(run, "picture")["files"]) == ("", [])


def test_an_edit_carries_pictures_over():
    make_card("painter", task="image")
    run = make_run(Picture={"kind": "image", "prompt": "A parrot"})
    [asked] = runs.play(run).submit
    file = StoredFile(path="results/a.png", media_type="image/png")
    runs.settle(Outcome(id=asked.id, attempt=1, state="done", files=[file], finish="stop"))
    graph = graph_of(Picture={"kind": "image", "prompt": "A parrot"}, New="new")
    newer = runs.start(apps.save(run.app, 1, graph, None), GUEST, previous=run)
    assert (result(newer, "picture")["stale"], len(result(newer, "picture")["files"])) == (False, 1)
