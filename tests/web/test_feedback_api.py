"""What a player thinks of a result, over HTTP: kept, changed, taken back, and nobody else's business."""

import pytest
from django.utils import timezone

from tests.web.conftest import share
from widgets.models import Feedback, Result, Run
from widgets.running.values import log_of, stand


@pytest.fixture
def run(alice, app, text_model) -> Run:
    return Run.objects.get(pk=alice.call("POST", f"/api/apps/{app.pk}/runs", {}).json()["id"])


@pytest.fixture
def result(run) -> Result:
    return Result.objects.create(run=run, widget="story", state="done", value="Once.", changed_at=timezone.now())


def rate(caller, result, thumbs=1, **more):
    path = f"/api/runs/{result.run_id}/results/{result.pk}/feedback"
    return caller.call("PUT", path, {"thumbs": thumbs, **more})


def shown(alice, run) -> int:
    return alice.call("GET", f"/api/runs/{run.pk}").json()["results"]["Story"]["thumbs"]


def test_thumbs_survive_a_reload(alice, run, result):
    assert shown(alice, run) == 0
    assert rate(alice, result, 1).status_code == 204
    assert shown(alice, run) == 1


def test_the_last_opinion_counts_and_its_correction_is_kept(alice, run, result):
    rate(alice, result, 1)
    rate(alice, result, -1, correction="Once upon a time.")
    assert shown(alice, run) == -1
    [kept] = Feedback.objects.all()
    assert (kept.result, kept.thumbs, kept.correction) == (result, -1, "Once upon a time.")


def test_only_who_was_told_and_where_the_app_says_so_may_teach(alice, bob, app, text_model):
    share(app, "public")

    def kept(told: bool) -> bool:
        run = Run.objects.get(
            pk=bob.call("POST", f"/api/apps/{app.pk}/runs", {"inputs": {"Topic": "cats"}}).json()["id"]
        )
        asked = stand(run).fingerprint("story")
        row = Result.objects.create(run=run, widget="story", state="done", value="Once.", fingerprint=asked)
        assert rate(bob, row, told=told).status_code == 204
        return Feedback.objects.get(result=row).prompt == "About cats"

    assert not kept(told=True)
    alice.call("PATCH", f"/api/apps/{app.pk}", {"ratings_teach": True})
    assert (kept(told=True), kept(told=False)) == (True, False)


def test_an_opinion_is_taken_back_with_0(alice, run, result):
    rate(alice, result, -1)
    assert rate(alice, result, 0).status_code == 204
    assert (shown(alice, run), Feedback.objects.count()) == (0, 0)


def test_a_result_that_is_played_again_has_no_thumbs_yet(alice, run, result):
    rate(alice, result, 1)
    Result.objects.create(run=run, widget="story", state="done", value="Twice.", created_at=timezone.now())
    assert shown(alice, run) == 0


def test_a_second_tab_hears_of_it(alice, run, result, django_capture_on_commit_callbacks):
    from inference import streams

    with django_capture_on_commit_callbacks(execute=True):
        rate(alice, result, 1)
    told = streams.read(log_of(run.pk))[-1]
    assert (told.type, told.data["result"]["thumbs"]) == ("result.changed", 1)


@pytest.mark.parametrize("state", Result.UNFINISHED)
def test_what_is_still_being_made_is_not_judged_yet(alice, run, state):
    unfinished = Result.objects.create(run=run, widget="story", state=state)
    answer = rate(alice, unfinished)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "unfinished")
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("who", ["bob", "guest"])
def test_nobody_judges_in_the_run_of_another(request, app, result, who):
    share(app, "public")
    assert rate(request.getfixturevalue(who), result).status_code == 404
    assert not Feedback.objects.exists()


def test_a_result_of_another_run_is_not_found(alice, app, result):
    other = alice.call("POST", f"/api/apps/{app.pk}/runs", {}).json()["id"]
    path = f"/api/runs/{other}/results/{result.pk}/feedback"
    assert alice.call("PUT", path, {"thumbs": 1}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"thumbs": 2},
        {"thumbs": "up"},
        {},
        {"thumbs": 1, "correction": "\x00"},
        {"thumbs": 1, "correction": "x" * 20_001},
    ],
)
def test_anything_else_is_refused(alice, result, body):
    path = f"/api/runs/{result.run_id}/results/{result.pk}/feedback"
    answer = alice.call("PUT", path, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")
    assert not Feedback.objects.exists()
