"""`kill -9` of the model worker in the middle of a sentence."""

import pytest

from tests.running.making import make_card
from tests.running.playing import play, rest, streamed
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_a_killed_worker_had_is_written_by_the_next(light_worker, start_worker):
    make_card("echo")
    with start_worker("models") as worker:
        run = play(Only="/slow five words in all")
        until(lambda: streamed(run))
        worker.kill()
        worker.wait()
    with start_worker("models"):
        found = rest(run, seconds=60)["Only"]
    assert (found["state"], found["attempt"], found["value"]) == ("done", 2, "/slow five words in all")
    assert streamed(run)[2] == found["value"]
