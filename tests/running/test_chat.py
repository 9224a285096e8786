"""A conversation in a run: what is said, answered, said again, taken back, and referred to."""

import pytest

from tests.running.making import GUEST, cancelled, done, failed, graph_of, make_run, prompts, result, states, work_off
from widgets.building import apps
from widgets.kinds import InvalidInput
from widgets.models import Run
from widgets.running import runs
from widgets.running.events import events
from widgets.running.reading import read
from widgets.running.values import stand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("card")]

CHAT = {"kind": "chat"}
EMPTY = {"turns": [], "say": ""}


@pytest.fixture
def run():
    return make_run(Chat=CHAT)


def say(run, words, id="chat"):
    return runs.play(run, inputs={id: {"say": words}}, widgets=[id])


def talk(run, words, answer):
    [request] = say(run, words).submit
    runs.settle(done(request, answer))


def conversation(run):
    return read(run)["inputs"]["Chat"]


def told(request):
    return [(message.role, message.content) for message in request.body.messages]


def test_what_is_said_is_answered_with_all_that_was_said_before(run):
    talk(run, "Hello", "Hi.")
    [request] = say(run, "How are you?").submit
    assert told(request) == [("user", "Hello"), ("assistant", "Hi."), ("user", "How are you?")]


def test_the_last_answer_is_the_result_and_those_before_are_turns(run):
    talk(run, "Hello", "Hi.")
    assert conversation(run) == {"turns": [], "say": "Hello"}
    talk(run, "How are you?", "Fine.")
    assert [turn["content"] for turn in conversation(run)["turns"]] == ["Hello", "Hi."]
    assert (conversation(run)["say"], result(run, "chat")["value"]) == ("How are you?", "Fine.")


def test_an_answer_to_what_was_said_before_does_not_count_any_more(run):
    talk(run, "Hello", "Hi.")
    say(run, "How are you?")
    assert (result(run, "chat")["state"], result(run, "chat")["value"]) == ("queued", "")


def test_saying_something_while_the_last_answer_is_unfinished_is_refused(run):
    [request] = say(run, "Hello").submit
    for _ in range(2):
        with pytest.raises(InvalidInput, match="“Chat”: The last answer is still being written") as refused:
            say(run, "Hello?")
        assert (refused.value.code, refused.value.widget) == ("still_answering", "chat")
        runs.begin(request.id, 1)
    assert conversation(run) == {"turns": [], "say": "Hello"}


def test_sending_what_it_holds_already_is_not_refused(run):
    say(run, "Hello")
    assert runs.play(run, inputs={"chat": conversation(run)}).submit == []


def test_playing_again_answers_what_was_said_last_anew(run):
    talk(run, "Hello", "Hi.")
    [request] = runs.play(run, widgets=["chat"], force=True).submit
    assert told(request) == [("user", "Hello")]
    runs.settle(done(request, "Good morning."))
    assert (result(run, "chat")["value"], conversation(run)["say"]) == ("Good morning.", "Hello")


def test_playing_the_whole_app_leaves_a_chat_alone_that_is_answered_or_silent(run):
    assert runs.play(run).submit == []
    talk(run, "Hello", "Hi.")
    assert runs.play(run).submit == []


def test_a_chat_in_which_nobody_said_anything_is_idle(run):
    assert runs.play(run, force=True).changed == []
    assert (result(run, "chat")["state"], result(run, "chat")["missing"]) == ("idle", [])


def test_a_reset_leaves_it_idle_and_is_undone_by_sending_the_old_conversation(run):
    talk(run, "Hello", "Hi.")
    talk(run, "How are you?", "Fine.")
    before = conversation(run)
    runs.play(run, inputs={"chat": EMPTY}, widgets=[])
    assert (conversation(run), result(run, "chat")["state"]) == (EMPTY, "idle")
    runs.play(run, inputs={"chat": before}, widgets=[])
    assert (conversation(run), result(run, "chat")["value"]) == (before, "Fine.")


def test_a_reset_is_undone_even_after_something_new_was_said(run):
    talk(run, "Hello", "Hi.")
    before = conversation(run)
    runs.play(run, inputs={"chat": EMPTY}, widgets=[])
    talk(run, "Another thing", "Which?")
    runs.play(run, inputs={"chat": before}, widgets=[])
    assert result(run, "chat")["value"] == "Hi."


def test_half_an_answer_that_was_stopped_belongs_to_the_conversation(run):
    [request] = say(run, "Hello").submit
    runs.settle(cancelled(request))
    [request] = say(run, "Go on").submit
    assert told(request) == [("user", "Hello"), ("assistant", "hal"), ("user", "Go on")]


def test_an_answer_survives_a_replay_that_was_stopped_before_it_began(run):
    talk(run, "Hello", "Hi.")
    runs.play(run, widgets=["chat"], force=True)
    runs.cancel(run)
    [request] = say(run, "Go on").submit
    assert ("assistant", "Hi.") in told(request)


def test_what_was_said_while_nothing_could_answer_is_answered_later():
    run = make_run(Topic={}, Chat=CHAT | {"instructions": "You know @[Topic]."})
    assert say(run, "Hello").submit == []
    assert (result(run, "chat")["state"], result(run, "chat")["missing"]) == ("idle", ["Topic"])
    [request] = runs.play(run, inputs={"topic": "robots"}).submit
    assert told(request) == [("system", "You know robots."), ("user", "Hello")]


def test_other_widgets_read_the_transcript():
    run = make_run(Chat=CHAT, Summary="Sum up:\n@[Chat]")
    talk(run, "Hello", "Hi.")
    talk(run, "Bye", "See you.")
    assert prompts(work_off(runs.play(run))) == ["Sum up:\nYou: Hello\nAssistant: Hi.\nYou: Bye\nAssistant: See you."]


@pytest.mark.parametrize("first", ["", "Welcome."])
def test_other_widgets_read_the_first_message_while_nobody_said_anything(first):
    run = make_run(Chat=CHAT | {"first_message": first}, Summary="Sum up: @[Chat]")
    assert prompts(work_off(runs.play(run))) == [f"Sum up: {first}"]
    assert runs.play(run).submit == []


def test_a_silent_chat_that_lacks_an_input_keeps_nobody_waiting():
    run = make_run(Topic={}, Chat=CHAT | {"instructions": "@[Topic]"}, Summary="Sum up: @[Chat]")
    assert [result(run, id)["missing"] for id in ("chat", "summary")] == [["Topic"], []]
    assert prompts(work_off(runs.play(run))) == ["Sum up: "]


def test_what_was_made_of_a_conversation_is_out_of_date_once_it_goes_on():
    run = make_run(Chat=CHAT, Summary="Sum up: @[Chat]")
    talk(run, "Hello", "Hi.")
    work_off(runs.play(run))
    say(run, "How are you?")
    assert result(run, "summary")["stale"]


def test_what_needs_an_answer_waits_for_it_and_is_skipped_when_it_fails():
    run = make_run(Chat=CHAT, Summary="Sum up: @[Chat]")
    [request] = runs.play(run, inputs={"chat": {"say": "Hello"}}).submit
    assert states(run) == {"chat": "queued", "summary": "waiting"}
    runs.settle(failed(request))
    assert states(run) == {"chat": "failed", "summary": "skipped"}


def test_a_chat_may_have_a_condition():
    run = make_run(Topic={"required": False}, Chat=CHAT | {"when": "@[Topic]"}, Summary="Sum up: @[Chat]")
    assert say(run, "Hello").submit == []
    assert result(run, "chat")["finish"] == "condition"
    assert prompts(work_off(runs.play(run))) == ["Sum up: You: Hello"]


def test_an_edit_of_the_instructions_keeps_the_conversation_and_calls_its_answer_stale(run):
    talk(run, "Hello", "Hi.")
    talk(run, "How are you?", "Fine.")
    edited = graph_of(Chat=CHAT | {"instructions": "Be rude."})
    newer = runs.start(apps.save(run.app, 1, edited, None), GUEST, previous=Run.objects.get(pk=run.pk))
    assert conversation(newer) == conversation(run)
    assert (result(newer, "chat")["value"], result(newer, "chat")["stale"]) == ("Fine.", True)


def test_a_run_may_start_with_something_said():
    run = make_run(inputs={"chat": {"say": "Hello"}}, Chat=CHAT)
    assert prompts(runs.play(run).submit) == ["Hello"]


def test_followers_hear_that_a_chat_is_idle_again(run):
    talk(run, "Hello", "Hi.")
    runs.play(run, inputs={"chat": EMPTY}, widgets=[])
    played, changed = events(stand(Run.objects.get(pk=run.pk)), [], played=True)
    assert played == ("run.played", {"inputs": {"chat": EMPTY}})
    assert (changed[0], changed[1]["result"]["state"]) == ("result.changed", "idle")


def test_reading_a_long_conversation_takes_as_many_queries_as_a_short_one(run, django_assert_num_queries):
    for number in range(4):
        talk(run, f"Say {number}", f"{number}.")
        with django_assert_num_queries(4):
            assert read(run)["results"]["Chat"]["value"] == f"{number}."
