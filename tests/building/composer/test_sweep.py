"""Steps of compositions that nobody holds: each is asked again, whatever happens to the others."""

import base64
import json
from datetime import timedelta

import pytest

from inference import client, routing, streams
from tests.building.composer.answering import now
from widgets.building.composer import compositions, sweep
from widgets.models import Composition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(client, "GRACE", timedelta(0))
    streams.connection().delete(routing.MODELS)


def test_a_step_that_cannot_be_asked_again_keeps_none_of_the_others(ann, caplog):
    one, broken, other = (compositions.compose(ann, "A story")[0] for _ in range(3))
    Composition.objects.filter(pk=broken.pk).update(wish={"nonsense": True})
    sweep.sweep()
    assert [now(good).steps for good in (one, other)] == [{"plan": 2}, {"plan": 2}]
    assert streams.connection().llen(routing.MODELS) == 2
    assert "cannot be put back" in caplog.text


def test_nobody_is_told_that_a_step_begins_but_who_follows_the_log(ann):
    compositions.compose(ann, "A story")
    sweep.sweep()
    [message] = streams.connection().lrange(routing.MODELS, 0, -1)
    [[_request, begun], *_] = json.loads(base64.b64decode(json.loads(message)["body"]))
    assert begun == ""
