"""How much may be in work at once."""

import pytest

from tests.web.conftest import Caller, log_in, share
from widgets.models import Result, Run

PLAY = {"inputs": {"Topic": "Cats"}, "play": True}


@pytest.fixture
def play(app, text_model):
    share(app, "public")
    return lambda caller: caller.call("POST", f"/api/apps/{app.pk}/runs", PLAY)


def test_a_guest_who_has_enough_in_work_is_told_to_wait_or_stop(guest, play, settings):
    settings.MOST_OF_A_GUEST = 2
    assert [play(guest).status_code for _ in range(2)] == [201, 201]
    answer = play(guest)
    assert (answer.status_code, answer["Retry-After"]) == (429, "10")
    message = "You have 2 texts being written already. Wait until some are done, or stop them."
    assert answer.json()["error"] == {"code": "full_house", "message": message}
    assert Run.objects.count() == 2
    assert play(Caller()).status_code == 201


def test_a_run_is_not_played_either(guest, play, settings):
    settings.MOST_OF_A_GUEST = 1
    run = play(guest).json()["id"]
    assert guest.call("POST", f"/api/runs/{run}/plays", {}).status_code == 429
    assert guest.call("POST", f"/api/runs/{run}/cancellation", {}).status_code == 200
    assert guest.call("POST", f"/api/runs/{run}/plays", {}).status_code == 200


def test_an_account_has_more_room_than_a_guest(bob, play, settings):
    settings.MOST_OF_A_GUEST, settings.MOST_OF_AN_ACCOUNT = 1, 2
    assert [play(bob).status_code for _ in range(3)] == [201, 201, 429]


def test_all_together_have_their_limit_and_runs_that_rest_do_not_count(guest, play, app, settings):
    settings.MOST_OF_ALL = 1
    guest.call("POST", f"/api/apps/{app.pk}/runs", {})
    assert play(log_in("bob")).status_code == 201
    assert play(guest).status_code == 429
    Result.objects.update(state="done")
    assert play(guest).status_code == 201
