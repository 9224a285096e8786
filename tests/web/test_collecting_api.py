"""Examples from one's own app over HTTP: told, collected, collected again; and not for anybody else."""

import pytest

from tests.web.conftest import share
from widgets.models import App, Feedback, Player, Result, Snapshot, User
from widgets.running import runs
from widgets.snapshots import freezing


@pytest.fixture
def owner(alice) -> Player:
    return Player(user=User.objects.get(username="alice"))


def rated(app: App, player: Player, topic: str, correction: str = "") -> Result:
    run = runs.start(app, player, {"topic": topic})
    row = Result.objects.create(run=run, widget="story", state="done", value=f"Of {topic}.")
    Feedback.objects.create(result=row, thumbs=-1 if correction else 1, correction=correction, prompt=f"About {topic}")
    return row


def collect(caller, app: App, **more: object):
    return caller.call("POST", f"/api/apps/{app.pk}/datasets", {"widget": "story"} | more)


def test_what_there_is_to_collect_is_told(alice, app, owner, text_model):
    rated(app, owner, "cats")
    snapshot = freezing.freeze(rated(app, owner, "dogs", "Dogs!").run, owner, "Mine")
    Snapshot.objects.update(content=freshly(snapshot))
    [story] = alice.get(f"/api/apps/{app.pk}/examples").json()
    assert (story["widget"], story["title"], story["kind"]) == ("story", "Story", "text")
    assert (story["thumbs"], story["corrections"]) == (1, 1)
    assert [(one["id"], one["title"]) for one in story["snapshots"]] == [(snapshot.pk, "Mine")]


def freshly(snapshot: Snapshot) -> dict:
    """As if it had been played: what stands there by hand has no fingerprint, and counts as out of date."""
    widgets = [widget | {"stale": False} for widget in snapshot.content["widgets"]]
    return snapshot.content | {"widgets": widgets}


def test_it_becomes_a_dataset_and_later_its_next_version(alice, app, owner):
    rated(app, owner, "cats")
    made = collect(alice, app)
    assert made.status_code == 201
    dataset = made.json()
    assert (dataset["title"], dataset["version"], dataset["app"]) == ("Stories: Story", 1, "Stories")
    assert dataset["text"] == '{"prompt": "About cats", "answer": "Of cats."}'
    rated(app, owner, "dogs", "Dogs!")
    later = alice.call("POST", f"/api/datasets/{dataset['id']}/collection").json()
    assert (later["version"], later["text"].count("\n")) == (2, 1)
    assert alice.call("POST", f"/api/datasets/{dataset['id']}/collection").json()["version"] == 2


def test_one_that_was_pasted_has_no_app_to_collect_again_from(alice, db):
    made = alice.call("POST", "/api/datasets", {"title": "Mine", "text": "text,label\na,b"}).json()
    assert made["app"] is None
    refused = alice.call("POST", f"/api/datasets/{made['id']}/collection")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "app_gone")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "nothing_collected"),
        ({"widget": "topic"}, "unknown_widget"),
        ({"snapshots": ["x" * 40]}, "invalid"),
        ({"title": ""}, "invalid"),
        ({"what": 1}, "invalid"),
    ],
)
def test_what_cannot_be_collected_is_refused_with_a_sentence(alice, app, body, code):
    refused = collect(alice, app, **body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, code)
    assert refused.json()["error"]["message"]


def test_there_is_an_end(alice, app, owner, monkeypatch):
    rated(app, owner, "cats")
    monkeypatch.setattr("widgets.teaching.datasets.MOST", 0)
    assert collect(alice, app).json()["error"]["code"] == "too_many"


@pytest.mark.parametrize("who", ["bob", "guest"])
def test_nobody_else_collects(request, alice, app, owner, who):
    rated(app, owner, "cats")
    dataset = collect(alice, app).json()["id"]
    other = request.getfixturevalue(who)
    calls = [
        ("GET", f"/api/apps/{app.pk}/examples", None),
        ("POST", f"/api/apps/{app.pk}/datasets", {"widget": "story"}),
    ]
    for method, path, body in calls:
        assert other.call(method, path, body).status_code == 404
    assert other.call("POST", f"/api/datasets/{dataset}/collection").status_code == (404 if who == "bob" else 403)
    share(app, "public")
    for method, path, body in calls:
        assert other.call(method, path, body).json()["error"]["code"] == "not_yours"


def test_the_entrance_says_what_ratings_are_for_and_nothing_else_of_the_app(alice, bob, app):
    alice.call("PATCH", f"/api/apps/{app.pk}", {"visibility": "password", "password": "open sesame"})
    sentence = "If you rate a result, it may teach models"
    assert sentence not in bob.get(f"/apps/{app.pk}/").content.decode()
    assert alice.call("PATCH", f"/api/apps/{app.pk}", {"ratings_teach": True}).json()["ratings_teach"]
    said = bob.get(f"/apps/{app.pk}/").content.decode()
    assert sentence in said
    assert "Stories" not in said


def test_the_page_that_teaches_names_ones_own_apps(alice, bob, app):
    from tests.web.test_pages import page_data

    assert page_data(alice.get("/models/teach/"))["apps"] == [{"id": app.pk, "title": "Stories"}]
    assert page_data(bob.get("/models/teach/"))["apps"] == []
