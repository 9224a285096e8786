"""Only run when: what is left out, what goes on with nothing, and what is out of date."""

import pytest

from tests.running.making import done, failed, make_card, make_run, prompts, result, states, work_off
from widgets.running import runs
from widgets.running.values import stand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("card")]

EMOJI = {"kind": "toggle", "on": "with emoji", "off": ""}
OPTIONAL = {"required": False}


def text(prompt, **settings):
    return {"kind": "text", "prompt": prompt, **settings}


def play(run, **options):
    return work_off(runs.play(run, **options))


def test_a_condition_that_is_not_met_leaves_it_out_and_asks_nothing():
    run = make_run(Emoji=EMOJI, Story=text("Hello", when="@[Emoji]"))
    assert play(run) == []
    found = result(run, "story")
    assert (found["state"], found["value"], found["finish"], found["failure"]) == ("done", "", "condition", None)


WORKS = {
    "summarise": {},
    "translate": {},
    "classify": {"labels": ["good", "bad"]},
    "search": {"question": "How deep is the sea?"},
}
BOXES = [{"kind": "input"}, {"kind": "document"}]


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("kind", WORKS)
def test_a_source_that_is_empty_leaves_out_what_works_on_it(kind, box):
    make_card("mini", task="embedding")
    made = {"kind": kind, "source": "@[Doc]", **WORKS[kind]}
    run = make_run(Doc=box | OPTIONAL, Made=made, End="So: @[Made]!")
    assert prompts(play(run)) == ["So: !"]
    found = result(run, "made")
    assert (found["state"], found["value"], found["finish"], found["stale"]) == ("done", "", "empty", False)
    assert play(run) == []
    assert play(run, widgets=["made"], force=True) == []


def test_it_is_stale_once_there_is_something_in_its_source_and_left_out_again_when_that_goes():
    run = make_run(Doc=OPTIONAL, Made={"kind": "summarise", "source": "@[Doc]"})
    play(run)
    runs.play(run, inputs={"doc": "The sea is deep."}, widgets=[])
    assert result(run, "made")["stale"]
    [asked] = play(run)
    assert asked.body.parts.text == "The sea is deep."
    assert play(run, inputs={"doc": " \n"}) == []
    assert result(run, "made")["finish"] == "empty"


def test_a_source_that_a_model_left_empty_counts_as_empty_too():
    run = make_run(Emoji=EMOJI, Story=text("Hello", when="@[Emoji]"), Made={"kind": "translate", "source": "@[Story]"})
    assert play(run) == []
    assert result(run, "made")["finish"] == "empty"


def test_what_depends_on_it_plays_with_nothing():
    run = make_run(Emoji=EMOJI, Story=text("Hello", when="@[Emoji]"), End="So: @[Story]!")
    assert prompts(play(run)) == ["So: !"]


def test_once_the_condition_is_met_it_plays_and_what_was_made_without_it_is_out_of_date():
    run = make_run(Emoji=EMOJI, Story=text("Hello", when="@[Emoji]"), End="So: @[Story]!")
    play(run)
    runs.play(run, inputs={"emoji": True}, widgets=[])
    assert [result(run, id)["stale"] for id in ("story", "end")] == [True, True]
    assert prompts(play(run)) == ["Hello", "So: (Hello)!"]


def test_once_it_is_not_met_any_more_the_old_answer_is_out_of_date_and_goes():
    run = make_run(inputs={"emoji": True}, Emoji=EMOJI, Story=text("Hello", when="@[Emoji]"))
    play(run)
    runs.play(run, inputs={"emoji": False}, widgets=[])
    assert result(run, "story")["stale"]
    assert play(run) == []
    assert (result(run, "story")["value"], result(run, "story")["stale"]) == ("", False)


def test_a_condition_that_stays_unmet_makes_nothing_out_of_date_whatever_else_changes():
    run = make_run(inputs={"topic": "robots"}, Topic={}, Emoji=EMOJI, Story=text("About @[Topic]", when="@[Emoji]"))
    play(run)
    runs.play(run, inputs={"topic": "cats"}, widgets=[])
    assert not result(run, "story")["stale"]


def test_an_input_that_only_a_condition_asks_for_is_never_missing():
    run = make_run(Topic={}, Story=text("Say hello", when="@[Topic]", when_is="empty"))
    assert result(run, "story")["missing"] == []
    assert prompts(play(run)) == ["Say hello"]


def test_nor_is_one_that_the_prompt_needs_while_the_condition_is_not_met():
    run = make_run(Topic={}, Story=text("About @[Topic]", when="@[Topic]"), End="So: @[Story]!")
    assert [result(run, id)["missing"] for id in ("story", "end")] == [[], []]
    assert prompts(play(run)) == ["So: !"]


def test_one_that_the_prompt_needs_is_missing_while_the_condition_is_met():
    run = make_run(Topic={}, Mood={}, Story=text("About @[Topic]", when="@[Mood]", when_is="empty"))
    assert result(run, "story")["missing"] == ["Topic"]


def test_a_condition_looks_through_notes_at_inputs_that_are_empty():
    run = make_run(Topic={}, Note={"text": "@[Topic]"}, Story=text("Hello", when="@[Note]"))
    assert play(run) == []
    assert result(run, "story")["finish"] == "condition"


def test_a_condition_on_a_played_widget_waits_for_it():
    run = make_run(Mood="Which mood?", Story=text("Cheer up", when="@[Mood]", when_is="contains", when_value="sad"))
    [asked] = runs.play(run).submit
    assert states(run) == {"mood": "queued", "story": "waiting"}
    assert prompts(runs.settle(done(asked, "Rather sad.")).submit) == ["Cheer up"]


def test_and_is_left_out_when_that_turns_out_otherwise():
    run = make_run(Mood="Which mood?", Story=text("Cheer up", when="@[Mood]", when_is="contains", when_value="sad"))
    [asked] = runs.play(run).submit
    assert runs.settle(done(asked, "Fine.")).submit == []
    assert result(run, "story")["finish"] == "condition"


def test_a_condition_on_what_failed_cannot_be_told_so_it_is_skipped():
    run = make_run(Mood="Which mood?", Story=text("Cheer up", when="@[Mood]"))
    [asked] = runs.play(run).submit
    runs.settle(failed(asked))
    assert states(run) == {"mood": "failed", "story": "skipped"}
    assert "Waits for “Mood”" in result(run, "story")["failure"]["message"]


def test_a_condition_on_what_lacks_an_input_lacks_it_too():
    run = make_run(Topic={}, Mood="Mood of @[Topic]", Story=text("Cheer up", when="@[Mood]"))
    assert result(run, "story")["missing"] == ["Topic"]
    assert play(run) == []


def test_what_is_left_out_waits_for_nothing_but_its_condition():
    run = make_run(Emoji=EMOJI, Slow="Slow", Story=text("About @[Slow]", when="@[Emoji]"))
    step = runs.play(run)
    assert states(run) == {"slow": "queued", "story": "done"}
    runs.settle(failed(step.submit[0]))
    assert states(run) == {"slow": "failed", "story": "done"}


def test_playing_what_is_left_out_by_force_asks_nothing_either():
    run = make_run(Emoji=EMOJI, Story=text("Hello", when="@[Emoji]"))
    play(run)
    assert play(run, widgets=["story"], force=True) == []
    assert result(run, "story")["finish"] == "condition"


def test_playing_again_asks_for_nothing_when_nothing_changed():
    run = make_run(Emoji=EMOJI, Story=text("Hello", when="@[Emoji]"), End="So: @[Story]!")
    play(run)
    assert play(run) == []
    assert stand(run).fresh == {"story", "end"}


def test_a_toggle_switched_off_while_the_worker_was_lost_is_asked_again_about_nothing():
    run = make_run(inputs={"emoji": True}, Emoji=EMOJI, Story=text("Hello", when="@[Emoji]"))
    [asked] = runs.play(run).submit
    runs.play(run, inputs={"emoji": False}, widgets=[])
    assert runs.requeue({asked.id: 1}).submit == []
    assert result(run, "story")["finish"] == "condition"


def test_an_optional_input_that_is_empty_reads_as_nothing():
    run = make_run(Topic=OPTIONAL, Count={"kind": "number", "required": False}, Story="About @[Topic] @[Count].")
    assert prompts(play(run)) == ["About  ."]


def test_what_lacks_an_input_perhaps_is_played_until_that_can_be_told():
    story = text("About @[Topic]", when="@[Mood]", when_is="contains", when_value="sad")
    run = make_run(Topic={}, Mood="Which mood?", Story=story, End="So: @[Story]!")
    assert result(run, "story")["missing"] == ["Topic"]
    [asked] = runs.play(run).submit
    assert prompts(runs.settle(done(asked, "Fine.")).submit) == ["So: !"]


def test_and_says_what_to_fill_in_once_it_turns_out_to_be_needed():
    story = text("About @[Topic]", when="@[Mood]", when_is="contains", when_value="sad")
    run = make_run(Topic={}, Mood="Which mood?", Story=story)
    [asked] = runs.play(run).submit
    runs.settle(done(asked, "Rather sad."))
    assert result(run, "story")["failure"]["message"] == "Fill in “Topic”, then play it again."
