"""A snapshot shows what the player saw, nothing of the prompts, and never changes."""

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from inference.protocol import Outcome
from tests.snapshots.conftest import picture
from widgets.building import apps
from widgets.graph.schema import Graph
from widgets.models import Result, Run, Snapshot, Upload
from widgets.running import runs
from widgets.snapshots import freezing, titles

pytestmark = pytest.mark.django_db


def by_title(snapshot: Snapshot) -> dict:
    return {widget.title: widget for widget in freezing.frozen(snapshot).widgets}


def test_inputs_and_results_are_frozen(run, player):
    found = by_title(freezing.freeze(run, player))
    assert (found["Topic"].value, found["Story"].value) == ("cats", "Once upon a time")


def test_no_prompt_is_frozen(run, player):
    snapshot = freezing.freeze(run, player)
    assert "Secret recipe" not in str(snapshot.content)


def test_nothing_that_happens_later_changes_it(run, player):
    snapshot = freezing.freeze(run, player)
    apps.save(run.app, 1, Graph(), None)
    run.delete()
    snapshot.refresh_from_db()
    assert by_title(snapshot)["Story"].value == "Once upon a time"


SALARIES = {
    "files": {"kind": "document", "title": "Files"},
    "note": {"kind": "note", "title": "Copy", "settings": {"text": "Read: @[Files]"}},
    "drawn": {"kind": "image", "title": "Drawn", "settings": {"prompt": "Draw @[Copy]"}},
    "sum": {"kind": "text", "title": "Sum", "settings": {"prompt": "Sum up @[Files]"}},
}


@pytest.fixture
def with_documents(run, player) -> Run:
    """Played with two files, which a note repeats and a picture was drawn from."""
    widgets = [{"id": id} | widget for id, widget in SALARIES.items()]
    app = apps.create(None, "Sums", "", Graph.model_validate({"widgets": widgets}), "public")
    given = {"player": player.user, "media_type": "text/plain", "size": 9, "state": "ready", "text": "SECRET 1234"}
    files = [Upload.objects.create(name=name, **given).pk for name in ("may.txt", "june.txt")]
    run = runs.start(app, player, {"files": files})
    for widget, value in {"drawn": "Draw SECRET 1234", "sum": "A sum"}.items():
        Result.objects.create(run=run, widget=widget, state="done", value=value)
    return run


def test_of_documents_only_the_names_are_frozen(with_documents, player):
    snapshot = freezing.freeze(with_documents, player)
    assert "SECRET" not in str(snapshot.content)
    found = by_title(snapshot)
    assert (found["Files"].value, found["Sum"].value) == ("may.txt, june.txt", "A sum")
    assert "[document: may.txt]" in found["Copy"].value


def test_a_prompt_that_once_held_a_document_is_not_frozen_either(with_documents, player):
    Run.objects.filter(pk=with_documents.pk).update(inputs={})
    with_documents.refresh_from_db()
    assert "SECRET" not in str(freezing.freeze(with_documents, player).content)


def test_pictures_are_copied(run, drawn, player):
    snapshot = freezing.freeze(run, player)
    default_storage.delete(drawn)
    copied = by_title(snapshot)["Story"].files[0].path
    assert copied != drawn
    assert default_storage.open(copied).read() == picture()


def test_a_run_without_results_is_not_frozen(run, player):
    Result.objects.all().delete()
    with pytest.raises(freezing.NothingToFreeze):
        freezing.freeze(run, player)


def test_the_apps_title_stands_until_another_one_comes(run, player):
    snapshot = freezing.freeze(run, player)
    assert snapshot.title == "Stories"
    Snapshot.objects.update(asked_at=timezone.now())
    titles.settle(outcome(snapshot, "**Title: The “Cats” of Rome.**\nAnd more"))
    snapshot.refresh_from_db()
    assert (snapshot.title, snapshot.is_being_named) == ("The “Cats” of Rome", False)


def test_a_title_that_somebody_gave_is_kept(run, player):
    snapshot = freezing.freeze(run, player)
    Snapshot.objects.update(asked_at=timezone.now())
    freezing.rename(snapshot, "Mine")
    titles.settle(outcome(snapshot, "The model's"))
    snapshot.refresh_from_db()
    assert snapshot.title == "Mine"


@pytest.mark.parametrize("said", ["", "  \n ", "\x00"])
def test_a_model_that_says_nothing_changes_nothing(run, player, said):
    snapshot = freezing.freeze(run, player)
    Snapshot.objects.update(asked_at=timezone.now())
    titles.settle(outcome(snapshot, said))
    snapshot.refresh_from_db()
    assert snapshot.title == "Stories"


def test_a_long_title_is_cut_at_a_word():
    assert titles.cleaned("word " * 40) == " ".join(["word"] * 12)


def test_a_picture_that_is_gone_is_left_out(run, drawn, player):
    default_storage.delete(drawn)
    assert by_title(freezing.freeze(run, player))["Story"].files == []


def outcome(snapshot: Snapshot, value: str) -> Outcome:
    return Outcome(id=f"title-{snapshot.pk}", attempt=1, state="done", value=value)


def test_a_played_example_is_shipped_and_one_that_was_deleted_stays_away():
    call_command("seed_examples")
    example = Snapshot.objects.get(pk="example-story")
    assert len(freezing.answers(freezing.frozen(example))) == 3
    freezing.delete(example)
    call_command("seed_examples")
    assert Snapshot.objects.get(pk="example-story").deleted_at
