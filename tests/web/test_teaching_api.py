"""Teaching models over HTTP: one's own examples, checked for a model, and lessons that nobody else sees."""

import io
import zipfile

import huggingface_hub
import pytest
from django.utils import timezone

from inference.models import ModelCard, Tuning
from tests.teaching.making import TEXT, encoder
from tests.web.test_pages import page_data


@pytest.fixture
def base(db, tmp_path, settings) -> ModelCard:
    settings.MODELS_DIR = tmp_path
    return encoder(tmp_path)


@pytest.fixture
def dataset(alice, base) -> dict:
    made = alice.call("POST", "/api/datasets", {"title": " Animals ", "text": TEXT})
    assert made.status_code == 201
    return made.json()


def teach(caller, dataset: dict, **more: object):
    return caller.call("POST", f"/api/datasets/{dataset['id']}/lessons", {"base": "tiny", "title": "Animals"} | more)


def made_of(tuning: Tuning, base: ModelCard) -> ModelCard:
    """A card that came of it."""
    effort = {"epochs": 15, "rate": 3e-4}
    told = {"base_revision": "1", "learned": 16, "held_out": 4, "seconds": 30, "hardware": "2 cores", "effort": effort}
    card = ModelCard.objects.create(
        name="animals", title="Animals: all", task="classification", family="encoder", context=24, base=base,
        owner=tuning.asked_by, installed_at=timezone.now(), lineage=told,
    )  # fmt: skip
    figures = {"measure": "accuracy", "before": 0.5, "after": 1, "exact": [0.5, 1], "loss": [0.7, 0.1], "answers": []}
    Tuning.objects.update(made=card, state="done", figures=figures)
    return card


def test_examples_are_checked_for_the_usual_model(alice, dataset):
    assert (dataset["title"], dataset["version"], dataset["text"]) == ("Animals", 1, TEXT)
    check = dataset["check"]
    assert (check["base"], check["fit"], check["learned"], check["held_out"]) == ("tiny", True, 16, 4)
    assert (check["labels"], check["columns"]) == ({"cats": 10, "dogs": 10}, ["text", "label"])
    assert sum(count for _, count in check["tokens"]) == 20
    assert set(check["seconds"]) == {"short", "usual", "long"}
    listed = alice.get("/api/datasets").json()
    assert listed == [{"id": dataset["id"], "title": "Animals", "version": 1, "learning": False}]
    teach(alice, dataset)
    assert alice.get("/api/datasets").json()[0]["learning"]


def test_they_are_changed_downloaded_and_deleted(alice, dataset):
    path = f"/api/datasets/{dataset['id']}"
    more = f"{TEXT}\na last cat,cats"
    changed = alice.call("PATCH", path, {"title": "Beasts", "text": more}).json()
    assert (changed["title"], changed["version"]) == ("Beasts", 2)
    old = alice.get(f"{path}/versions/1")
    assert old.content.decode() == TEXT
    assert old["Content-Disposition"] == 'attachment; filename="examples-1.txt"'
    assert alice.get(f"{path}/versions/3").status_code == 404
    assert alice.call("DELETE", path).status_code == 204
    assert alice.get(path).status_code == 404


def test_without_a_model_there_is_no_check(alice, db):
    made = alice.call("POST", "/api/datasets", {"title": "Animals", "text": TEXT}).json()
    assert made["check"] is None


def test_a_lesson_is_begun_looked_at_stopped(alice, dataset):
    made = teach(alice, dataset, long="short", strong="gentle", careful="very")
    assert made.status_code == 201
    lesson = made.json()
    assert (lesson["state"], lesson["version"], lesson["base"], lesson["made"]) == ("queued", 1, "tiny", None)
    assert Tuning.objects.get().effort == {"epochs": 6, "rate": 1e-4, "decay": 0.1}
    path = f"/api/lessons/{lesson['id']}"
    assert alice.get(path).json() == lesson
    assert alice.call("POST", f"{path}/cancellation").json()["state"] == "cancelled"
    assert alice.get(f"/api/datasets/{dataset['id']}").json()["lessons"][0]["state"] == "cancelled"


def test_what_came_of_it_is_shared_and_taken_back(alice, bob, dataset, base):
    lesson = teach(alice, dataset).json()
    path = f"/api/lessons/{lesson['id']}"
    assert alice.call("PATCH", path, {"shared": True}).json()["error"]["code"] == "not_taught"
    made_of(Tuning.objects.get(), base)

    def seen(caller) -> bool:
        return "animals" in [model["name"] for model in caller.get("/api/models").json()]

    assert (seen(alice), seen(bob)) == (True, False)
    assert alice.call("PATCH", path, {"shared": True}).json()["shared"]
    assert seen(bob)
    assert not alice.call("PATCH", path, {"shared": False}).json()["shared"]
    assert not seen(bob)


def test_what_came_of_it_is_taken_away_with_its_model_card(alice, dataset, base):
    base.licence, base.source = "Apache-2.0", [{"from": "hub", "repository": "words/tiny"}]
    base.save()
    path = f"/api/lessons/{teach(alice, dataset).json()['id']}"
    assert alice.get(f"{path}/model").json()["error"]["code"] == "not_taught"
    card = made_of(Tuning.objects.get(), base)
    card.folder.mkdir()
    for name in ("config.json", "manifest.json"):
        (card.folder / name).write_text("{}")
    sent = alice.get(f"{path}/model")
    assert sent["Content-Disposition"] == 'attachment; filename="animals.zip"'
    with zipfile.ZipFile(io.BytesIO(sent.getvalue())) as archive:
        assert sorted(archive.namelist()) == ["animals/README.md", "animals/config.json"]
        readme = archive.read("animals/README.md").decode()
    data = huggingface_hub.ModelCard(readme).data
    assert (data.base_model, data.license, data.library_name) == ("words/tiny", "apache-2.0", "transformers")
    (result,) = data.eval_results
    assert (result.metric_type, result.metric_value) == ("accuracy", 1)
    assert "# Animals: all" in readme
    assert "| accuracy | 0.500 | 1.000 |" in readme


def test_what_came_of_it_is_deleted(alice, dataset, base, django_capture_on_commit_callbacks):
    path = f"/api/lessons/{teach(alice, dataset).json()['id']}"
    assert alice.call("DELETE", path).json()["error"]["code"] == "still_learning"
    card = made_of(Tuning.objects.get(), base)
    card.folder.mkdir()
    with django_capture_on_commit_callbacks(execute=True):
        assert alice.call("DELETE", path).status_code == 204
    assert not card.folder.exists()
    assert alice.get(path).status_code == 404
    assert alice.get(f"/api/datasets/{dataset['id']}").json()["lessons"] == []


def test_a_model_stays_its_owners_when_its_examples_are_deleted(alice, bob, dataset, base):
    lesson = teach(alice, dataset).json()["id"]
    card = made_of(Tuning.objects.get(), base)
    assert alice.get("/api/lessons").json() == []
    alice.call("DELETE", f"/api/datasets/{dataset['id']}")
    (alone,) = alice.get("/api/lessons").json()
    assert (alone["id"], alone["version"], alone["made"], alone["figures"]) == (lesson, None, card.name, None)
    assert bob.get("/api/lessons").json() == []
    assert bob.call("DELETE", f"/api/lessons/{lesson}").status_code == 404
    assert alice.call("DELETE", f"/api/lessons/{lesson}").status_code == 204
    assert not ModelCard.objects.filter(pk=card.pk).exists()


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"title": "", "text": TEXT}, 422, "title"),
        ({"title": "Animals", "text": "x" * 2_100_000}, 413, None),
        ({"title": "Animals", "text": "one,two,three\na,b,c"}, 422, "text"),
        ({"title": "Animals", "text": "question,answer\n"}, 422, "text"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(alice, body, status, field):
    refused = alice.call("POST", "/api/datasets", body)
    assert refused.status_code == status
    assert refused.json()["error"].get("field") == field
    assert refused.json()["error"]["message"]


def test_what_no_database_keeps_is_taken_without_it(alice, base):
    made = alice.call("POST", "/api/datasets", {"title": "Odd", "text": f"{TEXT}\na\x00b,cats"})
    assert made.status_code == 201
    assert made.json()["text"].endswith("a\ufffdb,cats")
    assert alice.call("POST", "/api/datasets", {"title": "O\x00dd", "text": TEXT}).status_code == 422


def test_lessons_that_cannot_be_are_refused(alice, dataset, monkeypatch):
    assert teach(alice, dataset, base="other").json()["error"]["field"] == "base"
    few = alice.call("POST", "/api/datasets", {"title": "Few", "text": "text,label\na,b"}).json()
    assert not few["check"]["fit"]
    assert teach(alice, few).json()["error"]["code"] == "not_fit"
    monkeypatch.setattr("widgets.teaching.lessons.MOST", 0)
    assert teach(alice, dataset).json()["error"]["code"] == "too_many"
    monkeypatch.setattr("widgets.teaching.lessons.HOURS", 0)
    assert teach(alice, dataset).json()["error"]["code"] == "too_long"


def test_nobody_else_learns_that_they_exist(alice, bob, guest, dataset):
    lesson = teach(alice, dataset).json()["id"]
    own, theirs = f"/api/datasets/{dataset['id']}", f"/api/lessons/{lesson}"
    calls = [
        ("GET", own, None), ("PATCH", own, {"title": "Mine"}), ("DELETE", own, None),
        ("GET", f"{own}/versions/1", None), ("POST", f"{own}/lessons", {"base": "tiny", "title": "Mine"}),
        ("GET", theirs, None), ("POST", f"{theirs}/cancellation", None), ("PATCH", theirs, {"shared": True}),
        ("DELETE", theirs, None), ("GET", f"{theirs}/model", None),
    ]  # fmt: skip
    for method, path, body in calls:
        assert bob.call(method, path, body).status_code == 404, path
        assert guest.call(method, path, body).json()["error"]["code"] == "account_needed"
    assert bob.get("/api/datasets").json() == []
    assert Tuning.objects.get().state == "queued"


def test_the_page_names_what_can_be_taught_and_asks_guests_to_log_in(alice, guest, base):
    assert page_data(alice.get("/models/teach/"))["bases"] == [{"name": "tiny", "title": "Tiny"}]
    said = guest.get("/models/teach/").content.decode()
    assert "/account/login/?next=/models/teach/" in said
    assert 'id="page"' not in said
