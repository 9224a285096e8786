"""Files as inputs: whose they are, what waits until they are read, what is made of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inference.protocol import SearchBody
from tests.running.making import GUEST, make_card, make_run, prompts, result, states, work_off
from widgets.kinds import InvalidInput
from widgets.models import Player, Upload
from widgets.running import awaiting, runs
from widgets.running.reading import read
from widgets.running.values import stand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("card")]

REPORT = {"kind": "document"}
APP = {"Report": REPORT, "Summary": "Sum up: @[Report]"}
LOCKED = {"code": "encrypted", "message": "This PDF asks for a password. Save it without one."}


def upload(text="The moon.", state="ready", name="report.txt", player=GUEST, **more):
    owner = {"player": player.user, "guest": player.guest}
    read = {"text": text, "characters": len(text), "state": state}
    return Upload.objects.create(name=name, media_type="text/plain", size=9, **read, **owner, **more)


def becomes(file, state, **changes):
    """As the worker that reads it says."""
    Upload.objects.filter(pk=file.pk).update(state=state, **changes)
    return awaiting.go_on(file)


def test_a_document_reads_as_its_text():
    run = make_run(inputs={"report": [upload().pk]}, **APP)
    assert prompts(work_off(runs.play(run))) == ["Sum up: The moon."]


def test_without_one_it_is_missing():
    run = make_run(**APP)
    assert result(run, "summary")["missing"] == ["Report"]


def test_an_optional_document_reads_as_nothing():
    run = make_run(Report=REPORT | {"required": False}, Summary="Sum up: @[Report]")
    assert prompts(work_off(runs.play(run))) == ["Sum up: "]


@pytest.mark.parametrize("file", [lambda: "nowhere", lambda: upload(player=Player(guest="another")).pk])
def test_what_is_not_there_or_not_theirs_is_refused_alike(file):
    with pytest.raises(InvalidInput, match="“Report”: This file is not there any more") as refused:
        make_run(inputs={"report": [file()]}, **APP)
    assert (refused.value.code, refused.value.widget) == ("unknown_upload", "report")


def test_one_that_could_not_be_read_is_refused_with_its_sentence():
    with pytest.raises(InvalidInput, match=r"“Report”: “report\.txt”: This PDF asks for a password"):
        make_run(inputs={"report": [upload(state="failed", failure=LOCKED).pk]}, **APP)


def test_what_needs_a_document_waits_while_that_is_being_read_and_then_goes_on():
    file = upload(text="", state="reading")
    run = make_run(inputs={"report": [file.pk]}, Other="Hello", **APP)
    assert prompts(runs.play(run).submit) == ["Hello"]
    assert states(run) == {"summary": "waiting", "other": "queued"}
    assert prompts(becomes(file, "ready", text="The sun.").submit) == ["Sum up: The sun."]


def test_and_is_skipped_with_the_sentence_of_the_file_when_that_cannot_be_read():
    file = upload(text="", state="reading")
    run = make_run(inputs={"report": [file.pk]}, **APP)
    runs.play(run)
    becomes(file, "failed", failure=LOCKED)
    found = result(run, "summary")
    assert (found["state"], found["missing"]) == ("skipped", ["Report"])
    assert found["failure"] == {"code": "encrypted", "message": f"“Report”: {LOCKED['message']}"}


def test_a_condition_on_a_document_waits_for_it_too():
    file = upload(text="", state="reading")
    asked = {"kind": "text", "prompt": "Hello", "when": "@[Report]", "when_is": "contains", "when_value": "moon"}
    run = make_run(inputs={"report": [file.pk]}, Report=REPORT, Story=asked)
    runs.play(run)
    assert states(run) == {"story": "waiting"}
    becomes(file, "ready", text="The sun.")
    assert result(run, "story")["finish"] == "condition"


def test_stopping_ends_the_wait_for_a_file():
    file = upload(text="", state="reading")
    run = make_run(inputs={"report": [file.pk]}, **APP)
    runs.play(run)
    runs.cancel(run)
    assert becomes(file, "ready") == runs.Step()
    assert states(run) == {"summary": "cancelled"}


def test_a_file_read_in_the_moment_in_which_the_wait_began_is_found_by_looking_again():
    file = upload(text="", state="reading")
    run = make_run(inputs={"report": [file.pk]}, **APP)
    runs.play(run)
    Upload.objects.filter(pk=file.pk).update(state="ready", text="The sun.")
    assert awaiting.stalled(timezone.now()) == [run.pk]
    assert prompts(awaiting.take_up(run.pk).submit) == ["Sum up: The sun."]
    assert awaiting.stalled(timezone.now()) == []


def test_a_file_that_is_gone_counts_as_not_given():
    file = upload()
    run = make_run(inputs={"report": [file.pk]}, **APP)
    file.delete()
    assert result(run, "summary")["missing"] == ["Report"]


def test_another_file_makes_stale_what_was_made_of_the_old_one():
    run = make_run(inputs={"report": [upload().pk]}, **APP)
    work_off(runs.play(run))
    runs.play(run, inputs={"report": [upload("The sun.").pk]}, widgets=[])
    assert result(run, "summary")["stale"]


def test_a_search_gets_documents_with_where_their_parts_begin():
    make_card("mini", task="embedding")
    file = upload("The moon. The sun.", parts=[["page 1", 0], ["page 2", 10]])
    search = {"kind": "search", "source": "@[Report]", "question": "What shines?"}
    run = make_run(inputs={"report": [file.pk]}, Report=REPORT, Found=search)
    [request] = runs.play(run).submit
    assert (request.card, type(request.body)) == ("mini", SearchBody)
    assert request.body.sources[0].parts == [("page 1", 0), ("page 2", 10)]


def test_a_document_too_long_for_a_prompt_fails_in_words_and_is_summarised_all_the_same():
    summary = {"kind": "summarise", "source": "@[Report]"}
    run = make_run(inputs={"report": [upload("x" * 300_000).pk]}, Short=summary, **APP)
    [request] = runs.play(run).submit
    assert len(request.body.parts.text) == 300_000
    assert result(run, "summary")["failure"]["code"] == "prompt_too_long"


def test_files_that_are_too_long_together_are_refused_whatever_widgets_they_are_given_to():
    long = [upload("x" * 1_000_000), upload("y" * 1_000_001)]
    widgets = {"One": REPORT, "Two": REPORT, "Story": "@[One]"}
    run = make_run(inputs={"one": [long[0].pk]}, **widgets)
    with pytest.raises(InvalidInput, match="“Two”: The files of one run may hold 2,000,000 characters together"):
        runs.play(run, inputs={"two": [long[1].pk]})
    runs.play(run, inputs={"two": [long[0].pk]}, widgets=[])  # of the same one more is not read


def test_files_that_turn_out_too_long_together_are_not_fetched_and_what_needs_them_says_so():
    files = [upload(text="", state="reading") for _ in range(3)]
    run = make_run(inputs={"report": [file.pk for file in files]}, **APP)
    runs.play(run)
    for file in files:
        becomes(file, "ready", text="x" * 700_000, characters=700_000)
    with CaptureQueriesContext(connection) as queries:
        found = result(run, "summary")
    assert (found["state"], found["failure"]["code"]) == ("failed", "prompt_too_long")
    assert not any('"widgets_upload"."text"' in query["sql"] for query in queries)


def test_texts_are_fetched_only_where_something_is_made_of_them():
    run = make_run(inputs={"report": [upload("x" * 1_000).pk]}, Other="Hello", **APP)
    with CaptureQueriesContext(connection) as queries:
        read(run)
        runs.play(run, widgets=["other"])
    assert not any('"widgets_upload"."text"' in query["sql"] for query in queries)
    assert prompts(runs.play(run).submit) == ["Sum up: " + "x" * 1_000]


def test_what_somebody_put_in_place_of_a_text_is_not_fetched_over_it():
    run = make_run(inputs={"report": [upload("A secret.").pk]}, Note={"text": "See @[Report]"}, **APP)
    standing = stand(run)
    for file in standing.inputs.files.values():
        file.text = "[a report]"
    assert (standing.value("report"), standing.value("note")) == ("[a report]", "See [a report]")


def test_files_take_two_queries_more_however_many_they_are(django_assert_num_queries):
    run = make_run(inputs={"report": [upload().pk, upload().pk]}, **APP)
    with django_assert_num_queries(6):
        found = read(run)
    assert len(found["inputs"]["Report"]) == len(found["uploads"]) == 2
