"""Which examples come from an app: what was rated with leave, corrected, and one's own snapshots. Of whom: nothing."""

import json

import pytest
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inference.models import ModelCard
from inference.protocol import Outcome
from tests.running.making import make_app, make_card, work_off
from widgets.building import apps
from widgets.models import App, Dataset, Feedback, Player, Result, Run, Snapshot, Upload, User
from widgets.running import runs
from widgets.snapshots import freezing
from widgets.teaching import collecting, datasets, rating
from widgets.teaching.collecting import Sources
from widgets.teaching.examples import reading
from widgets.teaching.failures import AppGone, NothingCollected, UnknownWidget

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("card")]

BOB = Player(guest="bob")
NONE = Sources(thumbs=False, corrections=False)


@pytest.fixture
def card(db):
    return make_card()


@pytest.fixture
def ada(db) -> User:
    return User.objects.create_user("ada")


@pytest.fixture
def app(ada) -> App:
    """Ada's; what others rate may teach."""
    made = make_app(ada, Topic={}, Story="About @[Topic]")
    return apps.change(made, ratings_teach=True)


def played(app: App, player: Player, topic: str) -> Result:
    run = runs.start(app, player, {"topic": topic})
    work_off(runs.play(run))
    return Result.objects.select_related("run__app").get(run=run, widget="story")


def rated(  # noqa: PLR0913
    app: App, player: Player, topic: str, thumbs: int = 1, correction: str = "", *, told: bool = True
) -> Result:
    result = played(app, player, topic)
    rating.rate(result, player, thumbs, correction, told=told)
    return result


def pairs(app: App, sources: Sources | None = None, widget: str = "story") -> list[tuple[str, str]]:
    """What is collected, by way of a dataset and its reader."""
    try:
        made = collecting.create(app, widget, sources or Sources())
    except NothingCollected:
        return []
    return [(one.prompt, one.answer) for one in reading.read(datasets.newest(made).text).examples]


def counts(app: App) -> tuple[int, int, int]:
    [story] = collecting.material(app)
    return story.thumbs, story.corrections, len(story.snapshots)


def test_thumbs_up_is_what_was_asked_and_what_came(app):
    rated(app, BOB, "cats")
    assert counts(app) == (1, 0, 0)
    assert pairs(app) == [("About cats", "(About cats)")]


def test_a_correction_is_the_answer_whatever_the_thumbs(app):
    rated(app, BOB, "cats", -1, "Of cats.")
    rated(app, BOB, "dogs", 1, "Of dogs.")
    assert counts(app) == (0, 2, 0)
    assert sorted(pairs(app)) == [("About cats", "Of cats."), ("About dogs", "Of dogs.")]


def test_thumbs_down_alone_says_nothing(app):
    rated(app, BOB, "cats", -1)
    assert (counts(app), pairs(app)) == ((0, 0, 0), [])


def test_only_what_is_chosen_is_collected(app):
    rated(app, BOB, "cats")
    rated(app, BOB, "dogs", -1, "Of dogs.")
    assert pairs(app, Sources(thumbs=False)) == [("About dogs", "Of dogs.")]
    assert pairs(app, Sources(corrections=False)) == [("About cats", "(About cats)")]


def test_the_same_twice_is_one(app):
    rated(app, BOB, "cats")
    rated(app, Player(guest="carol"), "cats")
    assert len(pairs(app)) == 1


def test_each_of_many_plays_in_one_run_keeps_its_own_prompt(app, ada):
    first = rated(app, Player(user=ada), "cats")
    run = Run.objects.get(pk=first.run_id)
    work_off(runs.play(run, inputs={"topic": "dogs"}))
    second = Result.objects.select_related("run__app").exclude(pk=first.pk).get(widget="story")
    rating.rate(second, Player(user=ada), 1, "", told=False)
    assert sorted(pairs(app)) == [("About cats", "(About cats)"), ("About dogs", "(About dogs)")]


def test_what_was_filled_in_anew_does_not_become_the_prompt_of_what_came_before(app, ada):
    result = played(app, Player(user=ada), "cats")
    runs.play(Run.objects.get(pk=result.run_id), inputs={"topic": "dogs"})
    rating.rate(Result.objects.get(pk=result.pk), Player(user=ada), 1, "", told=False)
    assert pairs(app) == []


def test_a_correction_after_something_else_was_filled_in_keeps_the_prompt(app, ada):
    result = rated(app, Player(user=ada), "cats")
    runs.play(Run.objects.get(pk=result.run_id), inputs={"topic": "dogs"})
    rating.rate(Result.objects.get(pk=result.pk), Player(user=ada), -1, "Of cats.", told=False)
    assert pairs(app) == [("About cats", "Of cats.")]


# With whose leave ---------------------------------------------------------------------------


def test_its_owner_needs_no_leave(app, ada):
    apps.change(app, ratings_teach=False)
    rated(app, Player(user=ada), "cats", told=False)
    assert pairs(app) == [("About cats", "(About cats)")]


def test_without_leave_nothing_of_others_is_kept_or_collected_also_when_it_is_given_later(app):
    apps.change(app, ratings_teach=False)
    rated(app, BOB, "cats")
    apps.change(app, ratings_teach=True)
    assert (counts(app), pairs(app)) == ((0, 0, 0), [])
    assert Feedback.objects.get().prompt == ""


def test_who_was_not_told_teaches_nothing(app):
    rated(app, BOB, "cats", told=False)
    assert pairs(app) == []


def test_who_rates_again_once_told_so_teaches(app):
    apps.change(app, ratings_teach=False)
    result = rated(app, BOB, "cats")
    apps.change(app, ratings_teach=True)
    rating.rate(Result.objects.get(pk=result.pk), BOB, 1, "", told=True)
    assert len(pairs(app)) == 1


def test_once_it_is_turned_off_nothing_new_is_taken_of_others_and_what_was_made_stays(app, ada):
    rated(app, BOB, "cats")
    rated(app, Player(user=ada), "dogs")
    made = collecting.create(app, "story", Sources())
    apps.change(app, ratings_teach=False)
    assert pairs(app) == [("About dogs", "(About dogs)")]
    collecting.again(made)
    assert [version.text.count("cats") > 0 for version in made.versions.all()] == [False, True]


def test_thumbs_that_were_taken_back_are_not_collected(app):
    rating.take_back(rated(app, BOB, "cats"))
    assert pairs(app) == []


def test_a_deleted_run_is_not_collected(app):
    Run.objects.filter(pk=rated(app, BOB, "cats").run_id).update(deleted_at=timezone.now())
    assert (counts(app), pairs(app)) == ((0, 0, 0), [])


def test_in_a_run_that_goes_on_in_a_newer_revision_thumbs_can_still_be_taken_back(app):
    older = rated(app, BOB, "cats")
    work_off(runs.play(Run.objects.get(pk=older.run_id), inputs={"topic": "dogs"}))
    newest = Result.objects.get(run=older.run, widget="story", value__contains="dogs")
    rating.rate(newest, BOB, 1, "", told=True)
    graph = app.draft.graph.model_copy(deep=True)
    graph.widgets[1].settings["temperature"] = 0.1
    apps.save(app, 1, graph, app.owner)
    newer = runs.start(app, BOB, previous=Run.objects.get(pk=older.run_id))
    assert pairs(app) == [("About dogs", "(About dogs)")]  # what is seen nowhere any more is left out
    Run.objects.filter(pk=newer.pk).update(deleted_at=timezone.now())
    assert pairs(app) == []


def test_what_others_gave_as_files_stays_theirs_and_its_owners_own_may_teach(ada):
    app = apps.change(make_app(ada, Files={"kind": "document"}, Story="Sum up @[Files]"), ratings_teach=True)
    for player in (BOB, Player(user=ada)):
        given = {"player": player.user, "guest": player.guest, "state": "ready", "text": f"of {player.guest or 'ada'}"}
        upload = Upload.objects.create(name="may.txt", media_type="text/plain", size=9, characters=9, **given)
        run = runs.start(app, player, {"files": [upload.pk]})
        work_off(runs.play(run))
        result = Result.objects.select_related("run__app").get(run=run)
        rating.rate(result, player, 1, "", told=True)
    [(prompt, _)] = pairs(app)
    assert "of ada" in prompt


def test_nothing_is_told_of_whom_it_is(app):
    result = rated(app, Player(user=User.objects.create_user("carol")), "cats")
    made = collecting.create(app, "story", Sources())
    assert json.loads(datasets.newest(made).text) == {"prompt": "About cats", "answer": "(About cats)"}
    kept = serializers.serialize("json", [made, *made.versions.all()])
    assert not any(word in kept for word in ("carol", result.pk, result.run_id))


# What was asked -----------------------------------------------------------------------------


def test_the_prompt_is_that_of_the_revision_that_was_played(app):
    result = played(app, BOB, "cats")
    graph = app.draft.graph.model_copy(deep=True)
    graph.widgets[1].settings["prompt"] = "A poem about @[Topic]"
    apps.save(app, 1, graph, app.owner)
    rating.rate(result, BOB, 1, "", told=True)
    assert pairs(app) == [("About cats", "(About cats)")]


def test_instructions_come_first(ada):
    story = {"kind": "text", "prompt": "About @[Topic]", "instructions": "Be brief."}
    app = make_app(ada, Topic={}, Story=story)
    rated(app, Player(user=ada), "cats")
    assert [prompt for prompt, _ in pairs(app)] == ["Be brief.\n\nAbout cats"]


def test_of_a_classification_it_is_the_text_and_the_best_label(ada):
    make_card("sorter", task="classification")
    app = make_app(ada, Topic={}, Story={"kind": "classify", "source": "@[Topic]!", "labels": ["good", "bad"]})
    run = runs.start(app, Player(user=ada), {"topic": "Well done"})
    [request] = runs.play(run).submit
    scores = [{"label": "good", "score": 0.9}, {"label": "bad", "score": 0.1}]
    runs.settle(Outcome(id=request.id, attempt=1, state="done", value=json.dumps(scores), finish="stop"))
    rating.rate(Result.objects.get(), Player(user=ada), 1, "", told=False)
    assert pairs(app) == [("Well done!", "good")]


TRANSLATION = {"kind": "translate", "source": "@[Topic]", "to_language": "French"}


def test_a_translation_asks_as_a_model_that_writes_is_told(ada):
    app = make_app(ada, Topic={}, Story=TRANSLATION)
    result = played_by_hand(app, ada)
    rating.rate(result, Player(user=ada), -1, "Chats", told=False)
    [(prompt, answer)] = pairs(app)
    assert (prompt.splitlines()[-1], answer) == ("cats", "Chats")
    assert prompt.startswith("Translate the text below into French.")


def test_of_an_encoder_decoder_that_translates_it_is_the_text_alone(ada):
    make_card("translator", task="translation", family="seq2seq")
    app = make_app(ada, Topic={}, Story=TRANSLATION)
    result = played_by_hand(app, ada)
    snapshot = freezing.freeze(result.run, Player(user=ada))
    rating.rate(result, Player(user=ada), -1, "Chats", told=False)
    assert pairs(app) == [("cats", "Chats")]
    assert pairs(app, Sources(thumbs=False, corrections=False, snapshots=[snapshot.pk])) == [("cats", "Cats")]


def test_of_a_translation_in_a_snapshot_without_a_model_nobody_knows_what_was_asked(ada):
    app = make_app(ada, Topic={}, Story=TRANSLATION)
    snapshot = freezing.freeze(played_by_hand(app, ada).run, Player(user=ada))
    chosen = Sources(snapshots=[snapshot.pk])
    [(prompt, _)] = pairs(app, chosen)
    assert prompt.startswith("Translate the text below into French.")
    ModelCard.objects.update(installed_at=None)
    assert pairs(app, chosen) == []


def played_by_hand(app: App, ada: User) -> Result:
    [request] = runs.play(runs.start(app, Player(user=ada), {"topic": "cats"})).submit
    runs.settle(Outcome(id=request.id, attempt=1, state="done", value="Cats", finish="stop"))
    return Result.objects.get(pk=request.id)


@pytest.mark.parametrize("kind", ["chat", "image", "search"])
def test_what_no_words_answer_teaches_nothing(ada, kind):
    app = make_app(ada, Topic={}, Story={"kind": kind})
    assert collecting.material(app) == []
    with pytest.raises(UnknownWidget):
        collecting.create(app, "story", Sources())


def test_a_prompt_that_is_too_long_teaches_nothing(app, monkeypatch):
    monkeypatch.setattr("widgets.teaching.asking.LONGEST", 5)
    rated(app, BOB, "cats")
    assert pairs(app) == []


def test_of_too_much_the_latest_is_collected(app, monkeypatch):
    rated(app, BOB, "cats")
    rated(app, BOB, "dogs")
    monkeypatch.setattr(collecting, "LONGEST_WHOLE", 60)
    assert pairs(app) == [("About dogs", "(About dogs)")]
    monkeypatch.setattr(collecting, "LONGEST_WHOLE", 600)
    monkeypatch.setattr(collecting, "MOST", 1)
    assert pairs(app) == [("About dogs", "(About dogs)")]


def test_once_there_is_enough_nothing_more_is_looked_at(app, ada, monkeypatch):
    snapshot = frozen(app, Player(user=ada), "cats")
    rated(app, BOB, "dogs")
    monkeypatch.setattr(collecting, "MOST", 1)
    with CaptureQueriesContext(connection) as asked:
        assert pairs(app, Sources(snapshots=[snapshot.pk])) == [("About dogs", "(About dogs)")]
    assert not any("widgets_snapshot" in query["sql"] for query in asked)


# Snapshots ----------------------------------------------------------------------------------


def frozen(app: App, player: Player, topic: str) -> Snapshot:
    return freezing.freeze(played(app, player, topic).run, player)


def test_a_snapshot_of_ones_own_is_rendered_again(app, ada):
    snapshot = frozen(app, Player(user=ada), "cats")
    assert counts(app) == (0, 0, 1)
    assert pairs(app) == []  # none was chosen
    assert pairs(app, Sources(snapshots=[snapshot.pk])) == [("About cats", "(About cats)")]


def test_it_asks_what_its_revision_asked(app, ada):
    snapshot = frozen(app, Player(user=ada), "cats")
    graph = app.draft.graph.model_copy(deep=True)
    graph.widgets[1].settings["prompt"] = "A poem about @[Topic]"
    apps.save(app, 1, graph, ada)
    assert pairs(app, Sources(snapshots=[snapshot.pk])) == [("About cats", "(About cats)")]


def test_snapshots_of_others_are_not_there_though_they_shared_them(app):
    snapshot = frozen(app, BOB, "cats")
    assert counts(app) == (0, 0, 0)
    assert pairs(app, Sources(snapshots=[snapshot.pk])) == []


def test_a_deleted_snapshot_is_left_out(app, ada):
    snapshot = frozen(app, Player(user=ada), "cats")
    freezing.delete(snapshot)
    assert (counts(app), pairs(app, Sources(snapshots=[snapshot.pk]))) == ((0, 0, 0), [])


def test_what_was_out_of_date_in_a_snapshot_teaches_nothing(app, ada):
    result = played(app, Player(user=ada), "cats")
    run = Run.objects.get(pk=result.run_id)
    runs.play(run, inputs={"topic": "dogs"})
    snapshot = freezing.freeze(Run.objects.get(pk=run.pk), Player(user=ada))
    assert pairs(app, Sources(snapshots=[snapshot.pk])) == []


def test_an_older_snapshot_that_does_not_say_whether_it_was_up_to_date_teaches_nothing(app, ada):
    snapshot = frozen(app, Player(user=ada), "cats")
    for widget in snapshot.content["widgets"]:
        del widget["stale"]
    snapshot.save()
    assert (counts(app), pairs(app, Sources(snapshots=[snapshot.pk]))) == ((0, 0, 0), [])


def test_what_was_made_of_documents_is_not_in_a_snapshot(ada):
    app = make_app(ada, Files={"kind": "document", "required": False}, Story="Sum up @[Files]")
    run = runs.start(app, Player(user=ada), {})
    work_off(runs.play(run))
    snapshot = freezing.freeze(Run.objects.get(pk=run.pk), Player(user=ada))
    assert pairs(app, Sources(snapshots=[snapshot.pk])) == []


# As a dataset -------------------------------------------------------------------------------


def test_it_is_called_after_where_it_comes_from_and_remembers_it(app, ada):
    rated(app, BOB, "cats")
    made = collecting.create(app, "story", Sources(corrections=False))
    made.refresh_from_db()
    assert (made.title, made.owner, made.app, made.widget) == ("An app: Story", ada, app, "story")
    assert made.sources == {"thumbs": True, "corrections": False, "snapshots": []}


def test_collected_again_it_is_the_next_version_where_something_is_new(app):
    rated(app, BOB, "cats")
    made = Dataset.objects.get(pk=collecting.create(app, "story", Sources()).pk)
    collecting.again(made)
    assert made.versions.count() == 1
    rated(app, BOB, "dogs")
    collecting.again(made)
    assert [len(reading.read(version.text).examples) for version in made.versions.all()] == [2, 1]


def test_it_is_not_called_longer_than_a_title_may_be(app):
    rated(app, BOB, "cats")
    App.objects.update(title="A" * 100)
    graph = app.draft.graph.model_copy(deep=True)
    graph.widgets[1].title = "S" * 40
    apps.save(app, 1, graph, app.owner)
    made = collecting.create(App.objects.get(), "story", Sources())
    assert (len(made.title), made.title[:104]) == (120, "A" * 100 + ": SS")


def test_once_the_app_is_gone_nothing_is_collected_again_and_what_there_is_stays(app):
    rated(app, BOB, "cats")
    made = collecting.create(app, "story", Sources())
    apps.delete(app)
    with pytest.raises(AppGone, match="The app that these came from is gone"):
        collecting.again(Dataset.objects.get(pk=made.pk))
    App.objects.all().delete()
    assert datasets.newest(Dataset.objects.get()).text
    with pytest.raises(AppGone):
        collecting.again(Dataset.objects.get())


def test_where_nothing_was_rated_it_says_what_to_do(app):
    with pytest.raises(NothingCollected, match=r"There is nothing to collect of “Story” yet\. Give thumbs up"):
        collecting.create(app, "story", Sources())
    assert not Dataset.objects.exists()


def test_an_app_without_an_owner_never_takes_what_guests_rated(app):
    rated(app, BOB, "cats")
    App.objects.update(owner=None, ratings_teach=False)
    app.refresh_from_db()
    assert not Feedback.objects.teaching(app).exists()
