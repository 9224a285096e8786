"""Pictures that results are, over HTTP: for whoever may see the run."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from widgets.models import Result, Run

PICTURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def run(alice, app, text_model) -> Run:
    return Run.objects.get(pk=alice.call("POST", f"/api/apps/{app.pk}/runs", {}).json()["id"])


def drawn(run, media_type="image/png", **more):
    path = default_storage.save("results/picture.png", ContentFile(PICTURE))
    file = {"path": path, "media_type": media_type, "width": 64, "height": 32} | more
    return Result.objects.create(run=run, widget="story", state="done", value="A parrot", files=[file])


def test_a_result_names_its_files_and_they_are_shown_as_what_they_are(alice, run):
    drawn(run)
    [file] = alice.call("GET", f"/api/runs/{run.pk}").json()["results"]["Story"]["files"]
    assert (file["media_type"], file["width"], file["height"]) == ("image/png", 64, 32)
    answer = alice.get(file["url"])
    assert (answer.status_code, answer.content) == (200, PICTURE)
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == "inline"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]


def test_a_stranger_does_not_find_them(alice, bob, guest, run):
    result = drawn(run)
    for stranger in (bob, guest):
        assert stranger.get(f"/api/runs/{run.pk}/results/{result.pk}/files/0").status_code == 404


def test_a_run_shows_no_results_of_another_one(alice, app, run):
    other = Run.objects.get(pk=alice.call("POST", f"/api/apps/{app.pk}/runs", {}).json()["id"])
    assert alice.get(f"/api/runs/{run.pk}/results/{drawn(other).pk}/files/0").status_code == 404


@pytest.mark.parametrize("number", ["1", "-1", "x", "99999999999999999999"])
def test_there_is_nothing_under_another_number(alice, run, number):
    assert alice.get(f"/api/runs/{run.pk}/results/{drawn(run).pk}/files/{number}").status_code == 404


@pytest.mark.parametrize("more", [{"path": "results/gone.png"}, {"media_type": "text/html"}])
def test_what_is_gone_or_no_picture_is_not_found(alice, run, more):
    assert alice.get(f"/api/runs/{run.pk}/results/{drawn(run, **more).pk}/files/0").status_code == 404
